import { httpCacheName, type MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { observeEntries, reports } from './observe.ts';

interface ResourceEntry extends PerformanceEntry {
  readonly transferSize: number;
  readonly decodedBodySize: number;
}

/**
 * Resources that the browser had in its cache (a body, and nothing transferred) against those that came over the network. Of another
 * origin that does not allow timing both sizes are 0; those are left out.
 */
export const httpCacheSource: MetricSource<PageEnvironment> = {
  name: 'http cache',
  group: 'caches',
  support: (environment) =>
    reports(environment, 'resource')
      ? { available: true, detail: 'resources from the cache and from the network, since the start' }
      : { available: false, because: 'this browser has no Resource Timing API' },
  start(environment, emit) {
    if (!reports(environment, 'resource')) return () => {};
    let hits = 0;
    let misses = 0;
    return observeEntries(environment, 'resource', {}, (entries) => {
      for (const entry of entries as readonly ResourceEntry[]) {
        if (entry.transferSize > 0) misses++;
        else if (entry.decodedBodySize > 0) hits++;
      }
      if (hits + misses > 0)
        emit('caches', { at: environment.natives.now(), name: httpCacheName, hits, misses, size: null, bytes: null });
    });
  },
};
