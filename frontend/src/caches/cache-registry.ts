import type { Bytes, EpochMs, Row } from '@memory-plus/core/model';
import { cut } from '../platform/text.ts';

/** Caches told apart; hits and misses of more names stand together under `(other)`. */
export const maxCaches = 200;

/** How a cache tells its size. Both are asked at each reading; what throws or makes no sense counts as unknown. */
export interface CacheSize {
  readonly size?: (() => number) | undefined;
  readonly bytes?: (() => Bytes) | undefined;
}

class CacheCounters {
  hits = 0;
  misses = 0;
  sizes: CacheSize = {};
  #last = '';

  /** Null when nothing changed since the last reading. */
  read(at: EpochMs, name: string): Row<'caches'> | null {
    const size = ask(this.sizes.size);
    const bytes = ask(this.sizes.bytes);
    const state = `${this.hits} ${this.misses} ${size} ${bytes}`;
    if (state === this.#last) return null;
    this.#last = state;
    return { at, name, hits: this.hits, misses: this.misses, size: size === null ? null : Math.trunc(size), bytes };
  }
}

/** Hits, misses and sizes of the caches that the page told about. */
export class CacheRegistry {
  readonly #caches = new Map<string, CacheCounters>();

  /** A second registration under the same name goes on with its counters. Returns what takes the size away again. */
  register(name: string, sizes: CacheSize): () => void {
    const cache = this.#counters(name);
    cache.sizes = sizes;
    return () => {
      if (cache.sizes === sizes) cache.sizes = {};
    };
  }

  hit(name: string): void {
    this.#counters(name).hits++;
  }

  miss(name: string): void {
    this.#counters(name).misses++;
  }

  /** Rows of the caches that changed since the last call. */
  changes(at: EpochMs): Row<'caches'>[] {
    const rows: Row<'caches'>[] = [];
    for (const [name, cache] of this.#caches) {
      const row = cache.read(at, name);
      if (row) rows.push(row);
    }
    return rows;
  }

  /** Hits and misses of a cache since the page began; zeros for one that is not known. */
  counts(name: string): { readonly hits: number; readonly misses: number; readonly hitRate: number | null } {
    const { hits, misses } = this.#caches.get(cut(name, unnamed)) ?? { hits: 0, misses: 0 };
    return { hits, misses, hitRate: hits + misses > 0 ? hits / (hits + misses) : null };
  }

  #counters(name: string): CacheCounters {
    const known = this.#caches.get(name);
    if (known) return known;
    const key = this.#caches.size >= maxCaches ? '(other)' : cut(name, unnamed);
    let cache = this.#caches.get(key);
    if (!cache) {
      cache = new CacheCounters();
      this.#caches.set(key, cache);
    }
    return cache;
  }
}

const unnamed = '(unnamed)';

function ask(reading: (() => number) | undefined): number | null {
  try {
    const value: unknown = reading?.();
    return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
  } catch {
    return null;
  }
}
