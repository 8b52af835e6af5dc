import type { Bytes } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

/** Asked less often than this, a cache has not shown yet what it is worth. */
const fewestAsked = 20;
/** A cache that answers less than this holds memory for little. */
const poorHitRate = 0.2;

export interface CacheFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  readonly hitRate: number | null;
  readonly size: number | null;
  readonly bytes: Bytes | null;
  readonly poor: boolean;
}

/** The caches of a document, the lowest hit rate first; those that were hardly asked last. */
export function cachesOf(page: SourceState | undefined): CacheFigures[] {
  const caches = [...(page?.caches.values() ?? [])].map(({ name, hits, misses, size, bytes }) => {
    const asked = hits + misses;
    const hitRate = asked === 0 ? null : hits / asked;
    const known = asked >= fewestAsked;
    return {
      name,
      hits,
      misses,
      hitRate,
      size,
      bytes,
      poor: known && hitRate !== null && hitRate < poorHitRate,
      known,
    };
  });
  caches.sort((a, b) => Number(b.known) - Number(a.known) || (a.hitRate ?? 1) - (b.hitRate ?? 1));
  return caches.map(({ known: _, ...figures }) => figures);
}
