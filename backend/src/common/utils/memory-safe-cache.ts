import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { LRUCache } from 'lru-cache';
import { estimateSize } from './estimate-size.ts';

export interface MemorySafeCacheOptions<V> {
  readonly name: string;
  readonly maxEntries?: number;
  readonly maxBytes?: Bytes;
  /** Entries older than this are gone. Without it they stay until they are evicted. */
  readonly ttl?: Milliseconds;
  /** Bytes of a value; estimated by walking it where this is left out. */
  readonly sizeOf?: (value: V) => Bytes;
}

/** How short memory is. */
export type Pressure = 'warning' | 'critical';

/** A cache that cannot outgrow its limits: the least recently used entry goes first. 10,000 entries and 100 MB unless told otherwise. */
export class MemorySafeCache<V extends object | string> {
  readonly #name: string;
  readonly #cache: LRUCache<string, V>;
  readonly #sizeOf: (value: V) => Bytes;
  #hits = 0;
  #misses = 0;
  #evictions = 0;
  #refused = 0;

  constructor({ name, maxEntries = 10_000, maxBytes = 100 * 1024 * 1024, ttl, sizeOf }: MemorySafeCacheOptions<V>) {
    this.#name = name;
    this.#sizeOf = sizeOf ?? estimateSize;
    this.#cache = new LRUCache<string, V>({
      max: maxEntries,
      maxSize: maxBytes,
      ...(ttl === undefined ? {} : { ttl }),
      dispose: (_value, _key, reason) => {
        if (reason === 'evict' || reason === 'expire') this.#evictions++;
      },
    });
  }

  get(key: string): V | undefined {
    const value = this.#cache.get(key);
    if (value === undefined) this.#misses++;
    else this.#hits++;
    return value;
  }

  /** False when the value is larger than the cache and was not kept. `ttl`: of this entry, instead of the cache's own. */
  set(key: string, value: V, ttl?: Milliseconds): boolean {
    const size = Math.max(1, Math.ceil(this.#sizeOf(value)));
    if (size > this.#cache.maxSize) {
      this.#refused++;
      this.#cache.delete(key);
      return false;
    }
    this.#cache.set(key, value, ttl === undefined ? { size } : { size, ttl });
    return true;
  }

  delete(key: string): boolean {
    return this.#cache.delete(key);
  }

  clear(): void {
    this.#cache.clear();
  }

  /** Lets go of what is too old now, instead of when it is asked for or evicted. */
  purgeStale(): void {
    this.#cache.purgeStale();
  }

  /** Most recently used first. Does not count as use. */
  keys(): IterableIterator<string> {
    return this.#cache.keys();
  }

  /** As `get`, without counting as use, hit or miss. */
  peek(key: string): V | undefined {
    return this.#cache.peek(key);
  }

  get size(): number {
    return this.#cache.size;
  }

  /** Most entries that it takes. */
  get max(): number {
    return this.#cache.max;
  }

  /** Memory is short: lets go of the older half, or of everything. */
  relieve(pressure: Pressure): void {
    const keep = pressure === 'critical' ? 0 : Math.floor(this.#cache.size / 2);
    while (this.#cache.size > keep) this.#cache.pop();
  }

  statistics(): Occupancy {
    return {
      name: this.#name,
      entries: this.#cache.size,
      bytes: this.#cache.calculatedSize,
      maxEntries: this.#cache.max,
      maxBytes: this.#cache.maxSize,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      refused: this.#refused,
    };
  }
}
