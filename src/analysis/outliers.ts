/** A spread of less than this share of the middle is noise of equals, not a difference. */
const leastSpread = 0.02;

/** Scales the median absolute deviation to the standard deviation of a normal distribution. */
const toDeviation = 1.4826;

/** A value further out than this among its peers is called an outlier (Iglewicz and Hoaglin). */
export const outlierLimit = 3.5;

/**
 * How far each value stands out above or below its peers, in robust deviations from their median: one that has gone astray does not hide
 * itself or others. Null values stay null. With fewer than three values nobody stands out.
 */
export function deviations(values: readonly (number | null)[]): readonly (number | null)[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 3) return values.map((value) => (value === null ? null : 0));
  const middle = median(known);
  const spread = Math.max(
    median(known.map((value) => Math.abs(value - middle))) * toDeviation,
    Math.abs(middle) * leastSpread,
    Number.MIN_VALUE,
  );
  return values.map((value) => (value === null ? null : (value - middle) / spread));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
