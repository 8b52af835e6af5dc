import type { Heap } from '../heap.ts';
import { className, type NodeRow, nodeRow } from './nodes.ts';
import { type PathStep, pathSignature, retainerPath } from './paths.ts';

/** Objects of one class that are held in the same way. */
export interface Cluster {
  readonly className: string;
  readonly count: number;
  /** Of all of them; none is dominated by another. */
  readonly retainedSize: number;
  /** The heaviest of them, and how it is held. */
  readonly example: NodeRow;
  readonly path: readonly PathStep[] | null;
}

/** Of many nodes those that none of the others dominates. */
export function topmost(heap: Heap, nodes: Iterable<number>): number[] {
  const marks = new Uint8Array(heap.sizes.length);
  const list = [...nodes];
  for (const node of list) marks[node] = 1;
  const root = heap.tables.layout.rootOrdinal;
  // 2: nothing above is marked, 3: something is. Every node is walked over once.
  const verdicts = new Uint8Array(heap.sizes.length);
  const below = (node: number): boolean => {
    const path: number[] = [];
    let at = node;
    while (at !== root && verdicts[at] === 0) {
      path.push(at);
      at = heap.dominators[at] as number;
    }
    let covered = at !== root && (verdicts[at] === 3 || marks[at] === 1);
    for (let step = path.pop(); step !== undefined; step = path.pop()) {
      verdicts[step] = covered ? 3 : 2;
      if (marks[step] === 1) covered = true;
    }
    return verdicts[node] === 3;
  };
  return list.filter((node) => node !== root && !below(node));
}

/** More objects than this are told apart by class alone: paths of all of them would say no more. */
const mostPaths = 100_000;

/** Groups nodes by class and path, the heaviest group first, at most `limit` groups. Nodes below others of the set count with those. */
export function clusterPaths(heap: Heap, nodes: Iterable<number>, limit = 100): Cluster[] {
  const groups = new Map<string, { count: number; retained: number; example: number }>();
  topmost(heap, nodes).forEach((node, at) => {
    const key = at < mostPaths ? `${className(heap, node)} ${pathSignature(heap, node)}` : className(heap, node);
    const retained = heap.retainedSizes[node] as number;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, retained, example: node });
    else {
      group.count++;
      group.retained += retained;
      if (retained > (heap.retainedSizes[group.example] as number)) group.example = node;
    }
  });
  return [...groups.values()]
    .sort((a, b) => b.retained - a.retained)
    .slice(0, limit)
    .map(({ count, retained, example }) => ({
      className: className(heap, example),
      count,
      retainedSize: retained,
      example: nodeRow(heap, example),
      path: retainerPath(heap, example),
    }));
}
