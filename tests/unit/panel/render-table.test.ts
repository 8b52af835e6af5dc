import type { Row } from '@memory-plus/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Activity, maxBins } from '../../../panel/store/activity.ts';
import { countReasons } from '../../../panel/store/render-reasons.ts';
import { orderAfter, renderColumns, renderRows, slowestFirst, sortRows } from '../../../panel/store/render-table.ts';
import { SourceState } from '../../../panel/store/source-state.ts';
import { barsOf } from '../../../panel/views/renders/activity-line.tsx';

const spans = fc.array(
  fc.tuple(fc.double({ min: 1e12, max: 2e12, noNaN: true }), fc.nat(100), fc.double({ min: 0, max: 500, noNaN: true })),
  { minLength: 1 },
);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('activity over time', () => {
  it('loses nothing, stays bounded, and keeps everything where it was', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 5 }), (added, parts) => {
        const all = new Activity();
        for (let part = 0; part < parts; part++) {
          const one = new Activity();
          added.forEach(([at, renders, time], index) => {
            if (index % parts === part) one.add(at, renders, time);
          });
          all.take(one);
        }
        const { bins } = all;
        expect(bins.length).toBeLessThanOrEqual(maxBins);
        expect(sum(bins.map(({ renders }) => renders))).toBe(sum(added.map(([, renders]) => renders)));
        expect(sum(bins.map(({ time }) => time))).toBeCloseTo(sum(added.map(([, , time]) => time)), 4);
        bins.forEach(({ from }, index) => {
          expect(from).toBeGreaterThanOrEqual(bins[index - 1]?.to ?? 0);
        });
      }),
    );
  });

  it('is drawn inside its box, whatever it was', () => {
    fc.assert(
      fc.property(spans, (added) => {
        const activity = new Activity();
        for (const [at, renders, time] of added) activity.add(at, renders, time);
        const numbers = barsOf(activity.bins, 1e12, 2e12).match(/-?[\d.]+/g) ?? [];
        expect(numbers.map(Number).every((number) => number >= -0.1 && number <= 80.1)).toBe(true);
        expect(barsOf(activity.bins, 1e12, 1e12)).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});

describe('reasons', () => {
  const render = (reason: string | null, phase: 'mount' | 'update' = 'update') => ({ reason, phase });

  it('are counted, with the props that had changed', () => {
    expect(
      countReasons([
        render('props (items, onPick), state'),
        render('props (items)'),
        render('parent'),
        render(null),
        render(null, 'mount'),
        render('state, context'),
      ]),
    ).toEqual([
      {
        kind: 'props',
        renders: 2,
        props: [
          { name: 'items', renders: 2 },
          { name: 'onPick', renders: 1 },
        ],
      },
      { kind: 'state', renders: 2, props: [] },
      { kind: 'parent', renders: 1, props: [] },
      { kind: 'untold', renders: 1, props: [] },
      { kind: 'mount', renders: 1, props: [] },
      { kind: 'context', renders: 1, props: [] },
    ]);
  });

  it('of any text are one kind at least, and bounded', () => {
    expect(countReasons([render('props (a, b, …), parent')])).toMatchObject([{ kind: 'props' }, { kind: 'parent' }]);
    expect(countReasons([render('props (items, onPi…')])).toMatchObject([
      { kind: 'props', props: [{ name: 'items' }] },
    ]);
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const counts = countReasons(texts.map((text) => render(text)));
        expect(sum(counts.map(({ renders }) => renders))).toBeGreaterThanOrEqual(texts.length);
        for (const { props } of counts) expect(props.length).toBeLessThanOrEqual(50);
      }),
    );
  });
});

function page(...rows: readonly [component: string, worst: number | null, count: number][]): SourceState {
  const state = new SourceState(0, { kind: 'page', id: 'a', startedAt: 0, url: 'http://localhost/', frame: 0 });
  rows.forEach(([component, worst, count], index) => {
    const known = { total: worst, self: worst, worst, worstAt: 5 };
    const how = worst === null ? 'counted' : 'measured';
    state.add('renders', { at: 10 + index, component, count, mounts: 0, slow: 0, ...known, how, buckets: [] });
    if (worst === null || worst <= 16) return;
    const slow = { at: 5, component, duration: worst, self: worst, phase: 'update', how: 'measured' } as const;
    state.add('slowRenders', { ...slow, reason: 'state' } satisfies Row<'slowRenders'>);
  });
  return state;
}

describe('the table of components', () => {
  const pages = [page(['B', 40, 1], ['A', 2, 900], ['C', null, 5]), page(['B', 90, 2])];

  it('adds up documents, with slow renders and their reasons', () => {
    const rows = sortRows(renderRows(pages, 16), slowestFirst);
    expect(rows.map(({ component, worst, renders, slow }) => [component, worst, renders, slow])).toEqual([
      ['B', 90, 3, 2],
      ['A', 2, 900, 0],
      ['C', null, 5, null],
    ]);
    expect(rows[0]?.reasons).toMatchObject([{ kind: 'state', renders: 2 }]);
  });

  it('sorts by each column either way, what is not known always last', () => {
    const rows = renderRows(pages, 16);
    for (const column of renderColumns) {
      for (const descending of [true, false]) {
        const sorted = sortRows(rows, { column, descending }).map((row) => row[column]);
        const known = sorted.filter((value) => value !== null);
        expect(sorted.slice(known.length).every((value) => value === null)).toBe(true);
        const rising = [...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(known).toEqual(descending ? rising.reverse() : rising);
      }
    }
  });

  it('turns round when the same head is clicked again; numbers begin with the greatest, names with A', () => {
    expect(orderAfter(slowestFirst, 'worst')).toEqual({ column: 'worst', descending: false });
    expect(orderAfter(slowestFirst, 'renders')).toEqual({ column: 'renders', descending: true });
    expect(orderAfter(slowestFirst, 'component')).toEqual({ column: 'component', descending: false });
  });
});
