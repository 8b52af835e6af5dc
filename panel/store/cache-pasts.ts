import type { Row } from '@memory-plus/core/model';
import { Series } from './series.ts';

/** Caches whose past is kept; a page that makes up names must not fill the memory. */
const mostCaches = 100;
/** A share of fewer questions would jump about. */
const askedPerPoint = 10;

/** How one cache came to be what it is. */
export interface CachePast {
  /** Entries; bytes where the cache tells those alone. */
  readonly size: Series;
  /** Share of hits among the last questions, from 0 to 1. */
  readonly rate: Series;
}

interface Following extends CachePast {
  hits: number;
  misses: number;
}

/** The caches of a document over time. */
export class CachePasts {
  readonly #pasts = new Map<string, Following>();

  add({ at, name, hits, misses, size, bytes }: Row<'caches'>): void {
    const past = this.#pasts.get(name) ?? this.#begin(name);
    if (!past) return;
    const held = size ?? bytes;
    if (held !== null) past.size.push(at, held);
    const [newHits, newMisses] = [hits - past.hits, misses - past.misses];
    // Counters that fell began anew.
    const anew = newHits < 0 || newMisses < 0;
    if (!anew && newHits + newMisses < askedPerPoint) return;
    if (!anew) past.rate.push(at, newHits / (newHits + newMisses));
    past.hits = hits;
    past.misses = misses;
  }

  of(name: string): CachePast | null {
    return this.#pasts.get(name) ?? null;
  }

  #begin(name: string): Following | null {
    if (this.#pasts.size >= mostCaches) return null;
    const past = { size: new Series(), rate: new Series(), hits: 0, misses: 0 };
    this.#pasts.set(name, past);
    return past;
  }
}
