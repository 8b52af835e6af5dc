import type { EpochMs } from '../model/index.ts';

export interface SeriesPoint {
  readonly at: EpochMs;
  /** NaN: nothing was measured from here to the next point. */
  readonly value: number;
}

/** One number over time, in rising order of time, as two columns of one length. */
export interface SeriesColumns {
  readonly at: readonly EpochMs[];
  readonly value: readonly number[];
}

export interface DecimationOptions {
  /** Columns of pixels that the picture has, at least 1. Of each the first, lowest, highest and last reading is kept. */
  readonly columns: number;
  /** Milliseconds that the picture covers; as much as the rows by default. */
  readonly length?: number;
  /** Readings further apart (in milliseconds) are not joined; never by default. */
  readonly gap?: number;
  /** First row, and the one after the last; all by default. */
  readonly start?: number;
  readonly end?: number;
}

/**
 * A series as `columns` columns of pixels can show it: no peak and no edge is lost, at most four readings a column, one more
 * column than asked for (they stand on whole multiples of their width, so that a reading that is shown stays shown while the
 * picture moves), and a NaN where nothing was measured. A series that fits is kept whole. One pass, without an object a row.
 * @throws RangeError without at least one column.
 */
export function decimate(series: SeriesColumns, options: DecimationOptions): SeriesPoint[] {
  const { columns, gap = Number.POSITIVE_INFINITY, start = 0, end = series.at.length } = options;
  if (!(columns >= 1)) throw new RangeError('A picture has at least one column.');
  const whole = Math.floor(columns);
  const { length = (series.at[end - 1] ?? 0) - (series.at[start] ?? 0) } = options;
  // A column as wide as nothing takes one reading: the series fits.
  const width = end - start <= whole * 4 ? 0 : length / whole;
  return collect(series, start, end, width, Math.max(gap, width));
}

function collect({ at, value }: SeriesColumns, start: number, end: number, width: number, gap: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let row = start;
  while (row < end) {
    const first = row;
    const columnEnd = width > 0 ? (Math.floor((at[row] ?? 0) / width) + 1) * width : Number.NEGATIVE_INFINITY;
    let lowest = row;
    let highest = row;
    let least = value[row] ?? Number.NaN;
    let most = least;
    for (row++; row < end && (at[row] ?? 0) < columnEnd; row++) {
      const here = value[row] ?? Number.NaN;
      if (here < least) {
        least = here;
        lowest = row;
      } else if (here > most) {
        most = here;
        highest = row;
      }
    }
    const last = row - 1;
    const kept = [first, Math.min(lowest, highest), Math.max(lowest, highest), last];
    kept.forEach((index, place) => {
      if (place === 0 || index !== kept[place - 1])
        points.push({ at: at[index] ?? 0, value: value[index] ?? Number.NaN });
    });
    if (row < end && (at[row] ?? 0) - (at[last] ?? 0) > gap) points.push({ at: at[last] ?? 0, value: Number.NaN });
  }
  return points;
}
