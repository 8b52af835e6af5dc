import type { EpochMs } from '@memory-plus/core/model';

/** Colours by meaning; tokens.css gives them values for each theme. */
export type ColorName =
  | 'page'
  | 'floor'
  | 'server'
  | 'server2'
  | 'server3'
  | 'server4'
  | 'request'
  | 'slow'
  | 'render'
  | 'collection'
  | 'warning'
  | 'muted';

export interface TracePoint {
  /** Milliseconds since the chart's origin. */
  readonly x: number;
  /** NaN breaks the line. */
  readonly y: number;
}

/** One thing that a lane draws. A `band` is filled down to the trace after it. */
export interface Trace {
  readonly kind:
    | 'line'
    | 'dotted'
    | 'dashed'
    | 'dash-dotted'
    | 'dots'
    | 'stems'
    | 'bars'
    | 'triangles'
    | 'band'
    | 'hidden';
  readonly color: ColorName;
  readonly points: readonly TracePoint[];
}

/** Stretch of time that a chart shows. */
export interface TimeRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Vertical lines of a height each, as one line that breaks between them: one drawing operation for all. */
export function stems(points: readonly TracePoint[]): readonly TracePoint[] {
  return points.flatMap(({ x, y }) => [
    { x, y: 0 },
    { x, y },
    { x, y: Number.NaN },
  ]);
}
