import { expect, it } from 'vitest';
import { angularAdapter } from '../../../frontend/src/adapters/angular/angular.adapter.ts';
import { detectedAdapter } from '../../../frontend/src/adapters/detected/detected.adapter.ts';
import { RenderLog } from '../../../frontend/src/renders/render-log.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

type Profiler = (event: number, instance: object | null, template?: unknown) => void;

function startIn(window: ReturnType<typeof openWindow>, adapter: typeof angularAdapter) {
  const clock = new HandClock();
  const rows = new Rows();
  const natives = clock.natives();
  const environment = environmentOf(window, natives);
  const settings = () => ({ heapInterval: 500, slowRender: 16 });
  const log = new RenderLog({ natives, emit: rows.emit, settings, guard: environment.guard });
  const stop = adapter.install(window, natives).start({ environment, log, emit: rows.emit, settings });
  return { clock, rows, log, environment, stop };
}

it("times the templates of Angular's development builds through their profiler", () => {
  class _ProductList {
    static ɵcmp = {};
  }
  function ProductList_If_1_Template() {}
  let profiler: Profiler | null = null;
  const window = openWindow();
  const { clock, rows, log, stop } = startIn(window, angularAdapter);
  expect(Reflect.get(window, 'ng')).toBeUndefined();
  const ng = {};
  Object.assign(window, { ng });
  Object.assign(ng, {
    ɵsetProfiler(next: Profiler | null) {
      profiler = next;
    },
  });
  expect(Object.getOwnPropertyDescriptor(window, 'ng')).toMatchObject({ value: ng, writable: true, enumerable: true });
  const list = new _ProductList();
  const view = (event: number, ms: number, instance: object | null, template?: unknown) => {
    profiler?.(event, instance, template);
    clock.advance(ms);
    profiler?.(event + 1, instance, template);
  };
  // A first render is two passes. The views of a template have a context that is no component, or none.
  view(0, 3, list);
  view(2, 20, list);
  view(0, 1, null, ProductList_If_1_Template);
  view(2, 2, null, ProductList_If_1_Template);
  view(2, 4, {}, ProductList_If_1_Template);
  view(2, 1, {});
  view(2, 4, list);
  log.flush();
  expect(rows.of('slowRenders')).toMatchObject([
    { component: 'ProductList', duration: 23, self: 23, phase: 'mount', how: 'timed' },
  ]);
  expect(rows.of('renders')).toMatchObject([
    { component: 'ProductList', count: 2, mounts: 1, slow: 1, total: 27 },
    { component: 'ProductList_If_1_Template', count: 2, mounts: 1, slow: 0, total: 7 },
  ]);
  expect(rows.of('capabilities')).toMatchObject([{ name: 'angular', available: true }]);
  stop();
  expect(profiler).toBeNull();
});

it('leaves no trace where Angular never came', () => {
  const window = openWindow();
  const { stop } = startIn(window, angularAdapter);
  stop();
  expect('ng' in window).toBe(false);
});

it('names frameworks that it finds and cannot look into, once', () => {
  const window = openWindow();
  Object.assign(window, { Solid$$: true, __svelte: { v: new Set(['5']) } });
  window.document.body.setAttribute('ng-version', '21.0.0');
  const { rows, environment, stop } = startIn(window, detectedAdapter);
  for (let tick = 0; tick < 30; tick++) environment.ticks.fire(tick);
  expect(rows.of('capabilities').map(({ name, available, detail }) => [name, available, detail.split(':')[0]])).toEqual(
    [
      ['svelte', false, '5'],
      ['solid', false, 'unknown version'],
      ['angular', false, '21.0.0'],
    ],
  );
  stop();
});
