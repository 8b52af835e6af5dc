import { createLeakAnalysis, roundLabel } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { describe, expect, it } from 'vitest';
import { MB } from './heaps.ts';

const retained = (at: number, count: number, part: Partial<Row<'retained'>> = {}): Row<'retained'> => ({
  at,
  what: 'component',
  label: 'Row',
  count,
  collections: 3,
  detail: null,
  ...part,
});

describe('series beside the heap', () => {
  it('prove a leak when retained components become more', () => {
    const analysis = createLeakAnalysis();
    for (const [i, count] of [1, 2, 3, 4].entries()) analysis.row('retained', retained(i * 1000, count));
    const verdict = analysis.verdict(5000);
    expect(verdict).toMatchObject({ word: 'leak', rule: 'retained-growth' });
    expect(verdict.sentences[0]).toBe(
      '4 unmounted components (Row) should be dead and outlived 3 collections; their number rose 3 times.',
    );
  });

  it('forget what was released', () => {
    const analysis = createLeakAnalysis();
    for (const [i, count] of [1, 2, 3, 4, 0].entries()) analysis.row('retained', retained(i * 1000, count));
    expect(analysis.verdict(5000).word).toBe('insufficient-data');
  });

  it('follow a bounded number of names', () => {
    const analysis = createLeakAnalysis();
    for (let i = 0; i < 5000; i++) analysis.row('retained', retained(i, 1, { what: 'watched', label: `name ${i}` }));
    expect(analysis.verdict(6000).sentences.join(' ')).toMatch(/199 more kinds are retained too\./);
  });

  it('prove a leak by the rounds of a guided check', () => {
    const analysis = createLeakAnalysis();
    for (let round = 1; round <= 7; round++) {
      const at = round * 10_000;
      analysis.row('marks', { at, label: roundLabel(round) });
      const used = (20 + round) * MB;
      analysis.heap({ at: at + 500, used: used + 30 * MB, total: used, limit: 4096 * MB, floor: false });
      analysis.heap({ at: at + 1000, used, total: used, limit: 4096 * MB, floor: true });
    }
    const verdict = analysis.verdict(80_000);
    expect(verdict).toMatchObject({ word: 'leak', rule: 'round-growth' });
    expect(verdict.sentences[0]).toMatch(/Each of 5 rounds left more memory .* 1 MB a round/);
  });

  it.each([
    [
      'cache-growth',
      'caches',
      (at: number, n: number) => ({ at, name: 'users', hits: 1, misses: 10 + n, size: 100 + n, bytes: null }),
    ],
    ['listener-growth', 'dom', (at: number, n: number) => ({ at, nodes: 500, listeners: 100 + n })],
    [
      'external-growth',
      'process',
      (at: number, n: number) => ({
        at,
        rss: 200 * MB,
        external: 0,
        arrayBuffers: (10 + n / 10) * MB,
        containerLimit: null,
        eventLoopDelay: null,
      }),
    ],
  ] as const)('suspect %s', (rule, table, rowAt) => {
    const analysis = createLeakAnalysis();
    for (let s = 0; s < 900; s += 5) analysis.row(table, rowAt(s * 1000, s) as never);
    expect(analysis.verdict(900_000)).toMatchObject({ word: 'suspect', rule });
  });

  it('start anew with another process', () => {
    const analysis = createLeakAnalysis();
    for (const [i, count] of [1, 2, 3, 4].entries()) analysis.row('retained', retained(i * 1000, count));
    analysis.cut(6000, 'navigation');
    expect(analysis.verdict(6000).word).toBe('insufficient-data');
    expect(analysis.cuts()).toEqual([{ at: 6000, reason: 'navigation' }]);
  });
});
