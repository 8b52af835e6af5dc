import type { MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';

/** The browser refreshes its reading every 50 ms at most; a floor is read after that. */
export const floorDelay = 70;

/**
 * The collection clock: an object that nobody holds is reported as collected by a major collection only. Each report plants the
 * next one, and the heap is read again as soon as the reading speaks of the time after the collection.
 */
export const collectionsSource: MetricSource<PageEnvironment> = {
  name: 'collections',
  group: null,
  support: ({ natives }) =>
    natives.FinalizationRegistry
      ? { available: true, detail: 'seen through a finalization registry' }
      : { available: false, because: 'this browser has no FinalizationRegistry' },
  start({ natives, collections, guard }, emit) {
    if (!natives.FinalizationRegistry) return () => {};
    let stopped = false;
    let floorTimer: unknown;
    const readFloor = () => {
      floorTimer = undefined;
      const reading = natives.readHeap?.();
      if (reading) emit('heap', { at: natives.now(), ...reading, floor: true });
    };
    const registry = new natives.FinalizationRegistry<undefined>(() =>
      guard(() => {
        if (stopped) return;
        const at = natives.now();
        emit('collections', { at, after: null, pause: null });
        floorTimer ??= natives.setTimeout(() => guard(readFloor), floorDelay);
        plant();
        collections.fire(at);
      }),
    );
    const plant = () => registry.register({}, undefined);
    plant();
    return () => {
      stopped = true;
      natives.clearTimeout(floorTimer);
    };
  },
};
