import { type DominatorRow, type Heap, isUserObject, nodeRow, search } from '@memory-plus/core/heap-snapshot';

/** Nodes by what they keep alive, the heaviest first. */
export interface Ranking {
  readonly nodes: readonly number[];
  /** How many there are, those beyond the bound included. */
  readonly found: number;
}

/** More rows than this are not shown: nobody reads on so far. */
export const mostRanked = 100_000;

/** The objects of a person's program, or those of one class. */
export function rankObjects(heap: Heap, className: string | null, limit = mostRanked): Ranking {
  const wanted = className === null ? null : heap.classes.list.map(({ name }) => name === className);
  const nodes: number[] = [];
  for (let node = 0; node < heap.sizes.length; node++) {
    if (heap.sizes[node] === 0) continue;
    if (wanted === null ? isUserObject(heap, node) : wanted[heap.classes.of[node] as number]) nodes.push(node);
  }
  return { nodes: heaviest(heap, nodes, limit), found: nodes.length };
}

/** Objects whose name or class has the text in it, or the one with the id "@123". */
export function rankMatches(heap: Heap, text: string, limit = mostRanked): Ranking {
  const id = /^@(\d+)$/.exec(text)?.[1];
  const { rows, total } = search(heap, id === undefined ? { text, limit } : { id: Number(id), limit });
  return { nodes: rows.map(({ node }) => node), found: total };
}

/** Numbers sort faster than nodes: the bound is found by size first, and only what is above it is put into order. */
function heaviest({ retainedSizes }: Heap, nodes: readonly number[], limit: number): number[] {
  const size = (node: number) => retainedSizes[node] as number;
  const bySize = (a: number, b: number) => size(b) - size(a);
  if (nodes.length <= limit) return [...nodes].sort(bySize);
  const bound = Float64Array.from(nodes, size).sort()[nodes.length - limit] as number;
  return nodes
    .filter((node) => size(node) >= bound)
    .sort(bySize)
    .slice(0, limit);
}

export function dominatorRow(heap: Heap, node: number): DominatorRow {
  const { starts } = heap.dominatorTree;
  return { ...nodeRow(heap, node), dominated: (starts[node + 1] as number) - (starts[node] as number) };
}
