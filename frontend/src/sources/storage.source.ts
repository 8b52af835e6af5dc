import { type MetricSource, storageName } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';

/** The browser adds up the origin's files for each answer. */
export const storageInterval = 30_000;

/** What the origin stores on disk (IndexedDB, Cache API, files), as the browser estimates it: a cache row with bytes alone. */
export const storageSource: MetricSource<PageEnvironment> = {
  name: 'storage',
  group: 'caches',
  support: ({ window }) =>
    storageOf(window)
      ? { available: true, detail: "the browser's estimate of what the origin stores; padded on purpose" }
      : { available: false, because: 'this browser, or a page that is not served securely, has no storage estimate' },
  start({ window, natives, ticks, guard }, emit) {
    const storage = storageOf(window);
    if (!storage) return () => {};
    let next = 0;
    let told = -1;
    let stopped = false;
    const take = ({ usage }: StorageEstimate) => {
      if (stopped || usage === undefined || usage === told || !(usage >= 0)) return;
      told = usage;
      emit('caches', { at: natives.now(), name: storageName, hits: 0, misses: 0, size: null, bytes: usage });
    };
    const ask = (at: number) => {
      next = at + storageInterval;
      // An opaque origin is refused: nothing to tell then.
      storage.estimate().then(
        (estimate) => guard(() => take(estimate)),
        () => {},
      );
    };
    const stopTicks = ticks.on((at) => at >= next && guard(() => ask(at)));
    return () => {
      stopped = true;
      stopTicks();
    };
  },
};

function storageOf({ navigator }: Window): StorageManager | null {
  const storage: Partial<StorageManager> | undefined = navigator?.storage;
  return typeof storage?.estimate === 'function' ? (storage as StorageManager) : null;
}
