import { firstAfter } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundAxis, timeLabel, timeTicks } from '../../../panel/charts/scale.ts';
import { stems } from '../../../panel/charts/trace.ts';
import { Series } from '../../../panel/store/series.ts';

const positive = fc.double({ min: 0, max: 1e13, noNaN: true });

describe('axes', () => {
  it('hold what they are made for, with a few labels in rising order', () => {
    fc.assert(
      fc.property(positive, positive, fc.constantFrom(1, 2), fc.constantFrom(1, 1_048_576), (a, b, wanted, unit) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const { min, max, ticks } = roundAxis(low, high, wanted, unit);
        const slack = Math.max(unit, high) * 1e-9;
        expect(min).toBeLessThanOrEqual(low + slack);
        expect(max).toBeGreaterThanOrEqual(high - slack);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1] as number);
      }),
    );
  });

  it('do not blow up the noise of a flat series', () => {
    const { min, max } = roundAxis(100, 100.2, 2, 1);
    expect(max - min).toBeGreaterThanOrEqual(10);
  });

  it('name at most as many moments as there is room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (from, length) => {
        const ticks = timeTicks(from, from + length, 7);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const tick of ticks) expect(tick >= from && tick <= from + length).toBe(true);
      }),
    );
  });

  it.each([
    [30_000, 10_000, '0:30'],
    [90_000, 30_000, '1:30'],
    [120_000, 120_000, '2 min'],
    [3_600_000, 1_800_000, '1 h'],
    [5_400_000, 1_800_000, '1 h 30'],
  ])('say %i ms (step %i ms) as %s', (tick, step, label) => {
    expect(timeLabel(tick, step)).toBe(label);
  });
});

describe('lines', () => {
  it('stand on the ground as stems', () => {
    expect(stems([{ x: 5, y: 7 }])).toEqual([
      { x: 5, y: 0 },
      { x: 5, y: 7 },
      { x: 5, y: Number.NaN },
    ]);
  });
});

describe('series', () => {
  it('find the first element above a limit as a plain search does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, limit) => {
        values.sort((a, b) => a - b);
        const expected = values.findIndex((value) => value > limit);
        expect(firstAfter(values, limit)).toBe(expected < 0 ? values.length : expected);
      }),
    );
  });

  it('stay in order and bounded, however long they run, and keep their peaks when drawn', () => {
    const series = new Series();
    for (let i = 0; i < 300_000; i++) series.push(i * 500, i === 123_456 ? 999 : i % 7);
    expect(series.length).toBeLessThanOrEqual(250_000);
    const points = series.points(0, 150_000_000);
    expect(points.length).toBeLessThanOrEqual(4_000);
    expect(Math.max(...points.map(({ value }) => value))).toBe(999);
    for (let i = 1; i < points.length; i++) expect(points[i]?.at).toBeGreaterThanOrEqual(points[i - 1]?.at as number);
  });

  it('take a moment before the last one as the last one, and answer what held at a moment', () => {
    const series = new Series();
    series.push(1_000, 1);
    series.push(900, 2);
    expect(series.at).toEqual([1_000, 1_000]);
    expect([series.valueAt(999), series.valueAt(1_000), series.valueAt(5_000)]).toEqual([null, 2, 2]);
  });
});
