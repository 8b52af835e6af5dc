/** Robust statistics on short series: at most a few dozen points, so that pairs can be walked. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The value that half of the sorted `values` lie below; NaN for none. */
export function median(values: readonly number[]): number {
  return quantileOf(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** Linear interpolation between the values of a sorted list; NaN for none. */
export function quantileOf(sorted: ArrayLike<number>, fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = Math.min(1, Math.max(0, fraction)) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (place - below);
}

export interface RobustLine {
  /** Theil–Sen: the median of the slopes between all pairs of points. */
  readonly slope: number;
  /** Interval of the slope (Sen 1968), of the confidence that was asked for. */
  readonly low: number;
  readonly high: number;
  /** The line at x: intercept + slope · x, with the median residual at zero. */
  readonly intercept: number;
  /** Kendall's S: pairs that rise minus pairs that fall. */
  readonly concordance: number;
  /** Chance of a concordance this high or higher if the order of the points meant nothing. */
  readonly chance: number;
}

/**
 * Theil–Sen line and Mann–Kendall test of `points`, sorted by x. Unlike least squares, up to 29 % of wild points do not move it.
 * `confidence` of the interval is two-sided. Null for fewer than three points or no extent in x.
 */
export function robustLine(points: readonly Point[], confidence = 0.95): RobustLine | null {
  const n = points.length;
  if (n < 3) return null;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  let concordance = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const a = points[i] as Point;
      const b = points[j] as Point;
      concordance += Math.sign(b.y - a.y);
      if (b.x > a.x) slopes[count++] = (b.y - a.y) / (b.x - a.x);
    }
  }
  if (count === 0) return null;
  const sorted = slopes.subarray(0, count).sort();
  const slope = quantileOf(sorted, 0.5);
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const half = (normalQuantile(0.5 + confidence / 2) * deviation) / 2 / count;
  return {
    slope,
    low: quantileOf(sorted, 0.5 - half),
    high: quantileOf(sorted, 0.5 + half),
    intercept: median(points.map((p) => p.y - slope * p.x)),
    concordance,
    chance: concordanceChance(n, concordance),
  };
}

/** Longest series whose concordance is judged by its exact distribution; above, the normal one is close. */
const exactUpTo = 12;
const exactCounts = new Map<number, Float64Array>();

/** P(S >= concordance) over all orders of n different values. Ties make it conservative. */
export function concordanceChance(n: number, concordance: number): number {
  const pairs = (n * (n - 1)) / 2;
  if (n > exactUpTo) {
    const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
    return normalTail((concordance - Math.sign(concordance)) / deviation);
  }
  const counts = inversionCounts(n);
  const mostInversions = Math.floor((pairs - concordance) / 2);
  let sum = 0;
  let total = 0;
  for (let k = 0; k <= pairs; k++) {
    total += counts[k] ?? 0;
    if (k <= mostInversions) sum += counts[k] ?? 0;
  }
  return sum / total;
}

/** How many orders of n values have k inversions, by k (Mahonian numbers). */
function inversionCounts(n: number): Float64Array {
  const known = exactCounts.get(n);
  if (known) return known;
  let counts = new Float64Array([1]);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array(counts.length + size - 1);
    for (let k = 0; k < counts.length; k++) {
      for (let shift = 0; shift < size; shift++) next[k + shift] = (next[k + shift] ?? 0) + (counts[k] ?? 0);
    }
    counts = next;
  }
  exactCounts.set(n, counts);
  return counts;
}

/** P(Z > z) of a standard normal (Abramowitz and Stegun 26.2.17 with a bound for far tails). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 6) return density / z;
  const t = 1 / (1 + 0.2316419 * z);
  return density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}

/** The z with P(Z < z) = p, by bisection: called a few times per fit. */
export function normalQuantile(p: number): number {
  let low = -9;
  let high = 9;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
