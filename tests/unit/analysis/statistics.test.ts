import {
  chanceOfHigher,
  differenceOfEstimates,
  differenceOfShares,
  median,
  normalQuantile,
  normalTail,
  riseChance,
  robustLine,
  shift,
  studentTail,
} from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const line = (n: number, slope: number, noise: (i: number) => number = () => 0) =>
  Array.from({ length: n }, (_, x) => ({ x, y: 5 + slope * x + noise(x) }));

describe('robust line', () => {
  it('finds a line that a wild point does not move', () => {
    const points = line(11, 2, (i) => (i === 4 ? 1000 : 0));
    const found = robustLine(points);
    expect(found?.slope).toBeCloseTo(2);
    expect(found?.intercept).toBeCloseTo(5);
  });

  it('has nothing to say about two points or one moment', () => {
    expect(robustLine(line(2, 1))).toBeNull();
    expect(robustLine([1, 2, 3].map((y) => ({ x: 0, y })))).toBeNull();
  });

  it('follows a change of scale and an added slope', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -50, max: 50 }), (ys, scale, slope) => {
        const before = robustLine(ys.map((y, x) => ({ x, y })));
        const after = robustLine(ys.map((y, x) => ({ x, y: y * scale + slope * x })));
        expect(after?.slope).toBeCloseTo((before?.slope ?? 0) * scale + slope, 6);
        expect(after?.low).toBeLessThanOrEqual(after?.slope ?? 0);
        expect(after?.high).toBeGreaterThanOrEqual(after?.slope ?? 0);
      }),
    );
  });
});

describe('tails', () => {
  it('agree with printed tables', () => {
    expect(normalTail(1.96)).toBeCloseTo(0.025, 4);
    expect(normalQuantile(0.975)).toBeCloseTo(1.96, 2);
    expect(studentTail(2.571, 5)).toBeCloseTo(0.025, 4);
    expect(studentTail(4.541, 3)).toBeCloseTo(0.01, 4);
    expect(studentTail(2.92, 2)).toBeCloseTo(0.05, 4);
    expect(studentTail(6.314, 1)).toBeCloseTo(0.05, 4);
  });

  it('give a rise less chance the straighter it is, and no rise at least a half', () => {
    expect(riseChance(line(6, 1, (i) => (i % 2) * 0.1))).toBeLessThan(riseChance(line(6, 1, (i) => (i % 2) * 2)));
    expect(riseChance(line(6, -1, (i) => i % 2))).toBeGreaterThan(0.5);
    expect(riseChance(line(6, 0))).toBe(1);
  });
});

describe('differences', () => {
  it('hold zero between equal measurements, whatever they are', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(sample, (values) => {
        const found = shift(values, values, 0.95);
        expect(found?.low).toBeLessThanOrEqual(0);
        expect(found?.high).toBeGreaterThanOrEqual(0);
      }),
    );
    const rate = { value: 5, low: 3, high: 8 };
    const found = differenceOfEstimates(rate, rate, 0.95);
    expect(found.low).toBeLessThan(0);
    expect(found.high).toBeGreaterThan(0);
  });

  it('are sure of what is plainly different', () => {
    expect(shift([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], 0.95)).toMatchObject({ value: 10 });
    expect(shift([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], 0.95)?.low).toBeGreaterThan(0);
    expect(differenceOfShares({ hits: 1, total: 1000 }, { hits: 100, total: 1000 }, 0.99)?.low).toBeGreaterThan(0);
    expect(chanceOfHigher([0, 50, 0], [0, 0, 50])).toBeLessThan(0.001);
    expect(chanceOfHigher([0, 50, 0], [0, 50, 0])).toBe(1);
    expect(chanceOfHigher([10, 20, 10], [10, 20, 10])).toBeCloseTo(0.5, 1);
  });

  it('are refused where too little was measured', () => {
    expect(shift([1, 2, 3], [1, 2, 3, 4], 0.95)).toBeNull();
    expect(differenceOfShares({ hits: 0, total: 0 }, { hits: 1, total: 2 }, 0.95)).toBeNull();
    expect(median([])).toBeNaN();
  });
});
