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
  /** Chance of so straight a rise or straighter if there were none: Student's test of the correlation. */
  readonly chance: number;
}

/**
 * Theil–Sen line of `points`, sorted by x. Unlike least squares, up to 29 % of wild points do not move it.
 * `confidence` of the interval is two-sided. Null for fewer than three points or no extent in x.
 */
export function robustLine(points: readonly Point[], confidence = 0.95): RobustLine | null {
  const n = points.length;
  if (n < 3) return null;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const a = points[i] as Point;
      const b = points[j] as Point;
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
    chance: riseChance(points),
  };
}

/** One-sided chance of a correlation this high or higher among `points` if there were none. */
export function riseChance(points: readonly Point[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, p) => sum + p.x, 0) / n;
  const meanY = points.reduce((sum, p) => sum + p.y, 0) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  if (n < 3 || xx === 0 || yy === 0) return 1;
  const r = xy / Math.sqrt(xx * yy);
  return studentTail(r * Math.sqrt((n - 2) / Math.max(1 - r * r, Number.EPSILON)), n - 2);
}

/** P(T > t) of Student's distribution with a whole number of degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4). */
export function studentTail(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cos2 = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= (cos2 * (k - 1)) / k;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.max(0, (1 - within) / 2);
}

/** The t with P(T < t) = p of Student's distribution, by bisection. */
export function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [-1e4, 1e4];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (1 - studentTail(middle, freedom) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
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
