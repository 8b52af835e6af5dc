import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeDominators,
  computeRetainedSizes,
  type FlowGraph,
} from '../../../src/heap-snapshot/graph/dominators.ts';
import { idle } from '../../../src/heap-snapshot/graph/essential.ts';

/** A graph from lists of targets; a negative target is an idle edge. */
function flowGraph(lists: readonly (readonly number[])[]): FlowGraph {
  const firstEdges = new Uint32Array(lists.length + 1);
  lists.forEach((list, node) => {
    firstEdges[node + 1] = (firstEdges[node] ?? 0) + list.length;
  });
  const edges = lists.flat();
  return {
    root: 0,
    firstEdges,
    edgeTargets: Uint32Array.from(edges, (target) => (target < 0 ? -target - 1 : target)),
    edgeTypes: Uint8Array.from(edges, (target) => (target < 0 ? idle : 0)),
  };
}

function reach(lists: readonly (readonly number[])[], from: readonly number[], without: number): Set<number> {
  const seen = new Set<number>();
  const stack = from.filter((node) => node !== without);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const target of lists[node] ?? []) if (target >= 0 && target !== without) stack.push(target);
  }
  return seen;
}

/** By definition: a dominates b when b cannot be reached without a. The immediate one is dominated by all the others. */
function naive(lists: readonly (readonly number[])[]): number[] {
  const retained = new Set(lists.flat().filter((target) => target >= 0));
  const roots = [0, ...lists.keys()].filter((node) => node === 0 || !retained.has(node));
  const reached = reach(lists, roots, -1);
  return [...lists.keys()].map((node) => {
    if (node === 0 || !reached.has(node)) return 0;
    const above = [...lists.keys()].filter(
      (a) => a !== node && a !== 0 && reached.has(a) && !reach(lists, roots, a).has(node),
    );
    const depth = (a: number) => above.filter((b) => b !== a && !reach(lists, roots, b).has(a)).length;
    return above.sort((a, b) => depth(b) - depth(a))[0] ?? 0;
  });
}

const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(fc.array(fc.integer({ min: -count, max: count - 1 }), { maxLength: 5 }), {
    minLength: count,
    maxLength: count,
  }),
);

describe('dominators', () => {
  it('are what the definition says, on random graphs', () => {
    fc.assert(
      fc.property(graphs, (lists) => {
        // As in a heap: no edge to the node itself counts.
        const clean = lists.map((list, node) => list.filter((target) => target !== node));
        expect([...computeDominators(flowGraph(clean)).dominators]).toEqual(naive(clean));
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('order every node after its dominator, and retained sizes add up', () => {
    fc.assert(
      fc.property(graphs, (lists) => {
        const tree = computeDominators(flowGraph(lists));
        const place = new Map([...tree.order].map((node, at) => [node, at]));
        expect(place.size).toBe(lists.length);
        const sizes = Uint32Array.from(lists, (_, node) => node + 1);
        const retained = computeRetainedSizes(sizes, tree);
        for (let node = 1; node < lists.length; node++)
          expect(place.get(node)).toBeGreaterThan(place.get(tree.dominators[node] ?? -1) ?? -1);
        const above = (node: number): number[] => (node === 0 ? [0] : [node, ...above(tree.dominators[node] ?? 0)]);
        for (let node = 0; node < lists.length; node++) {
          const below = [...lists.keys()].filter((other) => above(other).includes(node));
          expect(retained[node]).toBe(below.reduce((sum, other) => sum + other + 1, 0));
        }
      }),
    );
  });

  it('takes a very long chain, and a ladder in which everything meets at the top', () => {
    const count = 300_000;
    const chain = Array.from({ length: count }, (_, node) => (node + 1 < count ? [node + 1] : []));
    expect(computeDominators(flowGraph(chain)).dominators[count - 1]).toBe(count - 2);
    const ladder = Array.from({ length: 50_000 }, (_, node) =>
      node + 1 < 50_000 ? [node + 1, Math.max(1, node >> 1)] : [],
    );
    ladder[0] = Array.from({ length: 50_000 - 1 }, (_, node) => node + 1);
    expect(new Set(computeDominators(flowGraph(ladder)).dominators)).toEqual(new Set([0]));
  }, 60_000);
});
