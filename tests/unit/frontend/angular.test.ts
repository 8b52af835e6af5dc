import { expect, it } from 'vitest';
import { angularAdapter } from '../../../frontend/src/adapters/angular/angular.adapter.ts';
import { detectedAdapter } from '../../../frontend/src/adapters/detected/detected.adapter.ts';
import { RenderLog } from '../../../frontend/src/renders/render-log.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

type Profiler = (event: number, instance: object) => void;

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
  class _ProductList {}
  let profiler: Profiler | null = null;
  const window = openWindow();
  const { clock, rows, log, environment, stop } = startIn(window, angularAdapter);
  environment.ticks.fire(0);
  Object.assign(window, {
    ng: {
      ɵsetProfiler(next: Profiler | null) {
        profiler = next;
      },
    },
  });
  environment.ticks.fire(1);
  const list = new _ProductList();
  const tell: Profiler = (event, instance) => profiler?.(event, instance);
  tell(0, list);
  clock.advance(3);
  tell(1, list);
  tell(2, list);
  clock.advance(20);
  tell(3, list);
  log.flush();
  expect(rows.of('slowRenders')).toMatchObject([
    { component: 'ProductList', duration: 20, phase: 'update', how: 'timed' },
  ]);
  expect(rows.of('renders')).toMatchObject([{ component: 'ProductList', count: 2, mounts: 1, slow: 1 }]);
  expect(rows.of('capabilities')).toMatchObject([{ name: 'angular', available: true }]);
  stop();
  expect(profiler).toBeNull();
  expect(environment.ticks.used).toBe(false);
});

it('names frameworks that it finds and cannot look into, once', () => {
  const window = openWindow();
  Object.assign(window, { litElementVersions: ['4.2.0'], __svelte: { v: new Set(['5']) } });
  window.document.body.setAttribute('ng-version', '21.0.0');
  const { rows, environment, stop } = startIn(window, detectedAdapter);
  for (let tick = 0; tick < 30; tick++) environment.ticks.fire(tick);
  expect(rows.of('capabilities').map(({ name, available, detail }) => [name, available, detail.split(':')[0]])).toEqual(
    [
      ['svelte', false, '5'],
      ['lit', false, '4.2.0'],
      ['angular', false, '21.0.0'],
    ],
  );
  stop();
});
