import type { Bytes, EpochMs, Estimate, Milliseconds } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';
import { robustLine } from './statistics.ts';

/** What a window of the floor must show before growth counts as proven. Data, so that a person can see and change it. */
export interface TrendLimits {
  /** Shorter growth is what start-up, a burst or a filling cache looks like too. */
  readonly minimumWindow: Milliseconds;
  readonly minimumPoints: number;
  /** Growth of the last part of the window, as a share of what the whole window's rate would give; less is saturating. */
  readonly minimumLateShare: number;
  /** Share of the growth that may come in its two largest steps, beyond their share of the time; more is a staircase, not growth. */
  readonly maximumStepShare: number;
  /** Growth, in widths of what the line leaves unexplained. */
  readonly minimumSignal: number;
  /** Floors from before the window that may lie above its end; more, and the growth only leads back to where it was. */
  readonly maximumShareBefore: number;
  /** Growth, as a share of the floor. */
  readonly minimumEffect: number;
  /** Growth below this is what code that becomes hot, and lists that find their size, leave too. */
  readonly minimumGrowth: number;
  /** Chance of a false proof over the whole life of the series, however often it is looked at. */
  readonly falseProof: number;
}

export const defaultTrendLimits: TrendLimits = {
  minimumWindow: 300_000,
  minimumPoints: 4,
  minimumLateShare: 0.6,
  maximumStepShare: 0.6,
  minimumSignal: 2,
  maximumShareBefore: 0.1,
  minimumEffect: 0.02,
  minimumGrowth: 1024 * 1024,
  falseProof: 0.02,
};

/** Limits for what is counted (entries, listeners) or has limits of its own. */
export const countedTrendLimits: TrendLimits = { ...defaultTrendLimits, minimumGrowth: 1 };

/**
 * Limits for the lowest readings of equal spans, where no collection is seen. A collector does not let garbage outgrow what is alive
 * by more than about four times before it collects: only a straight rise to five times the start is no garbage.
 */
export const unseenTrendLimits: TrendLimits = {
  ...defaultTrendLimits,
  minimumPoints: 10,
  minimumLateShare: 0.8,
  maximumStepShare: 0.2,
  minimumSignal: 8,
  minimumEffect: 4,
};

export interface Trend {
  readonly points: readonly FloorPoint[];
  /** Bytes per second, with its 95 % interval. */
  readonly rate: Estimate;
  /** The fitted line: bytes at `from`, and `from` itself. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly startBytes: Bytes;
  /** Bytes between the line and the points: 90 % lie within. */
  readonly scatter: Bytes;
  /** Chance of an order this rising if nothing grew. */
  readonly chance: number;
  /** Growth of the last third over what the rate would give. */
  readonly lateShare: number;
  readonly stepShare: number;
  readonly signal: number;
}

/** Fits `points` (at least 3, sorted by time). */
export function fitTrend(points: readonly FloorPoint[]): Trend | null {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return null;
  const line = robustLine(points.map((p) => ({ x: (p.at - first.at) / 1000, y: p.bytes })));
  if (!line) return null;
  const seconds = (last.at - first.at) / 1000;
  const residuals = points.map((p) => p.bytes - line.intercept - (line.slope * (p.at - first.at)) / 1000);
  const range = Math.max(...residuals) - Math.min(...residuals);
  const growth = line.slope * seconds;
  return {
    points,
    rate: { value: line.slope, low: line.low, high: line.high },
    from: first.at,
    to: last.at,
    startBytes: line.intercept,
    scatter: [...residuals].map(Math.abs).sort((a, b) => a - b)[Math.floor(residuals.length * 0.9)] ?? 0,
    chance: line.chance,
    lateShare: lateShare(points, line.slope),
    stepShare: stepShare(points, growth),
    signal: range > 0 ? growth / range : growth > 0 ? Number.POSITIVE_INFINITY : 0,
  };
}

/** Parts at the end of the window that must go on growing. */
const lateParts = [1 / 2, 1 / 3];

/** Rate of the last part of the window over the rate of all of it, for the part that does worst. */
function lateShare(points: readonly FloorPoint[], rate: number): number {
  if (rate <= 0) return 0;
  const first = points[0] as FloorPoint;
  const last = points[points.length - 1] as FloorPoint;
  return Math.min(...lateParts.map((part) => lateRate(points, last.at - (last.at - first.at) * part) / rate));
}

/** Bytes per second since `start`, with the last point before it where too few lie behind. */
function lateRate(points: readonly FloorPoint[], start: EpochMs): number {
  const inside = points.filter((p) => p.at >= start).length;
  const late = points.slice(-Math.max(3, inside));
  return robustLine(late.map((p) => ({ x: p.at / 1000, y: p.bytes })))?.slope ?? 0;
}

/**
 * How much of the growth came in one or two steps, beyond the share of the time that these took: 0 for a straight line however far
 * its points lie apart, near 1 for a staircase of two steps.
 */
function stepShare(points: readonly FloorPoint[], growth: Bytes): number {
  if (!(growth > 0)) return Number.POSITIVE_INFINITY;
  const length = (points[points.length - 1]?.at ?? 0) - (points[0]?.at ?? 0);
  const shares = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    return (point.bytes - before.bytes) / growth - (point.at - before.at) / length;
  });
  const [first = 0, second = 0] = shares.sort((a, b) => b - a);
  return first + Math.max(0, second);
}

/** Whether the trend shows growth that goes on, and if not, what speaks against it. `chanceAllowed` comes from alpha spending. */
export function doubtsAbout(trend: Trend, limits: TrendLimits, chanceAllowed: number): readonly string[] {
  const doubts: string[] = [];
  const growth = (trend.rate.value * (trend.to - trend.from)) / 1000;
  if (trend.to - trend.from < limits.minimumWindow) doubts.push('window');
  if (trend.points.length < limits.minimumPoints) doubts.push('points');
  if (!(trend.rate.low > 0)) doubts.push('interval');
  if (trend.chance > chanceAllowed) doubts.push('chance');
  if (trend.lateShare < limits.minimumLateShare) doubts.push('saturating');
  if (trend.stepShare > limits.maximumStepShare) doubts.push('step');
  if (trend.signal < limits.minimumSignal) doubts.push('scatter');
  if (growth < Math.max(limits.minimumGrowth, limits.minimumEffect * trend.startBytes)) doubts.push('effect');
  return doubts;
}
