import { foundCacheSource, hasMethods } from '../caches/found-cache-source.ts';

interface QueryCache {
  getAll(): readonly unknown[];
  subscribe(listener: (event: unknown) => void): () => void;
}

interface QueryEvent {
  readonly type?: unknown;
  readonly query?: { readonly state?: { readonly data?: unknown } };
}

/**
 * TanStack Query 4 and 5. A component that begins to use a query finds its data there (hit) or not (miss); what is fetched again
 * behind data that is shown counts as neither.
 */
export const tanstackQuerySource = foundCacheSource<QueryCache>({
  name: 'TanStack Query',
  tells: 'queries, and whether a component that began to use one found its data there',
  places: 'at window.__TANSTACK_QUERY_CLIENT__ and in React contexts',
  find(window, provided) {
    const { __TANSTACK_QUERY_CLIENT__: shown } = window as { __TANSTACK_QUERY_CLIENT__?: unknown };
    return [shown, ...provided].flatMap((client) => {
      if (!hasMethods(client, 'getQueryCache')) return [];
      const cache: unknown = (client as { getQueryCache(): unknown }).getQueryCache();
      return hasMethods(cache, 'getAll', 'subscribe') ? [cache as QueryCache] : [];
    });
  },
  size: (cache) => cache.getAll().length,
  follow: (cache, counts) =>
    cache.subscribe((event) => {
      const { type, query } = (event ?? {}) as QueryEvent;
      if (type !== 'observerAdded') return;
      if (query?.state?.data === undefined) counts.misses++;
      else counts.hits++;
    }),
});
