import type { EpochMs, Row } from '../model/index.ts';
import type { CacheFacts, RetainedFacts } from './facts.ts';
import { GrowthTest } from './growth-test.ts';
import { Minima } from './minima.ts';
import { countedTrendLimits, type TrendLimits } from './trend.ts';

/** Names followed at once. A page that makes up names must not fill the memory; what is beyond is counted, not followed. */
const mostNames = 200;
const cacheSpan = 15_000;

/** A growth test of the lowest readings of each span. */
export class CountedGrowth {
  readonly #test: GrowthTest;
  readonly #minima: Minima;

  constructor(span = cacheSpan, limits: TrendLimits = countedTrendLimits) {
    this.#test = new GrowthTest(limits);
    this.#minima = new Minima(span, (point) => this.#test.add(point));
  }

  get growth() {
    return this.#test.growth;
  }

  add(at: EpochMs, value: number): void {
    this.#minima.add(at, value);
  }

  clear(): void {
    this.#minima.clear();
    this.#test.clear();
  }
}

export class CacheSeries {
  readonly #caches = new Map<string, { size: CountedGrowth; bytes: CountedGrowth; hitRate: number | null }>();
  dropped = 0;

  add(row: Row<'caches'>): void {
    let cache = this.#caches.get(row.name);
    if (!cache) {
      if (this.#caches.size >= mostNames) {
        this.dropped++;
        return;
      }
      cache = { size: new CountedGrowth(), bytes: new CountedGrowth(), hitRate: null };
      this.#caches.set(row.name, cache);
    }
    const asked = row.hits + row.misses;
    cache.hitRate = asked > 0 ? row.hits / asked : null;
    if (row.size !== null) cache.size.add(row.at, row.size);
    if (row.bytes !== null) cache.bytes.add(row.at, row.bytes);
  }

  facts(): CacheFacts[] {
    return [...this.#caches].map(([name, c]) => ({
      name,
      size: c.size.growth,
      bytes: c.bytes.growth,
      hitRate: c.hitRate,
    }));
  }

  clear(): void {
    this.#caches.clear();
  }
}

/** What a label of retained objects is known by: the same label may name elements and components. */
export function retainedKey({ what, label }: Pick<RetainedFacts, 'what' | 'label'>): string {
  return `${what} ${label}`;
}

export class RetainedSeries {
  /** Labels (`retainedKey`) that do not count; they are followed all the same. */
  ignored: ReadonlySet<string> = new Set();
  readonly #groups = new Map<string, RetainedFacts>();
  dropped = 0;

  add(row: Row<'retained'>): void {
    const key = retainedKey(row);
    const before = this.#groups.get(key);
    if (!before && this.#groups.size >= mostNames) {
      this.dropped++;
      return;
    }
    const { what, label, count, collections, at } = row;
    // Only a report after one more collection is a new proof, and one that counts less ends the row of rises.
    const rises = !before || count < before.count ? 0 : before.rises + Number(count > before.count);
    this.#groups.set(key, {
      what,
      label,
      count,
      collections,
      rises,
      since: before && count > 0 ? before.since : at,
      at,
    });
    if (count === 0) this.#groups.delete(key);
  }

  facts(): RetainedFacts[] {
    return [...this.#groups].flatMap(([key, facts]) => (this.ignored.has(key) ? [] : [facts]));
  }

  clear(): void {
    this.#groups.clear();
  }
}
