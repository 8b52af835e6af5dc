import { foundCacheSource, hasMethods } from '../caches/found-cache-source.ts';

/** Keys counted of a cache that does not tell its size. */
const maxKeys = 100_000;

interface Provider {
  readonly size?: unknown;
  keys(): Iterable<unknown>;
}

/** SWR 2, where the page gives its own `provider`; the default cache is inside the module, out of reach. */
export const swrSource = foundCacheSource<Provider>({
  name: 'SWR',
  tells: 'keys of the provider; SWR does not tell hits and misses',
  places: 'for an SWRConfig with a provider in React contexts; the default cache cannot be reached',
  find: (_, provided) =>
    provided.flatMap((config) => {
      const { cache } = config as { cache?: unknown };
      return hasMethods(config, 'mutate') && hasMethods(cache, 'keys', 'get', 'set', 'delete')
        ? [cache as Provider]
        : [];
    }),
  size(cache) {
    if (typeof cache.size === 'number') return cache.size;
    let keys = 0;
    for (const _ of cache.keys()) if (++keys >= maxKeys) break;
    return keys;
  },
});
