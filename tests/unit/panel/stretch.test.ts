import type { Row, TableName } from '@memory-plus/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { totalsOf } from '../../../panel/store/slow.ts';
import { Stretches, stretchOf } from '../../../panel/store/stretch.ts';

const start = 1_772_442_000_000;
const settings = { heapInterval: 500, slowRender: 16 };
const page = (id: string, startedAt = start) =>
  ({ kind: 'page', id, startedAt, url: `http://shop.localhost/${id}`, frame: 0 }) as const;
const server = (id: string, startedAt = start) =>
  ({ kind: 'server', id, startedAt, url: 'http://localhost:3000', name: 'api', bootId: id, clockOffset: 0 }) as const;

const heap = (at: number, used: number): Row<'heap'> => ({ at, used, total: 2 * used, limit: 1e9, floor: false });
const commit = (at: number): Row<'commits'> => ({
  at,
  framework: 'React',
  components: 1,
  duration: 1,
  how: 'measured',
});
const renders = (at: number, count: number): Row<'renders'> => ({
  at,
  component: 'List',
  count,
  mounts: 0,
  slow: 0,
  total: count,
  self: count,
  worst: 1,
  worstAt: at,
  how: 'timed',
  buckets: [],
});
const cache = (at: number, hits: number, misses: number, size: number): Row<'caches'> => ({
  at,
  name: 'images',
  hits,
  misses,
  size,
  bytes: null,
});
const retained = (at: number, count: number, label = 'Card'): Row<'retained'> => ({
  at,
  what: 'node',
  label,
  count,
  collections: 2,
  detail: null,
});

function model() {
  return RecordingModel.empty('0.1.0', start, settings);
}

function recorded() {
  const made = model();
  const state = made.addSource(page('a'));
  const add = <K extends TableName>(table: K, row: Row<K>) => made.append(table, state, row);
  return { made, add };
}

describe('the sources of a stretch', () => {
  it('have exactly the rows of moments in it: two neighbouring stretches add up to the whole', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 10_000 }), (times, cut) => {
        const { made, add } = recorded();
        for (const at of [...times].sort((a, b) => a - b)) {
          add('heap', heap(start + at, at + 1));
          add('commits', commit(start + at));
          add('renders', renders(start + at, 2));
          add('slowRenders', { ...renders(start + at, 1), duration: 20, phase: 'update', reason: null });
        }
        const [before] = stretchOf(made, { from: start, to: start + cut - 0.5 });
        const [after] = stretchOf(made, { from: start + cut - 0.5, to: start + 10_000 });
        const earlier = times.filter((at) => at < cut).length;
        expect(before?.heap.used.length ?? 0).toBe(earlier);
        expect(before?.commitCount ?? 0).toBe(earlier);
        expect(before?.slowRenders.length ?? 0).toBe(earlier);
        const later = times.length - earlier;
        expect(after?.commitCount ?? 0).toBe(later);
        expect(totalsOf(after ? [after] : [])[0]?.renders ?? 0).toBe(2 * later);
      }),
    );
  });

  it('of everything are the whole', () => {
    const { made, add } = recorded();
    for (let at = 0; at < 200; at++) {
      add('heap', heap(start + at * 500, 1e6 * (50 + (at % 30))));
      if (at % 30 === 0) add('collections', { at: start + at * 500, after: null, pause: null });
      add('caches', cache(start + at * 500, at, 2 * at, at));
    }
    const [whole] = made.states;
    const [stretch] = stretchOf(made, { from: start, to: start + 1e9 });
    expect(stretch?.heap.used).toEqual(whole?.heap.used);
    expect(stretch?.analysis.verdict(start + 1e5)).toEqual(whole?.analysis.verdict(start + 1e5));
    expect(stretch?.caches.get('images')).toMatchObject({ ...whole?.caches.get('images') });
  });

  it('count what a counter counted in it, and how things stood at its end', () => {
    const { made, add } = recorded();
    add('caches', cache(start + 1_000, 10, 5, 100));
    add('retained', retained(start + 1_000, 7));
    add('retained', retained(start + 1_000, 3, 'Gone'));
    add('caches', cache(start + 5_000, 40, 6, 300));
    add('retained', retained(start + 5_000, 0, 'Gone'));
    add('caches', cache(start + 9_000, 90, 9, 900));
    add('capabilities', { at: start + 9_500, name: 'heap', available: true, detail: 'precise' });
    const [state] = stretchOf(made, { from: start + 2_000, to: start + 6_000 });
    expect(state?.caches.get('images')).toMatchObject({ hits: 30, misses: 1, size: 300 });
    expect([...(state?.retained.values() ?? [])].map(({ label, count }) => [label, count])).toEqual([['Card', 7]]);
    expect(state?.capabilities.has('heap')).toBe(true);
    const [quiet] = stretchOf(made, { from: start + 6_000, to: start + 7_000 });
    expect(quiet?.caches.get('images')).toMatchObject({ hits: 0, misses: 0, size: 300 });
  });

  it('take a counter that fell as one that began anew', () => {
    const { made, add } = recorded();
    add('caches', cache(start + 1_000, 100, 100, 1));
    add('caches', cache(start + 2_000, 4, 1, 1));
    const [state] = stretchOf(made, { from: start + 1_500, to: start + 3_000 });
    expect(state?.caches.get('images')).toMatchObject({ hits: 4, misses: 1 });
  });

  it('are those that were there; a server that was not is still known, with nothing to tell', () => {
    const made = model();
    const first = made.addSource(page('a'));
    const second = made.addSource(page('b', start + 5_000));
    const life = made.addSource(server('boot-1', start + 6_000));
    made.append('heap', first, heap(start + 1_000, 1));
    made.append('heap', second, heap(start + 6_000, 2));
    made.append('heap', life, heap(start + 7_000, 3));
    const idsOf = (from: number, to: number) =>
      stretchOf(made, { from: start + from, to: start + to }).map(({ source, heap }) => [source.id, heap.used.last]);
    expect(idsOf(0, 2_000)).toEqual([
      ['a', 1],
      ['boot-1', null],
    ]);
    expect(idsOf(5_500, 8_000)).toEqual([
      ['b', 2],
      ['boot-1', 3],
    ]);
  });
});

describe('a stretch that is looked at', () => {
  it('is made anew only when rows came that belong to it', () => {
    const { made, add } = recorded();
    const stretches = new Stretches();
    const range = { from: start, to: start + 5_000 };
    add('heap', heap(start + 1_000, 1));
    const once = stretches.of(made, range);
    add('heap', heap(start + 9_000, 2));
    expect(stretches.of(made, range)).toBe(once);
    add('heap', heap(start + 4_000, 3));
    const again = stretches.of(made, range);
    expect(again).not.toBe(once);
    expect(again[0]?.heap.used.last).toBe(3);
    expect(stretches.of(made, { ...range })).not.toBe(again);
  });
});
