import type { EpochMs } from '@memory-plus/core/model';

/** Colours by meaning; tokens.css gives them values for each theme. */
export type ColorName = 'page' | 'floor' | 'server' | 'request' | 'slow' | 'render' | 'collection' | 'muted';

export interface TracePoint {
  /** Milliseconds since the chart's origin. */
  readonly x: number;
  /** NaN breaks the line. */
  readonly y: number;
}

/** One thing that a lane draws. A `band` is filled down to the trace after it. */
export interface Trace {
  readonly kind: 'line' | 'dotted' | 'dashed' | 'dots' | 'stems' | 'triangles' | 'band' | 'hidden';
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

/** Breaks a line wherever neighbours are further apart than `gap`: what was not measured is not drawn. */
export function breakAtGaps(points: readonly TracePoint[], gap: number): readonly TracePoint[] {
  const broken: TracePoint[] = [];
  for (const point of points) {
    const before = broken[broken.length - 1];
    if (before && point.x - before.x > gap) broken.push({ x: before.x, y: Number.NaN });
    broken.push(point);
  }
  return broken;
}
