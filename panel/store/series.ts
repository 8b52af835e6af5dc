import { Decimator, decimate, firstAfter, type SeriesPoint } from '@memory-plus/core/analysis';
import type { EpochMs } from '@memory-plus/core/model';

/** Points a series may hold; beyond it the oldest tenth goes. The recording counts what it drops itself. */
export const maxPoints = 250_000;
/** Columns of pixels that a lane is drawn in; each shows at most four points. */
const columns = 1_000;
/** Longer stretches are read from the overview. */
const mostRawPoints = 20_000;

/** One number over time, in rising order of time, as two columns. */
export class Series {
  readonly at: number[] = [];
  readonly value: number[] = [];
  /** The whole series at the resolution of a screen: drawing it costs the same after a minute and after a day. */
  readonly #overview = new Decimator(columns, 250);

  /** A moment before the last one is put at the last one: charts and searches rely on the order. */
  push(at: EpochMs, value: number): void {
    const moment = Math.max(at, this.at[this.at.length - 1] ?? at);
    this.at.push(moment);
    this.value.push(value);
    this.#overview.add({ at: moment, value });
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

  /** The points from `from` to `to` and one beyond each end; of a long stretch, those that a screen can show. */
  points(from: EpochMs, to: EpochMs): readonly SeriesPoint[] {
    const start = Math.max(0, firstAfter(this.at, from) - 1);
    const end = Math.min(this.at.length, firstAfter(this.at, to) + 1);
    if (end - start > mostRawPoints)
      return this.#overview.points().filter((point) => point.at >= from && point.at <= to);
    const points: SeriesPoint[] = [];
    for (let i = start; i < end; i++) points.push({ at: this.at[i] ?? 0, value: this.value[i] ?? 0 });
    return decimate(points, columns);
  }

  /** The value that held at `moment`: the last one read until then, or null where there is none. */
  valueAt(moment: EpochMs): number | null {
    return this.value[firstAfter(this.at, moment) - 1] ?? null;
  }
}
