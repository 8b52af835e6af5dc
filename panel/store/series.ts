import { decimate, firstAfter, type SeriesPoint } from '@memory-plus/core/analysis';
import type { EpochMs } from '@memory-plus/core/model';

/** Points a series may hold; beyond it the oldest tenth goes. The recording counts what it drops itself. */
export const maxPoints = 250_000;
/** Columns of pixels where nobody says how wide the picture is. */
const defaultColumns = 1_000;

/** How a series is to be drawn; see `decimate`. */
export interface PictureSize {
  readonly columns?: number;
  readonly gap?: number;
}

/** One number over time, in rising order of time, as two columns. */
export class Series {
  readonly at: number[] = [];
  readonly value: number[] = [];

  /** A moment before the last one is put at the last one: charts and searches rely on the order. */
  push(at: EpochMs, value: number): void {
    const moment = Math.max(at, this.at[this.at.length - 1] ?? at);
    this.at.push(moment);
    this.value.push(value);
    if (this.at.length > maxPoints) {
      this.at.splice(0, maxPoints / 10);
      this.value.splice(0, maxPoints / 10);
    }
  }

  get length(): number {
    return this.at.length;
  }

  get last(): number | null {
    return this.value[this.value.length - 1] ?? null;
  }

  /** The points from `from` to `to` and one beyond each end, as a picture of that size can show them. */
  points(from: EpochMs, to: EpochMs, { columns = defaultColumns, gap }: PictureSize = {}): readonly SeriesPoint[] {
    const start = Math.max(0, firstAfter(this.at, from) - 1);
    const end = Math.min(this.at.length, firstAfter(this.at, to) + 1);
    return decimate(this, { columns, start, end, length: to - from, ...(gap === undefined ? {} : { gap }) });
  }

  /** The value that held at `moment`: the last one read until then, or null where there is none. */
  valueAt(moment: EpochMs): number | null {
    return this.value[firstAfter(this.at, moment) - 1] ?? null;
  }
}
