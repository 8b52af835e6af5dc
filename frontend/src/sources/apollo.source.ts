import { foundCacheSource, hasMethods } from '../caches/found-cache-source.ts';

interface ApolloCache {
  extract(): unknown;
}

/** Apollo Client 3 and 4. */
export const apolloSource = foundCacheSource<ApolloCache>({
  name: 'Apollo',
  tells: 'normalized objects; Apollo does not tell hits and misses',
  places: 'at window.__APOLLO_CLIENT__ and in React contexts',
  find(window, provided) {
    const { __APOLLO_CLIENT__: shown } = window as { __APOLLO_CLIENT__?: unknown };
    const clients = [shown, ...provided.map((value) => (value as { client?: unknown }).client)];
    return clients.flatMap((client) => {
      if (!hasMethods(client, 'watchQuery', 'readQuery')) return [];
      const { cache } = client as { cache?: unknown };
      return hasMethods(cache, 'extract', 'readQuery') ? [cache as unknown as ApolloCache] : [];
    });
  },
  size(cache) {
    const objects: unknown = cache.extract();
    if (typeof objects !== 'object' || objects === null) return 0;
    return Object.keys(objects).filter((key) => key !== '__META').length;
  },
});
