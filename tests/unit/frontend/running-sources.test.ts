import type { MonitorSettings, SourceGroup } from '@memory-plus/core/model';
import { describe, expect, it } from 'vitest';
import { onlyWanted, runSources, type Startable } from '../../../frontend/src/monitor/running-sources.ts';
import { devToolsSource } from '../../../frontend/src/sources/dev-tools.source.ts';
import { sources } from '../../../frontend/src/sources/index.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

const base = { heapInterval: 100, slowRender: 16 };

function setUp(groups: readonly (SourceGroup | null)[]) {
  const environment = environmentOf(openWindow(), new HandClock().natives());
  const rows = new Rows();
  const log: string[] = [];
  let settings: MonitorSettings = base;
  const all = groups.map(
    (group, index): Startable => ({
      name: `source ${index}`,
      group,
      support: () => ({ available: true, detail: 'fine' }),
      start: () => {
        log.push(`start ${index}`);
        return () => log.push(`stop ${index}`);
      },
    }),
  );
  const running = runSources(all, environment, rows.emit, () => settings);
  const set = (without?: readonly SourceGroup[]) => {
    settings = without ? { ...base, without } : base;
    running.apply();
  };
  return { rows, log, running, set };
}

describe('sources', () => {
  it('start and stop as the settings want, and say so once', () => {
    const { rows, log, running, set } = setUp(['heap', null, 'caches']);
    set(['caches']);
    set(['caches']);
    set(['heap']);
    set();
    running.stop();
    running.stop();
    expect(log).toEqual(['start 0', 'start 1', 'stop 0', 'start 2', 'start 0', 'stop 0', 'stop 1', 'stop 2']);
    const told = rows.of('capabilities').map(({ name, available, detail }) => [name, available, detail]);
    expect(told).toEqual([
      ['source 0', true, 'fine'],
      ['source 1', true, 'fine'],
      ['source 2', false, 'switched off in the settings'],
      ['source 0', false, 'switched off in the settings'],
      ['source 2', true, 'fine'],
      ['source 0', true, 'fine'],
    ]);
  });

  it('of all kinds leave no row of what is switched off, whoever tells it', () => {
    const rows = new Rows();
    const emit = onlyWanted(rows.emit, () => ({ ...base, without: ['caches', 'heap'] }));
    emit('caches', { at: 1, name: 'users', hits: 0, misses: 0, size: 1, bytes: null });
    emit('heap', { at: 1, used: 1, total: 1, limit: 1, floor: true });
    emit('marks', { at: 1, label: 'kept' });
    expect(rows.all.map(({ table }) => table)).toEqual(['marks']);
  });

  it('that explain the others cannot be switched off', () => {
    const always = sources.flatMap(({ name, group }) => (group === null ? [name] : []));
    expect(always).toEqual(expect.arrayContaining(['lifecycle', 'collections']));
  });
});

describe("developers' tools", () => {
  const look = (prepare: (window: Record<string, unknown>) => void) => {
    const window = openWindow();
    prepare(window as never);
    const environment = environmentOf(window, new HandClock().natives());
    const rows = new Rows();
    const stop = devToolsSource.start(environment, rows.emit, () => base);
    for (let tick = 0; tick < 21; tick++) environment.ticks.fire(tick);
    stop();
    return rows.of('capabilities').map(({ name, detail }) => [name, detail]);
  };

  it('are named once, with what shows that they are there', () => {
    expect(
      look((window) => {
        window.$RefreshReg$ = () => {};
        window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = { rendererInterfaces: new Map() };
        window.__REDUX_DEVTOOLS_EXTENSION__ = () => {};
        window.__VUE_DEVTOOLS_GLOBAL_HOOK__ = {};
      }),
    ).toEqual([
      ['React Fast Refresh', 'found in the page: window.$RefreshReg$'],
      ['React DevTools', 'found in the page: __REACT_DEVTOOLS_GLOBAL_HOOK__.rendererInterfaces'],
      ['Vue DevTools', 'found in the page: window.__VUE_DEVTOOLS_GLOBAL_HOOK__'],
      ['Redux DevTools', 'found in the page: window.__REDUX_DEVTOOLS_EXTENSION__'],
    ]);
  });

  it('are not seen in the hooks that Memory+ offers itself, nor in a page without them', () => {
    expect(look(() => {})).toEqual([]);
    expect(
      look((window) => {
        const prototype: object = Object.getPrototypeOf(window);
        for (const name of ['__REACT_DEVTOOLS_GLOBAL_HOOK__', '__VUE_DEVTOOLS_GLOBAL_HOOK__', '__PREACT_DEVTOOLS__'])
          Object.defineProperty(prototype, name, { value: { renderers: new Map(), onScheduleFiberRoot: () => {} } });
      }),
    ).toEqual([]);
  });
});
