import type { EpochMs } from '../model/index.ts';

export interface SeriesPoint {
  readonly at: EpochMs;
  readonly value: number;
}

/** Points kept of one column of pixels: first, lowest, highest and last, so that no peak and no edge is lost. */
interface Column {
  first: SeriesPoint;
  lowest: SeriesPoint;
  highest: SeriesPoint;
  last: SeriesPoint;
}

/**
 * A series reduced to what `columns` columns of pixels can show, fed point by point in the order of time. When more columns
 * are filled than allowed, neighbours merge and each covers twice the time: constant memory, amortised constant cost a point.
 */
export class Decimator {
  readonly #columns: number;
  #width: number;
  #kept: Column[] = [];

  /** `width`: time that a column covers at first. */
  constructor(columns: number, width: number) {
    if (!(columns >= 1) || !(width > 0))
      throw new RangeError('A decimator needs at least one column and a width above zero.');
    this.#columns = Math.floor(columns);
    this.#width = width;
  }

  add(point: SeriesPoint): void {
    const column = this.#kept[this.#kept.length - 1];
    if (column && this.#place(point) === this.#place(column.first)) take(column, point);
    else {
      this.#kept.push({ first: point, lowest: point, highest: point, last: point });
      while (this.#spanned() > this.#columns && this.#kept.length > 1) this.#widen();
    }
  }

  /** At most four points a column, in the order of time, each once. */
  points(): SeriesPoint[] {
    const points: SeriesPoint[] = [];
    for (const { first, lowest, highest, last } of this.#kept) {
      const middle = lowest.at <= highest.at ? [lowest, highest] : [highest, lowest];
      for (const point of [first, ...middle, last]) if (points[points.length - 1] !== point) points.push(point);
    }
    return points;
  }

  #place(point: SeriesPoint): number {
    return Math.floor(point.at / this.#width);
  }

  #spanned(): number {
    const first = this.#kept[0];
    const last = this.#kept[this.#kept.length - 1];
    return first && last ? this.#place(last.first) - this.#place(first.first) + 1 : 0;
  }

  #widen(): void {
    this.#width *= 2;
    const merged: Column[] = [];
    for (const column of this.#kept) {
      const before = merged[merged.length - 1];
      if (!before || this.#place(before.first) !== this.#place(column.first)) merged.push(column);
      else for (const point of [column.lowest, column.highest, column.last]) take(before, point);
    }
    this.#kept = merged;
  }
}

function take(column: Column, point: SeriesPoint): void {
  if (point.value < column.lowest.value) column.lowest = point;
  if (point.value > column.highest.value) column.highest = point;
  column.last = point;
}

/** `points` (sorted by time) as `columns` columns can show them. A series that fits is returned as it is. */
export function decimate(points: readonly SeriesPoint[], columns: number): readonly SeriesPoint[] {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last || points.length <= columns * 4) return points;
  const decimator = new Decimator(columns, Math.max((last.at - first.at) / columns, Number.MIN_VALUE));
  for (const point of points) decimator.add(point);
  return decimator.points();
}
