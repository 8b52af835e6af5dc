import type { Row } from '@memory-plus/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ComponentBook } from '../../../panel/store/component-book.ts';
import { slowComponents } from '../../../panel/store/slow.ts';
import { frameAt } from '../../../panel/store/slow-frames.ts';
import { SourceState } from '../../../panel/store/source-state.ts';
import { en } from '../../../panel/strings/en.ts';

function page(): SourceState {
  return new SourceState(0, { kind: 'page', id: 'a', startedAt: 0, url: 'http://localhost/', frame: 0 });
}

const duration = fc.double({ min: 0, max: 500, noNaN: true });
const how = 'timed' as const;

describe('a slow frame taken apart', () => {
  it('has parts that add up to it, whatever the parts claim', () => {
    fc.assert(
      fc.property(duration, duration, duration, duration, duration, (whole, script, forced, self, layout) => {
        const state = page();
        state.add('frames', { at: 1_000, duration: whole, blocking: 0, layout });
        const said = { at: 1_001, frame: 1_000, script: 'a.js', name: 'f', invoker: '' };
        state.add('frameScripts', { ...said, duration: script, forcedLayout: forced });
        state.add('slowRenders', {
          at: 1_000,
          component: 'A',
          duration: self,
          self,
          phase: 'mount',
          how,
          reason: null,
        });
        const parts = frameAt([state], null)?.parts ?? [];
        const sum = parts.reduce((total, part) => total + part.duration, 0);
        expect(sum).toBeCloseTo(whole, 6);
        for (const part of parts) expect(part.duration).toBeGreaterThan(0);
      }),
    );
  });

  it('is the one at the moment, else the nearest, else the slowest', () => {
    const state = page();
    for (const [at, duration] of [
      [1_000, 50],
      [2_000, 90],
      [3_000, 20],
    ] as const)
      state.add('frames', { at, duration, blocking: 0, layout: null });
    expect(frameAt([state], 3_010)?.at).toBe(3_000);
    expect(frameAt([state], 1_400)?.at).toBe(1_000);
    expect(frameAt([state], null)?.at).toBe(2_000);
    expect(frameAt([page()], null)).toBeNull();
  });
});

function renders(component: string, count: number, worst: number | null): Row<'renders'> {
  const known = worst !== null;
  const totals = { total: known ? worst * count : null, self: known ? worst : null, worst, worstAt: 5 };
  return {
    at: 10,
    component,
    count,
    mounts: 0,
    slow: 0,
    ...totals,
    how: known ? how : 'counted',
    buckets: known ? [30, count] : [],
  };
}

describe('components', () => {
  it('are added up over documents; what is only counted has no duration', () => {
    const [first, second] = [new ComponentBook(), new ComponentBook()];
    first.add(renders('A', 3, 4));
    second.add(renders('A', 2, 9));
    second.add(renders('B', 7, null));
    expect(ComponentBook.merged([first, second]).totals()).toMatchObject([
      { component: 'A', renders: 5, total: 30, worst: 9, how: 'timed' },
      { component: 'B', renders: 7, total: null, worst: null, p95: null, how: 'counted' },
    ]);
    expect(first.totals()).toMatchObject([{ renders: 3 }]);
  });

  it('never have a p95 above their worst', () => {
    const book = new ComponentBook();
    book.add(renders('A', 1, 8.2));
    expect(book.totals()[0]?.p95).toBeLessThanOrEqual(8.2);
  });

  it('beyond the limit are counted together, and none is lost', () => {
    const book = new ComponentBook();
    for (let i = 0; i < 2_500; i++) book.add(renders(`C${i}`, 1, 1));
    const totals = book.totals();
    expect(totals).toHaveLength(2_001);
    expect(totals.find(({ component }) => component === en.renders.others)?.renders).toBe(500);
  });

  it('are slow above the threshold, worst first, with the moment of the worst', () => {
    const state = page();
    for (const [at, component, duration] of [
      [1, 'A', 20],
      [2, 'B', 40],
      [3, 'A', 30],
      [4, 'C', 16],
    ] as const)
      state.add('slowRenders', { at, component, duration, self: null, phase: 'update', how, reason: null });
    expect(slowComponents([state], 16)).toMatchObject([
      { component: 'B', worst: 40, worstAt: 2, slow: 1 },
      { component: 'A', worst: 30, worstAt: 3, slow: 2 },
    ]);
  });
});
