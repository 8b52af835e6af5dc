import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RenderStack } from '../../../frontend/src/adapters/render-stack.ts';
import {
  type FlameNode,
  FlameRecorder,
  maxFlameNodes,
  maxFlames,
  strongest,
  withTotals,
} from '../../../frontend/src/renders/flame-recorder.ts';
import { RenderLog } from '../../../frontend/src/renders/render-log.ts';
import { HandClock, Rows } from './page.ts';

const how = 'measured' as const;
const commit = (at: number, duration: number | null) => ({ at, framework: 'react', duration, how });
const node = (name: string, depth: number, total: number | null = 1): FlameNode => ({
  name,
  depth,
  start: null,
  self: total,
  total,
  how,
});

/** Trees in the order of the tree: each node at most one deeper than the one before. */
const trees = fc.array(fc.tuple(fc.nat(6), fc.option(fc.double({ min: 0, max: 50, noNaN: true })))).map((drawn) => {
  let depth = -1;
  return drawn.map(([deep, self], index) => {
    depth = Math.min(depth + 1, deep);
    return { name: `C${index}`, depth, start: null, self, how };
  });
});

describe('what is told of a tree', () => {
  it('adds up to the tree, has no gaps, and keeps the longest', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 1, max: 20 }), (tree, most) => {
        const nodes = withTotals(tree);
        const { kept, omitted } = strongest(nodes, most);
        expect(kept.length).toBe(Math.min(most, nodes.length));
        expect(kept.length + omitted.reduce((sum, count) => sum + count, 0)).toBe(nodes.length);
        expect(omitted.length).toBe(kept.length + 1);
        kept.forEach(({ depth }, index) => {
          expect(depth).toBeLessThanOrEqual((kept[index - 1]?.depth ?? -1) + 1);
        });
        const names = new Set(kept.map(({ name }) => name));
        const least = Math.min(...kept.map(({ total }) => total ?? 0));
        for (const { name, total } of nodes) if (!names.has(name)) expect(total ?? 0).toBeLessThanOrEqual(least);
      }),
    );
  });

  it('has a parent as long as itself and its children together; unknown only where nothing below is known', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        withTotals(tree).forEach(({ depth, self, total }, index, all) => {
          const end = all.findIndex((other, at) => at > index && other.depth <= depth);
          const below = all.slice(index + 1, end < 0 ? undefined : end).map((other) => other.self);
          const known = [self, ...below].filter((time) => time !== null);
          if (known.length === 0) expect(total).toBeNull();
          else
            expect(total).toBeCloseTo(
              known.reduce((sum, time) => sum + time, 0),
              6,
            );
        });
      }),
    );
  });
});

describe('the recorder', () => {
  it('tells nothing unasked, the next commit once, and then nothing again', () => {
    const rows = new Rows();
    const flames = new FlameRecorder(rows.emit);
    expect(flames.wants(5)).toBe(false);
    flames.ask('next');
    expect(flames.wants(null)).toBe(true);
    flames.take(commit(10, 5), [node('App', 0, 5), node('Row', 3, 2)]);
    expect(flames.asked).toBe(false);
    expect(rows.of('flames').map((row) => [row.at, row.node, row.component, row.depth, row.total])).toEqual([
      [10, 0, 'react', 0, 5],
      [10, 1, 'App', 1, 5],
      [10, 2, 'Row', 2, 2],
    ]);
  });

  it('wants only what is slower than all before, and not without end', () => {
    const flames = new FlameRecorder(() => {});
    flames.ask('slowest');
    flames.take(commit(1, 5), []);
    expect(flames.wants(4)).toBe(false);
    expect(flames.wants(5)).toBe(false);
    expect(flames.wants(6)).toBe(true);
    for (let taken = 1; taken < maxFlames; taken++) flames.take(commit(taken, 5 + taken), []);
    expect(flames.asked).toBe(false);
    flames.ask('slowest');
    expect(flames.wants(1)).toBe(true);
    flames.ask('none');
    expect(flames.wants(1_000)).toBe(false);
  });

  it('tells at most so many components, and counts the rest', () => {
    const rows = new Rows();
    const flames = new FlameRecorder(rows.emit);
    flames.ask('next');
    flames.take(
      commit(1, null),
      Array.from({ length: 2_000 }, (_, index) => node(`C${index}`, index === 0 ? 0 : 1, null)),
    );
    const told = rows.of('flames');
    expect(told).toHaveLength(maxFlameNodes + 1);
    expect(told.reduce((sum, { omitted }) => sum + omitted, 0)).toBe(2_000 - maxFlameNodes);
  });
});

describe('frameworks that tell when each render begins and ends', () => {
  function stackOf() {
    const clock = new HandClock();
    const rows = new Rows();
    const settings = () => ({ heapInterval: 500, slowRender: 16 });
    const log = new RenderLog({ natives: clock.natives(), emit: rows.emit, settings, guard: (work) => work() });
    const [a, b, c] = [{}, {}, {}];
    const close = (stack: RenderStack, key: object, name: string, total: number) =>
      stack.close(key, { component: { name }, at: 9, mount: false, total, how: 'timed' });
    return { rows, log, stack: new RenderStack(log, 'preact', clock.natives()), close, a, b, c };
  }

  it('tell parents before children, with beginnings, without what did not render after all', () => {
    const { rows, log, stack, close, a, b, c } = stackOf();
    log.flames.ask('next');
    stack.open(a, 100);
    stack.open(b, 101);
    stack.open(c, 102);
    close(stack, c, 'Leaf', 3);
    stack.drop(b);
    close(stack, a, 'Root', 8);
    expect(rows.of('flames').map(({ component, depth, start, self }) => [component, depth, start, self])).toEqual([
      ['preact', 0, 0, null],
      ['Root', 1, 0, 5],
      ['Leaf', 2, 2, 3],
    ]);
  });

  it('tell nothing of commits that nobody asked for, and begin with a whole one', () => {
    const { rows, log, stack, close, a, b, c } = stackOf();
    stack.open(a, 1);
    close(stack, a, 'Unasked', 1);
    stack.open(b, 2);
    log.flames.ask('next');
    close(stack, b, 'HalfAsked', 1);
    expect(rows.of('flames')).toEqual([]);
    stack.open(c, 3);
    close(stack, c, 'Asked', 1);
    expect(rows.of('flames').map(({ component }) => component)).toEqual(['preact', 'Asked']);
  });
});
