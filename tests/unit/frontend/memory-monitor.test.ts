import { parseRecording } from '@memory-plus/core/recording';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { maxCaches } from '../../../frontend/src/caches/cache-registry.ts';
import { type PageMonitor, registryKey } from '../../../frontend/src/monitor/page-registry.ts';
import { PageRows } from '../../../frontend/src/monitor/page-rows.ts';
import { maxSnapshots } from '../../../frontend/src/snapshots/metric-snapshots.ts';
import { MemoryMonitor } from '../../../frontend/src/utils/memoryMonitor.ts';
import { openWindow } from './page.ts';

const monitors: MemoryMonitor[] = [];
function monitorIn(scope: object): MemoryMonitor {
  const monitor = new MemoryMonitor(scope as typeof globalThis);
  monitors.push(monitor);
  return monitor;
}
afterEach(() => {
  for (const monitor of monitors.splice(0)) monitor.stop();
  vi.restoreAllMocks();
});

/** A page in the manner of Safari: no heap reading, no long animation frames. */
function openPage() {
  const window = openWindow();
  Object.assign(window, { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout });
  return window;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('MemoryMonitor', () => {
  it('does nothing on a server and says so', () => {
    const monitor = monitorIn(globalThis);
    expect(monitor.start()).toBe(false);
    monitor.hit('users');
    expect(monitor.cacheStatistics('users')).toEqual({ hits: 1, misses: 0, hitRate: 1 });
    expect(monitor.recording()).toBeNull();
    Reflect.deleteProperty(globalThis, registryKey);
  });

  it('says what is not available, records the rest, and exports what the tab can read', async () => {
    const monitor = monitorIn(openPage());
    expect(monitor.start({ heapInterval: 50 })).toBe(true);
    expect(monitor.start()).toBe(false);
    monitor.registerCache('users', { size: () => 3, bytes: () => 300 });
    monitor.hit('users');
    monitor.miss('users');
    monitor.mark('checkout');
    monitor.trackRender('Chart', 20, { phase: 'mount', reason: 'first' });
    await wait(450);
    expect(monitor.capabilities.heap).toMatchObject({ available: false });
    expect(monitor.capabilities.frames?.available).toBe(false);
    expect(monitor.capabilities.dom?.available).toBe(true);
    monitor.stop();
    const { tables, sources } = parseRecording(monitor.exportMetrics() ?? '');
    expect(sources[0]).toMatchObject({ kind: 'page', url: 'http://shop.test/' });
    expect(tables.caches).toMatchObject({ name: ['users'], hits: [1], misses: [1], size: [3], bytes: [300] });
    expect(tables.slowRenders).toMatchObject({ component: ['Chart'], duration: [20], phase: ['mount'] });
    expect(tables.marks?.label).toEqual(['snapshot: start', 'checkout']);
    expect(tables.heap).toBeUndefined();
  });

  it('analyzes the trend, without a verdict while there is nothing to judge', () => {
    const monitor = monitorIn(openPage());
    expect(monitor.analyzeTrend()).toMatchObject({ word: 'insufficient-data', rule: null });
    monitor.start();
    expect(monitor.analyzeTrend().word).toBe('insufficient-data');
    expect(monitor.analyzeTrend().sentences[0]).not.toBe('');
  });

  it('tells a listener that is alive after what it served is gone', () => {
    const window = openPage();
    const monitor = monitorIn(window);
    const now = vi.spyOn(window.performance, 'now').mockReturnValue(0);
    const onResize = () => {};
    const timed = monitorIn(window);
    timed.watch(onResize, 'resize of the chart', 'listener');
    monitor.watch({}, 'wrong', 'closure' as 'listener');
    const [registered] = (window as unknown as { [registryKey]: PageMonitor[] })[registryKey];
    for (const at of [1_000, 2_000]) {
      now.mockReturnValue(at);
      registered?.collected();
    }
    expect(registered?.read(0).rows).toMatchObject([
      ['retained', { what: 'listener', label: 'resize of the chart', count: 1, collections: 2 }],
    ]);
  });

  it('keeps snapshots within bounds, comparable with one another', async () => {
    const window = openPage();
    const monitor = monitorIn(window);
    monitor.start({ heapInterval: 50 });
    await wait(20);
    const before = monitor.snapshot('before');
    for (let i = 0; i < 5; i++) window.document.body.append(window.document.createElement('p'));
    await wait(2_300);
    const difference = monitor.compare(before, monitor.snapshot('after'));
    expect(difference).toMatchObject({ nodes: 5, heapUsed: null, retained: 0 });
    for (let i = 0; i < maxSnapshots + 10; i++) monitor.snapshot();
    expect(monitor.snapshots).toHaveLength(maxSnapshots);
    expect(monitor.snapshots[0]?.reason).toBe('start');
  });

  it('warns once about wrong input and never throws', () => {
    const window = openPage();
    const warn = vi.fn();
    Object.defineProperty(window, 'console', { value: { warn } });
    const monitor = monitorIn(window);
    const wrong: unknown[] = [undefined, null, '', Number.NaN, -1, {}, [], Symbol('s')];
    for (const value of wrong) {
      monitor.hit(value as string);
      monitor.registerCache(value as string, value as object);
      monitor.mark(value as string);
      monitor.watch(value as object, value as string);
      monitor.trackRender('Chart', value as number);
      monitor.trackRender(value as string, 1);
      monitor.configure({
        heapInterval: value as number,
        slowRender: value as number,
        snapshotInterval: value as number,
      });
    }
    expect(warn.mock.calls.length).toBeGreaterThan(3);
    expect(warn.mock.calls.length).toBeLessThanOrEqual(20);
    expect(new Set(warn.mock.calls.map(([text]) => text)).size).toBe(warn.mock.calls.length);
  });

  it('bounds names in length and number', () => {
    const window = openPage();
    const monitor = monitorIn(window);
    for (let i = 0; i < 100_000; i++) monitor.hit(`user ${i}`);
    monitor.miss('x'.repeat(1_000_000));
    const [registered] = (
      window as unknown as { [registryKey]: { read(n: number): { rows: [string, { name: string }][] } }[] }
    )[registryKey];
    const names = registered?.read(0).rows.map(([, row]) => row.name) ?? [];
    expect(names.length).toBe(maxCaches + 1);
    expect(names).toContain('(other)');
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(200);
  });

  it('lives with caches that fail or lie about their size', () => {
    const window = openPage();
    const monitor = monitorIn(window);
    const fail = () => {
      throw new Error('no');
    };
    monitor.registerCache('broken', { size: fail, bytes: () => Number.NaN });
    const [registered] = (window as unknown as { [registryKey]: { read(n: number): { rows: unknown[] } }[] })[
      registryKey
    ];
    expect(registered?.read(0).rows).toMatchObject([['caches', { name: 'broken', size: null, bytes: null }]]);
  });

  it('leaves no timer behind', async () => {
    const window = openPage();
    const pending = new Set<unknown>();
    const { setTimeout, clearTimeout } = globalThis;
    Object.assign(window, {
      setTimeout: (run: () => void, delay: number) => {
        const id = setTimeout(() => {
          pending.delete(id);
          run();
        }, delay);
        pending.add(id);
        return id;
      },
      clearTimeout: (id: ReturnType<typeof setTimeout>) => {
        pending.delete(id);
        clearTimeout(id);
      },
    });
    const monitor = monitorIn(window);
    monitor.start();
    await wait(50);
    expect(pending.size).toBeGreaterThan(0);
    monitor.stop();
    expect(pending.size).toBe(0);
  });
});

describe('PageRows', () => {
  it('gives each reader what is new to it, and the newest when it lost its place', () => {
    const rows = new PageRows();
    rows.put('marks', { at: 1, label: 'a' });
    const first = rows.read(0);
    rows.put('marks', { at: 2, label: 'b' });
    expect(rows.read(first.cursor).rows.map(([, row]) => row.at)).toEqual([2]);
    expect(rows.read(0).rows).toHaveLength(2);
    for (let at = 3; at < 5_000; at++) rows.put('marks', { at, label: 'c' });
    const late = rows.read(first.cursor);
    expect(late.rows.length).toBeLessThanOrEqual(2_000);
    expect(late.rows.at(-1)?.[1].at).toBe(4_999);
    expect(rows.read(1e9).rows.length).toBe(late.rows.length);
  });
});
