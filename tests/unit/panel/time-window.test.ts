import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../../panel/charts/trace.ts';
import { pan, shownOf, type TimeSpan, zoom, zoomTo } from '../../../panel/store/time-window.ts';

const origin = 1_772_442_000_000;
/** Half a microsecond of rounding, at moments that are counted from 1970. */
const rounding = 0.01;

const recorded = fc
  .integer({ min: 0, max: 48 * 3_600_000 })
  .map((length): TimeRange => ({ from: origin, to: origin + length }));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.oneof(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.constantFrom(0.8, 1.25));

/** A recording with a window that a person got to by zooming and moving. */
const zoomed = fc.tuple(
  recorded,
  fc.array(fc.tuple(factor, share, fc.double({ min: -2, max: 2, noNaN: true })), { maxLength: 8 }),
);

type Step = readonly [factor: number, about: number, by: number];

function reach(whole: TimeRange, steps: readonly Step[]): { whole: TimeRange; shown: TimeRange } {
  let shown = whole;
  const show = (span: TimeSpan) => {
    shown = span === 'all' ? whole : shownOf(span, whole);
  };
  for (const [by, about, moved] of steps) {
    show(zoom(shown, whole, by, shown.from + about * (shown.to - shown.from)));
    show(pan(shown, whole, moved * (shown.to - shown.from)));
  }
  return { whole, shown };
}

const windows = zoomed.map(([range, steps]) => reach(shownOf('all', range), steps));
const rangeOf = (span: TimeSpan, whole: TimeRange) => (span === 'all' ? whole : (span as TimeRange));

describe('what is shown', () => {
  it('of everything: all that was recorded, and at most a sixteenth more once it is long', () => {
    fc.assert(
      fc.property(recorded, (range) => {
        const { from, to } = shownOf('all', range);
        const length = range.to - range.from;
        expect(from).toBe(range.from);
        expect(to).toBeGreaterThanOrEqual(range.to);
        expect(to - from).toBeLessThanOrEqual(Math.max(30_000, length * (1 + 1 / 16) + 1));
      }),
    );
  });

  it('of the last minutes: the end of the recording, never before its beginning', () => {
    fc.assert(
      fc.property(recorded, fc.constantFrom(60_000, 300_000), (range, span) => {
        const { from, to } = shownOf(span, range);
        expect(to - from).toBe(span);
        expect(from).toBeGreaterThanOrEqual(range.from);
        expect(to).toBeGreaterThanOrEqual(range.to);
      }),
    );
  });
});

describe('zooming and moving', () => {
  it('never leave the recording', () => {
    fc.assert(
      fc.property(windows, ({ whole, shown }) => {
        expect(shown.from).toBeGreaterThanOrEqual(whole.from - rounding);
        expect(shown.to).toBeLessThanOrEqual(whole.to + rounding);
        expect(shown.to).toBeGreaterThan(shown.from);
      }),
    );
  });

  it('zooming keeps the moment under the pointer, unless the window stands at an end of the recording', () => {
    fc.assert(
      fc.property(windows, factor, share, ({ whole, shown }, by, place) => {
        const about = shown.from + place * (shown.to - shown.from);
        const after = rangeOf(zoom(shown, whole, by, about), whole);
        const seen = (about - after.from) / (after.to - after.from);
        const atEnd = after.from <= whole.from + rounding || after.to >= whole.to - rounding;
        if (!atEnd) expect(seen).toBeCloseTo(place, 4);
        expect(seen).toBeGreaterThanOrEqual(-1e-6);
        expect(seen).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });

  it('zooming in shows less, down to two seconds; zooming out shows more, up to everything', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0.01, max: 0.99, noNaN: true }), share, ({ whole, shown }, by, place) => {
        const length = shown.to - shown.from;
        const about = shown.from + place * length;
        const nearer = rangeOf(zoom(shown, whole, by, about), whole);
        expect(nearer.to - nearer.from).toBeCloseTo(Math.max(Math.min(2_000, length), length * by), 1);
        const further = rangeOf(zoom(shown, whole, 1 / by, about), whole);
        expect(further.to - further.from).toBeCloseTo(Math.min(whole.to - whole.from, length / by), 0);
      }),
    );
  });

  it('zooming in and out again about one moment is where it began, if no end was met', () => {
    fc.assert(
      fc.property(windows, share, ({ whole, shown }, place) => {
        const length = shown.to - shown.from;
        fc.pre(length >= 8_000);
        const about = shown.from + place * length;
        const nearer = rangeOf(zoom(shown, whole, 0.5, about), whole);
        const back = rangeOf(zoom(nearer, whole, 2, about), whole);
        expect(back.from).toBeCloseTo(shown.from, 1);
        expect(back.to).toBeCloseTo(shown.to, 1);
      }),
    );
  });

  it('moving keeps the length and goes as far as asked, or to the end of the recording', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: -1e8, max: 1e8, noNaN: true }), ({ whole, shown }, by) => {
        const after = rangeOf(pan(shown, whole, by), whole);
        expect(after.to - after.from).toBeCloseTo(shown.to - shown.from, 1);
        const wanted = Math.min(whole.to - (shown.to - shown.from), Math.max(whole.from, shown.from + by));
        expect(after.from).toBeCloseTo(wanted, 1);
      }),
    );
  });

  it('to a stretch shows all of it, and no more than a tenth around it', () => {
    fc.assert(
      fc.property(windows, share, share, ({ whole }, a, b) => {
        const length = whole.to - whole.from;
        const range = { from: whole.from + Math.min(a, b) * length, to: whole.from + Math.max(a, b) * length };
        const after = rangeOf(zoomTo(range, whole), whole);
        expect(after.from).toBeLessThanOrEqual(range.from + rounding);
        expect(after.to).toBeGreaterThanOrEqual(range.to - rounding);
        expect(after.from).toBeGreaterThanOrEqual(whole.from - rounding);
        expect(after.to).toBeLessThanOrEqual(whole.to + rounding);
        const most = Math.max(2_000, (range.to - range.from) * 1.1);
        expect(after.to - after.from).toBeLessThanOrEqual(most + rounding);
      }),
    );
  });
});
