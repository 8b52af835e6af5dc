import { type Bytes, httpCacheName, storageName } from '@memory-plus/core/model';
import type { CachePast } from './cache-pasts.ts';
import type { HttpCacheCause } from './http-caching.ts';
import type { Series } from './series.ts';
import type { SourceState } from './source-state.ts';

/** Asked less often than this, a cache has not shown yet what it is worth. */
const fewestAsked = 20;
/** A cache that answers less than this holds memory for little. */
const poorHitRate = 0.2;
/** One that grows must answer at least this much to be worth its growth. */
const lowHitRate = 0.5;
/** It became so many times larger since it was first seen, and more in each quarter of that time. */
const grownBy = 1.5;
const quarters = 4;

/** `poor`: it answers little; `growing`: it grows and grows, and answers less than half. */
export type CacheFlag = 'poor' | 'growing';

export interface CacheFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  readonly hitRate: number | null;
  readonly size: number | null;
  readonly bytes: Bytes | null;
  readonly past: CachePast | null;
  readonly flags: readonly CacheFlag[];
  /** Why it is not called poor although it answers little. */
  readonly cause: HttpCacheCause | null;
}

/** The caches of a document, the lowest hit rate first; those that were hardly asked last. What it stores on disk is none. */
export function cachesOf(page: SourceState | undefined): CacheFigures[] {
  if (!page) return [];
  const caches = [...page.caches.values()].filter(({ name }) => name !== storageName);
  const known = ({ hits, misses }: CacheFigures) => hits + misses >= fewestAsked;
  return caches
    .map((row) => figuresOf(row, page))
    .sort((a, b) => Number(known(b)) - Number(known(a)) || (a.hitRate ?? 1) - (b.hitRate ?? 1));
}

function figuresOf({ name, hits, misses, size, bytes }: CacheRow, page: SourceState): CacheFigures {
  const asked = hits + misses;
  const hitRate = asked === 0 ? null : hits / asked;
  const past = page.cachePasts.of(name);
  const low = (most: number) => asked >= fewestAsked && hitRate !== null && hitRate < most;
  const cause = name === httpCacheName && low(poorHitRate) ? page.httpCaching.cause : null;
  const flags: CacheFlag[] = [];
  if (low(poorHitRate) && cause === null) flags.push('poor');
  if (low(lowHitRate) && past && isGrowing(past.size)) flags.push('growing');
  return { name, hits, misses, hitRate, size, bytes, past, flags, cause };
}

type CacheRow = SourceState['caches'] extends Map<string, infer R> ? R : never;

function isGrowing(size: Series): boolean {
  const [from, to, last] = [size.at[0], size.at.at(-1), size.last];
  if (from === undefined || to === undefined || last === null || size.length < 2 * quarters) return false;
  let before = size.valueAt(from) ?? 0;
  if (last < before * grownBy) return false;
  for (let quarter = 1; quarter <= quarters; quarter++) {
    const value = size.valueAt(from + ((to - from) * quarter) / quarters) ?? 0;
    if (value <= before) return false;
    before = value;
  }
  return true;
}

/** What the origin stores on disk, as the browser estimates it; null where it does not tell. */
export function storedBy(page: SourceState | undefined): Bytes | null {
  return page?.caches.get(storageName)?.bytes ?? null;
}
