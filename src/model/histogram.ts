import type { Milliseconds } from './units.ts';

/**
 * Durations as a mergeable histogram: bucket `i` holds durations up to `0.05 · 2^(i/4)` ms, a resolution of 19 %. 64 buckets reach 2.8 s;
 * what is longer lies in the last one.
 */
export const bucketCount = 64;
const smallest = 0.05;

export function bucketOf(duration: Milliseconds): number {
  if (!(duration > smallest)) return 0;
  return Math.min(bucketCount - 1, Math.ceil(4 * Math.log2(duration / smallest)));
}

/** The longest duration that bucket `index` holds. */
export function bucketLimit(index: number): Milliseconds {
  return smallest * 2 ** (index / 4);
}

/** Adds pairs (bucket, count) to `into`, an array of `bucketCount` counts. Pairs that make no sense are left out. */
export function addBuckets(into: number[], pairs: readonly number[]): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const bucket = pairs[i] ?? -1;
    const count = pairs[i + 1] ?? 0;
    if (Number.isInteger(bucket) && bucket >= 0 && bucket < bucketCount && count > 0)
      into[bucket] = (into[bucket] ?? 0) + count;
  }
}

/** The duration below which `fraction` of the counts lie (upper edge of its bucket), or null when there are none. */
export function quantile(counts: readonly number[], fraction: number): Milliseconds | null {
  const total = counts.reduce((sum, n) => sum + (n ?? 0), 0);
  if (total === 0) return null;
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i] ?? 0;
    if (seen >= fraction * total) return bucketLimit(i);
  }
  return bucketLimit(bucketCount - 1);
}
