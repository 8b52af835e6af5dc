import type { Bytes, EpochMs, Estimate, Milliseconds } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';
import { median, type RobustLine, robustLine } from './statistics.ts';

/** What a window of the floor must show before growth counts as proven. Data, so that a person can see and change it. */
export interface TrendLimits {
  /** Shorter growth is what start-up, a burst or a filling cache looks like too. */
  readonly minimumWindow: Milliseconds;
  readonly minimumPoints: number;
  /** Growth of the last part of the window, as a share of what the whole window's rate would give; less is saturating. */
  readonly minimumLateShare: number;
  /** The largest single step, as a share of the growth; more is one step, not growth. */
  readonly maximumStepShare: number;
  /** Growth, in widths of what the line leaves unexplained. */
  readonly minimumSignal: number;
  /** Growth, as a share of the floor. */
  readonly minimumEffect: number;
  /** Chance of a false proof over the whole life of the series, however often it is looked at. */
  readonly falseProof: number;
}

export const defaultTrendLimits: TrendLimits = {
  minimumWindow: 300_000,
  minimumPoints: 6,
  minimumLateShare: 0.5,
  maximumStepShare: 0.5,
  minimumSignal: 1.5,
  minimumEffect: 0.02,
  falseProof: 0.05,
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
    lateShare: lateShare(points, line),
    stepShare: growth > 0 ? largestStep(points) / growth : Number.POSITIVE_INFINITY,
    signal: range > 0 ? growth / range : growth > 0 ? Number.POSITIVE_INFINITY : 0,
  };
}

/** Rate of the last part of the window over the rate of all of it. */
function lateShare(points: readonly FloorPoint[], line: RobustLine): number {
  if (line.slope <= 0) return 0;
  const first = points[0] as FloorPoint;
  const last = points[points.length - 1] as FloorPoint;
  const middle = first.at + (last.at - first.at) / 2;
  const shares = [2 / 3, 1 / 2].map((part) => {
    const start = last.at - (last.at - first.at) * (1 - part);
    const late = points.filter((p) => p.at >= start);
    const early = points.filter((p) => p.at < start);
    if (late.length === 0 || early.length === 0) return 0;
    const rise = median(late.map((p) => p.bytes)) - median(early.map((p) => p.bytes));
    const expected = (line.slope * (median(late.map((p) => p.at)) - median(early.map((p) => p.at)))) / 1000;
    return rise / expected;
  });
  const late = robustLine(points.filter((p) => p.at >= middle).map((p) => ({ x: p.at / 1000, y: p.bytes })));
  return Math.min(...shares, late ? late.slope / line.slope : 1);
}

function largestStep(points: readonly FloorPoint[]): Bytes {
  let largest = 0;
  for (let i = 1; i < points.length; i++) {
    largest = Math.max(largest, (points[i] as FloorPoint).bytes - (points[i - 1] as FloorPoint).bytes);
  }
  return largest;
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
  if (growth < limits.minimumEffect * Math.max(1, trend.startBytes)) doubts.push('effect');
  return doubts;
}
