import type { Estimate } from '../model/index.ts';
import { normalQuantile, normalTail, quantileOf } from './statistics.ts';

/** Differences between two measurements, each with an interval of the confidence asked for. Positive: the second is higher. */

/** Of two independent estimates, whose intervals are 95 %. */
export function differenceOfEstimates(before: Estimate, after: Estimate, confidence: number): Estimate {
  const wider = normalQuantile(0.5 + confidence / 2) / normalQuantile(0.975);
  const value = after.value - before.value;
  const down = Math.hypot(after.value - after.low, before.high - before.value) * wider;
  const up = Math.hypot(after.high - after.value, before.value - before.low) * wider;
  return { value, low: value - down, high: value + up };
}

/** Hodges–Lehmann shift between two samples with the interval of the rank-sum test. Null for fewer than four values each. */
export function shift(before: readonly number[], after: readonly number[], confidence: number): Estimate | null {
  const [m, n] = [before.length, after.length];
  if (m < 4 || n < 4) return null;
  const differences = before.flatMap((b) => after.map((a) => a - b)).sort((a, b) => a - b);
  const half = normalQuantile(0.5 + confidence / 2) * Math.sqrt((m * n * (m + n + 1)) / 12);
  const part = half / (m * n);
  return {
    value: quantileOf(differences, 0.5),
    low: quantileOf(differences, 0.5 - part),
    high: quantileOf(differences, 0.5 + part),
  };
}

/** Of two shares (`hits` of `total`), by Newcombe's interval out of Wilson's. Null where one has no total. */
export function differenceOfShares(
  before: { readonly hits: number; readonly total: number },
  after: { readonly hits: number; readonly total: number },
  confidence: number,
): Estimate | null {
  if (before.total <= 0 || after.total <= 0) return null;
  const z = normalQuantile(0.5 + confidence / 2);
  const [b, a] = [wilson(before.hits, before.total, z), wilson(after.hits, after.total, z)];
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

function wilson(hits: number, total: number, z: number): Estimate {
  const share = Math.min(1, hits / total);
  const middle = (share + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half = (z / (1 + (z * z) / total)) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * One-sided chance that counts by rising bucket (histograms of the same buckets) lie as much higher in `after` by luck alone:
 * rank-sum test with its correction for ties.
 */
export function chanceOfHigher(before: readonly number[], after: readonly number[]): number {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const [m, n] = [sum(before), sum(after)];
  if (m === 0 || n === 0) return 1;
  let below = 0;
  let wins = 0;
  let ties = 0;
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [b, a] = [before[i] ?? 0, after[i] ?? 0];
    wins += a * (below + b / 2);
    below += b;
    ties += (a + b) ** 3 - (a + b);
  }
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)));
  return variance > 0 ? normalTail((wins - (m * n) / 2) / Math.sqrt(variance)) : 1;
}
