import { createLeakAnalysis } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedHeap, heapRows, MB } from './heaps.ts';

describe.each([
  ['readings alone', false],
  ['known collections', true],
] as const)('leak analysis by %s', (_, withCollections) => {
  const judge = (live: (s: number) => number, seconds = 900) => {
    const analysis = createLeakAnalysis();
    const ever = feedHeap(analysis, { seconds, live }, withCollections);
    return { ever, analysis, verdict: analysis.verdict(2_000_000) };
  };

  it('calls a floor that rises and goes on rising a leak, with its rate', () => {
    const { verdict } = judge((s) => 50 * MB + s * 0.05 * MB);
    expect(verdict.word).toBe('leak');
    expect(verdict.rule).toBe('floor-growth');
    expect((verdict.evidence.rate?.value ?? 0) / MB).toBeCloseTo(0.05, 2);
    expect(verdict.evidence.timeToLimit?.value).toBeGreaterThan(0);
    expect(verdict.sentences[0]).toMatch(/rises 3\.0 ± .* MB\/min over .* the 4 GB limit comes in about/);
  });

  it.each([
    ['a flat heap', () => 50 * MB],
    ['a warm-up', (s: number) => 50 * MB + 80 * MB * (1 - Math.exp(-s / 70))],
    ['a cache that fills', (s: number) => 50 * MB + 80 * MB * Math.min(1, s / 230)],
    ['one step', (s: number) => (s > 300 ? 120 : 50) * MB],
    ['a tide', (s: number) => (60 + 30 * Math.sin(s / 25)) * MB],
    ['a heap that falls', (s: number) => 150 * MB - s * 0.05 * MB],
  ])('never calls %s a leak', (_name, live) => {
    expect(judge(live).ever).toBe(false);
  });

  it('takes a leak back when the growth ends', () => {
    const { ever, verdict } = judge((s) => 50 * MB + Math.min(s, 500) * 0.05 * MB, 2400);
    expect(ever).toBe(true);
    expect(verdict.word).not.toBe('leak');
  });
});

describe('leak analysis', () => {
  it('needs collections before it says anything', () => {
    const verdict = createLeakAnalysis().verdict(0);
    expect(verdict.word).toBe('insufficient-data');
    expect(verdict.sentences.join(' ')).toMatch(/0 collections were seen/);
  });

  it('does not take garbage that waits for a collection for a leak', () => {
    const analysis = createLeakAnalysis();
    expect(feedHeap(analysis, { seconds: 900, live: () => 50 * MB, every: 100_000, garbage: 5000 * MB })).toBe(false);
  });

  it('refuses readings that are rounded and rarely refreshed', () => {
    const analysis = createLeakAnalysis();
    let ever = false;
    for (let s = 0; s < 24_000; s += 5) {
      const used = 10_000_000 + Math.floor(s / 1200) * 5_000_000;
      analysis.heap({ at: s * 1000, used, total: used, limit: 4e9, floor: false });
      ever ||= analysis.verdict(s * 1000).word === 'leak';
    }
    expect(ever).toBe(false);
    expect(analysis.verdict(24e6).word).toBe('insufficient-data');
    expect(analysis.verdict(24e6).sentences.join(' ')).toMatch(/rounds the heap/);
  });

  it.each([
    ['a long gap', { at: 600_000, used: 0 }, 'gap'],
    ['a clock that was set back', { at: -600_000, used: 0 }, 'clock-jump'],
    ['a new process', { at: 0, used: -75 * MB }, 'restart'],
  ] as const)('cuts the series at %s', (_, change, reason) => {
    const analysis = createLeakAnalysis();
    feedHeap(analysis, { seconds: 200, live: () => 80 * MB });
    const next = { seconds: 200, live: () => 80 * MB + change.used, startAt: 1_200_000 + change.at };
    feedHeap(analysis, { ...next, garbage: change.used === 0 ? 30 * MB : 0 });
    expect(analysis.cuts().map((cut) => cut.reason)).toEqual([reason]);
  });

  it('never makes a leak out of steps between lives of a process', () => {
    const analysis = createLeakAnalysis();
    let ever = false;
    for (let life = 0; life < 12; life++) {
      const startAt = life * 120_000;
      analysis.row('lifecycle', { at: startAt, event: 'restart' });
      ever ||= feedHeap(analysis, { seconds: 119, live: () => (40 + life * 10) * MB, startAt }, true);
    }
    expect(ever).toBe(false);
    expect(analysis.cuts()).toHaveLength(12);
  });

  it('does not mind rows out of order, twice or without sense', () => {
    const wild = fc.record({
      at: fc.oneof(fc.double(), fc.integer({ min: 0, max: 10_000_000 })),
      used: fc.oneof(fc.double(), fc.integer({ min: 0, max: 4_000_000_000 })),
      total: fc.integer({ min: 0, max: 4_000_000_000 }),
      limit: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000_000_000 })),
      floor: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 200 }), (rows) => {
        const analysis = createLeakAnalysis();
        for (const row of rows) {
          analysis.heap(row);
          const { sentences, word } = analysis.verdict(row.at);
          expect(sentences.length, word).toBeGreaterThan(0);
          expect(sentences.join(' ')).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('says the same whatever is asked in between', () => {
    const [asked, silent] = [createLeakAnalysis(), createLeakAnalysis()];
    for (const { row } of heapRows({ seconds: 700, live: (s) => 50 * MB + s * 0.05 * MB })) {
      asked.heap(row);
      asked.verdict(row.at);
      silent.heap(row);
    }
    expect(asked.verdict(0)).toEqual(silent.verdict(0));
  });

  it('keeps no more of a long series than of a short one', () => {
    const analysis = createLeakAnalysis();
    feedHeap(analysis, { seconds: 12_000, live: () => 50 * MB, every: 6 }, true);
    expect(analysis.trend().floor.length).toBeLessThanOrEqual(48);
    expect(analysis.verdict(0).evidence.collections).toBe(2000);
  });

  it('knows how high the floor has been before, so a slow tide is a leak at no moment', () => {
    const analysis = createLeakAnalysis();
    const live = (s: number) => (80 + 30 * Math.cos((2 * Math.PI * s) / 1800)) * MB;
    expect(feedHeap(analysis, { seconds: 9_000, live }, true)).toBe(false);
  });

  it('finds a leak that begins after hours without one', () => {
    const analysis = createLeakAnalysis();
    const live = (s: number) => (80 + 5 * Math.cos(s / 100) + Math.max(0, s - 10_000) * 0.05) * MB;
    let first = 0;
    for (const { row, collected } of heapRows({ seconds: 12_000, live, startAt: 0 })) {
      if (collected) analysis.collection({ at: row.at, after: row.used, pause: null });
      analysis.heap(row);
      if (first === 0 && analysis.verdict(row.at).word === 'leak') first = row.at / 1000;
    }
    expect(first).toBeGreaterThan(10_000);
    expect(first).toBeLessThan(11_500);
  });

  it('stays sure of a flat heap that is collected every second', () => {
    const analysis = createLeakAnalysis();
    for (const { row } of heapRows({ seconds: 1500, live: () => 50 * MB, every: 1, garbage: 0 })) {
      analysis.collection({ at: row.at, after: row.used, pause: null });
      analysis.heap(row);
      if (row.at > 1_600_000 && row.at % 10_000 === 0) expect(analysis.verdict(row.at).word).toBe('clean');
    }
  });

  it('draws a line with a band that holds most of the floor', () => {
    const analysis = createLeakAnalysis();
    feedHeap(analysis, { seconds: 900, live: (s) => 50 * MB + s * 0.05 * MB }, true);
    const { band, floor, trend } = analysis.trend();
    expect(band[0]?.at).toBe(trend?.from);
    expect(band.every((b) => b.low <= b.line && b.line <= b.high)).toBe(true);
    expect(floor.length).toBeGreaterThan(20);
  });
});
