import { decimate, type SeriesColumns } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const series = fc
  .array(fc.record({ wait: fc.integer({ min: 0, max: 5000 }), value: fc.integer() }), { maxLength: 400 })
  .map((list) => {
    let at = 1_700_000_000_000;
    const times = list.map(({ wait }) => {
      at += wait;
      return at;
    });
    return { at: times, value: list.map(({ value }) => value) };
  });

const pointsOf = ({ at, value }: SeriesColumns) => at.map((moment, row) => ({ at: moment, value: value[row] ?? 0 }));

describe('down-sampling', () => {
  it('keeps first, last, lowest and highest, the order, and the limit of points', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 40 }), (columns, wanted) => {
        const points = pointsOf(columns);
        const kept = decimate(columns, { columns: wanted });
        const values = (list: typeof kept) => list.map((point) => point.value);
        expect(kept.length).toBeLessThanOrEqual(4 * (wanted + 1));
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        expect(Math.min(...values(kept))).toBe(Math.min(...values(points)));
        expect(Math.max(...values(kept))).toBe(Math.max(...values(points)));
        kept.forEach((point, i) => void expect(point.at).toBeGreaterThanOrEqual(kept[i - 1]?.at ?? 0));
        for (const point of kept) expect(points).toContainEqual(point);
      }),
    );
  });

  it('breaks the line exactly where readings are further apart than the gap and a column is wide', () => {
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6_000 }),
        (columns, wanted, gap) => {
          const { at } = columns;
          const kept = decimate(columns, { columns: wanted, gap });
          const width = at.length <= wanted * 4 ? 0 : ((at.at(-1) ?? 0) - (at[0] ?? 0)) / wanted;
          const wide = Math.max(gap, width);
          const gaps = at.filter((moment, row) => (at[row + 1] ?? moment) - moment > wide);
          expect(kept.filter(({ value }) => Number.isNaN(value)).map((point) => point.at)).toEqual(gaps);
        },
      ),
    );
  });

  it('shows the same of what stays in the picture while it moves', () => {
    const columns = {
      at: Array.from({ length: 4_000 }, (_, row) => row * 1_000),
      value: Array.from({ length: 4_000 }, (_, row) => (row * 7_919) % 1_000),
    };
    const middle = (start: number) =>
      decimate(columns, { columns: 100, start, end: start + 2_001 }).filter(
        ({ at }) => at >= 600_000 && at < 1_800_000,
      );
    expect(middle(340)).toEqual(middle(300));
  });

  it('takes only the rows that it is told to', () => {
    fc.assert(
      fc.property(series, fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 40 }), (columns, a, b, wanted) => {
        const [start, end] = [Math.min(a, b, columns.at.length), Math.min(Math.max(a, b), columns.at.length)];
        const part = { at: columns.at.slice(start, end), value: columns.value.slice(start, end) };
        expect(decimate(columns, { columns: wanted, start, end })).toEqual(decimate(part, { columns: wanted }));
      }),
    );
  });

  it('keeps a short series whole and refuses no columns', () => {
    const columns = { at: [1, 2], value: [2, 2] };
    expect(decimate(columns, { columns: 10 })).toEqual(pointsOf(columns));
    expect(() => decimate(columns, { columns: 0 })).toThrow(RangeError);
  });
});
