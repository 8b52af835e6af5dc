import type { Bytes, EpochMs } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';
import type { Growth } from './growth-test.ts';
import type { Trend } from './trend.ts';

export interface BandPoint {
  readonly at: EpochMs;
  readonly low: Bytes;
  readonly line: Bytes;
  readonly high: Bytes;
}

/** What a chart draws over the heap. */
export interface TrendView {
  readonly floor: readonly FloorPoint[];
  /** Floor since the last collection: it can still fall. */
  readonly open: FloorPoint | null;
  /** The fitted line with its band of uncertainty, at the ends and between; empty without a trend. */
  readonly band: readonly BandPoint[];
  readonly trend: Trend | null;
}

const bandPoints = 9;

export function viewTrend(floor: readonly FloorPoint[], open: FloorPoint | null, growth: Growth): TrendView {
  return { floor, open, band: growth.trend ? bandOf(growth.trend) : [], trend: growth.trend };
}

/** The band holds 90 % of the points and widens from the middle with the interval of the rate. */
function bandOf(trend: Trend): BandPoint[] {
  const middle = (trend.to - trend.from) / 2000;
  const band: BandPoint[] = [];
  for (let i = 0; i < bandPoints; i++) {
    const at = trend.from + ((trend.to - trend.from) * i) / (bandPoints - 1);
    const seconds = (at - trend.from) / 1000;
    const line = trend.startBytes + trend.rate.value * seconds;
    const away = Math.abs(seconds - middle);
    const wide = away * Math.max(trend.rate.high - trend.rate.value, trend.rate.value - trend.rate.low) + trend.scatter;
    band.push({ at, low: Math.max(0, line - wide), line, high: line + wide });
  }
  return band;
}
