import type { MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';

/** Counting elements walks the whole document after each change, so it is done at most this often. */
export const domInterval = 2_000;

/** Elements in the document, every two seconds and after each collection. */
export const domSource: MetricSource<PageEnvironment> = {
  name: 'dom',
  group: 'nodes',
  support: () => ({ available: true, detail: 'elements counted; listeners only by DevTools' }),
  start({ window, natives, ticks, collections, guard }, emit) {
    let next = 0;
    const count = (at: number) => {
      next = at + domInterval;
      emit('dom', { at, nodes: window.document.getElementsByTagName('*').length, listeners: null });
    };
    const stops = [
      ticks.on((at) => at >= next && guard(() => count(at))),
      collections.on(() => guard(() => count(natives.now()))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
};
