import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { SingleFlight } from '../single-flight.ts';

export interface SearchOptions {
  /** Queries whose results are kept; 1,000 unless told otherwise. */
  readonly maxEntries?: number;
  /** 50 MB unless told otherwise. */
  readonly maxBytes?: Bytes;
  /** A minute unless told otherwise. */
  readonly ttl?: Milliseconds;
  /** Of one query; 1,000 unless told otherwise. What a search finds beyond is cut off and told. */
  readonly maxResults?: number;
}

export interface SearchResults<T> {
  readonly results: readonly T[];
  /** More was found than is answered. */
  readonly cut: boolean;
}

export type SearchQuery = string | Readonly<Record<string, unknown>>;

const longestQuery = 2_000;

/** Searches, and keeps what was found for a while. What changes in an index makes its results outdated, also of searches under way. */
export class SearchService implements BoundedService {
  readonly #cache: MemorySafeCache<SearchResults<unknown>>;
  readonly #flights = new SingleFlight<SearchResults<unknown>>();
  readonly #maxResults: number;

  constructor(options: SearchOptions = {}) {
    const { maxEntries = 1_000, maxBytes = 50 * 1024 * 1024, ttl = 60_000, maxResults = 1_000 } = options;
    checkLimits('SearchService', { maxEntries, maxBytes, ttl, maxResults });
    this.#maxResults = maxResults;
    this.#cache = new MemorySafeCache({ name: 'search', maxEntries, maxBytes, ttl });
  }

  /**
   * The results of `query` in `index`: kept ones, or what `find` gives, asked once for all who want the same meanwhile.
   * @throws RangeError when the query is longer than 2,000 characters
   */
  async search<T>(index: string, query: SearchQuery, find: () => Promise<readonly T[]>): Promise<SearchResults<T>> {
    const key = keyOf(index, query);
    const kept = this.#cache.get(key);
    if (kept) return kept as SearchResults<T>;
    const found = await this.#flights.run(
      key,
      async () => {
        const all = await find();
        return { results: all.slice(0, this.#maxResults), cut: all.length > this.#maxResults };
      },
      (results) => this.#cache.set(key, results),
    );
    return found as SearchResults<T>;
  }

  /** Something changed in this index, or in all: what was found before is not answered again. */
  invalidate(index?: string): void {
    const concerns = (key: string) => index === undefined || key.startsWith(prefixOf(index));
    this.#flights.invalidateAll(concerns);
    for (const key of [...this.#cache.keys()]) if (concerns(key)) this.#cache.delete(key);
  }

  relieve(pressure: Pressure): void {
    this.#cache.relieve(pressure);
  }

  statistics(): Occupancy {
    return this.#cache.statistics();
  }

  onModuleDestroy(): void {
    this.#flights.invalidateAll();
    this.#cache.clear();
  }
}

function prefixOf(index: string): string {
  return `${JSON.stringify(index)} `;
}

/** The same for queries that say the same: the order of fields and space around a text do not count. */
function keyOf(index: string, query: SearchQuery): string {
  const text = JSON.stringify(typeof query === 'string' ? query.trim() : query, sortedFields);
  if (text.length > longestQuery)
    throw new RangeError(`The query has ${text.length} characters; give at most ${longestQuery}.`);
  return prefixOf(index) + text;
}

function sortedFields(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const search: ServiceDefinition = {
  key: 'search',
  provide: SearchService,
  create: (options) => new SearchService(options.search),
};
