import { megabyte } from '@memory-plus/core/analysis';
import type { EpochMs } from '@memory-plus/core/model';
import { units } from '@memory-plus/core/words';
import { type Axis, roundAxis } from '../charts/scale.ts';
import type { ColorName, Trace, TracePoint } from '../charts/trace.ts';
import type { Series } from '../store/series.ts';
import type { SourceState } from '../store/source-state.ts';
import { formatCount, formatDecimal } from '../strings/format.ts';

/** What a lane may draw from. */
export interface LaneContext {
  /** Documents of the chosen frame, oldest first. */
  readonly pages: readonly SourceState[];
  /** Lives of all servers, oldest first. */
  readonly servers: readonly SourceState[];
  /** Address of the server that was chosen; null for the first. */
  readonly server: string | null;
  /** Stretch of time that is shown. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** When the recording began: x is counted from there. */
  readonly origin: EpochMs;
  readonly slowRender: number;
  /** Neighbouring readings further apart than this are not joined. */
  readonly gap: number;
  /** Columns that a lane is drawn in; more would be nothing that anybody can see. */
  readonly columns: number;
}

/** A present value, beside the lane. */
export interface LaneValue {
  /** Unique in its lane. */
  readonly id: string;
  readonly text: string;
  readonly color?: ColorName;
  readonly testId?: string;
}

/** One row of the timeline. It has a name and present values as text, and draws over the common time axis. */
export interface Lane {
  readonly id: string;
  readonly title: string;
  /** Names its height in lanes.css. */
  readonly size: 'large' | 'medium' | 'small' | 'tiny';
  readonly testId?: string;
  /** Whether there is anything to show; a lane without this is always there. */
  present?(context: LaneContext): boolean;
  values(context: LaneContext): readonly LaneValue[];
  /** Why the lane can never show anything here; null while it can. Stands in the place of an empty chart. */
  unavailable?(context: LaneContext): string | null;
  traces(context: LaneContext): readonly Trace[];
  axis(traces: readonly Trace[]): Axis;
  /** Text of a y label; null: the lane has none. */
  readonly label: ((value: number, isTop: boolean) => string) | null;
  /** What the lane shows at a moment, for the reading line; null for nothing. */
  at(context: LaneContext, moment: EpochMs): string | null;
}

/** "120 MB" at the top, bare numbers below it. */
export function megabytes(value: number, isTop: boolean): string {
  const unit = megabyte();
  const number = value / unit.bytes;
  const text = number >= 100 || Number.isInteger(number) ? formatCount(number) : formatDecimal(number, 1);
  return isTop ? units('size', { value: text, unit: unit.name }) : text;
}

/** Round numbers of megabytes; of `steps` 1 only the two ends are named. */
export const bytesAxis =
  (steps: 1 | 2) =>
  (traces: readonly Trace[]): Axis => {
    const [low, high] = extent(traces);
    const { bytes } = megabyte();
    return high < 0 ? { min: 0, max: bytes, ticks: [] } : roundAxis(low, high, steps, bytes);
  };

/** Lowest and highest y of all traces; (0, −1) where there is no point. */
export function extent(traces: readonly Trace[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { points } of traces) {
    for (const { y } of points) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return high >= low ? [low, high] : [0, -1];
}

/** One series of several sources as a single line that breaks between them and at gaps. */
export function lineOf(
  sources: readonly SourceState[],
  series: (state: SourceState) => Series,
  { from, to, origin, gap, columns }: LaneContext,
): readonly TracePoint[] {
  return sources.flatMap((state) => {
    const points = series(state)
      .points(from, to, { columns, gap })
      .map(({ at, value }) => ({ x: at - origin, y: value }));
    const last = points[points.length - 1];
    return last ? [...points, { x: last.x, y: Number.NaN }] : [];
  });
}

/** The source whose life `moment` falls in: the last one that began before it. */
export function sourceAt(sources: readonly SourceState[], moment: EpochMs): SourceState | null {
  return sources.filter(({ source, lastAt }) => source.startedAt <= moment && moment <= lastAt + 5_000).at(-1) ?? null;
}

/** Rows that lie within what is shown. */
export function within<R extends { readonly at: EpochMs }>(rows: readonly R[], { from, to }: LaneContext): R[] {
  return rows.filter(({ at }) => at >= from && at <= to);
}
