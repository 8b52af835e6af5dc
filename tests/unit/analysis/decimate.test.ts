import { Decimator, decimate } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const series = fc
  .array(fc.record({ wait: fc.integer({ min: 0, max: 5000 }), value: fc.integer() }), { maxLength: 400 })
  .map((list) => {
    let at = 1_700_000_000_000;
    return list.map(({ wait, value }) => {
      at += wait;
      return { at, value };
    });
  });

describe('down-sampling', () => {
  it('keeps first, last, lowest and highest, the order, and the limit of points', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 40 }), (points, columns) => {
        const kept = decimate(points, columns);
        const values = (list: typeof kept) => list.map((p) => p.value);
        expect(kept.length).toBeLessThanOrEqual(Math.max(4 * columns, 4));
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        expect(Math.min(...values(kept))).toBe(Math.min(...values(points)));
        expect(Math.max(...values(kept))).toBe(Math.max(...values(points)));
        kept.forEach((p, i) => void expect(p.at).toBeGreaterThanOrEqual(kept[i - 1]?.at ?? 0));
        for (const p of kept) expect(points).toContain(p);
      }),
    );
  });

  it('stays within its columns however long it is fed', () => {
    const decimator = new Decimator(100, 1000);
    for (let i = 0; i < 86_400; i++) decimator.add({ at: i * 1000, value: i === 40_000 ? 9e9 : i % 7 });
    const points = decimator.points();
    expect(points.length).toBeLessThanOrEqual(400);
    expect(Math.max(...points.map((p) => p.value))).toBe(9e9);
  });

  it('returns a short series as it is and refuses no columns', () => {
    const points = [{ at: 1, value: 2 }];
    expect(decimate(points, 10)).toBe(points);
    expect(() => new Decimator(0, 1)).toThrow(RangeError);
  });
});
