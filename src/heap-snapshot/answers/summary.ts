import type { SourceLocation } from '../graph/classes.ts';
import type { Heap } from '../heap.ts';
import { dominatedBy, isDetached, isUserObject, type NodeRow, nodeRow } from './nodes.ts';

export interface ClassRow {
  readonly name: string;
  readonly location: SourceLocation | null;
  readonly count: number;
  readonly selfSize: number;
  readonly retainedSize: number;
}

/** Bytes by what they are used for; what is in none of them is other JavaScript objects. */
export interface MemoryKinds {
  readonly code: number;
  readonly strings: number;
  readonly arrays: number;
  readonly typedArrays: number;
  /** Outside the JavaScript heap, typed arrays included. */
  readonly native: number;
  readonly system: number;
}

export interface Summary {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes of everything in the snapshot. */
  readonly totalSize: number;
  readonly kinds: MemoryKinds;
  /** Nodes of the embedder (DOM) that are cut off from the document and still held. */
  readonly detached: { readonly count: number; readonly selfSize: number };
  readonly classCount: number;
  /** Sorted as asked for; cut off at the limit. */
  readonly classes: readonly ClassRow[];
}

export type ClassOrder = 'retainedSize' | 'selfSize' | 'count';

/** All classes that have instances, in the order asked for. */
export function classRows(heap: Heap, order: ClassOrder = 'retainedSize'): ClassRow[] {
  const { counts, selfSizes, retainedSizes } = heap.aggregates;
  return heap.classes.list
    .map(({ name, location }, index) => ({
      name,
      location,
      count: counts[index] as number,
      selfSize: selfSizes[index] as number,
      retainedSize: retainedSizes[index] as number,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b[order] - a[order] || b.selfSize - a.selfSize);
}

export function totalSize(heap: Heap): number {
  return (heap.retainedSizes[heap.tables.layout.rootOrdinal] as number) + heap.tables.layout.extraNativeBytes;
}

export function summarise(heap: Heap, options: { readonly limit?: number; readonly order?: ClassOrder } = {}): Summary {
  const classes = classRows(heap, options.order);
  const detachedNodes = { count: 0, selfSize: 0 };
  for (let node = 0; node < heap.sizes.length; node++) {
    if (!isDetached(heap, node)) continue;
    detachedNodes.count++;
    detachedNodes.selfSize += heap.sizes[node] as number;
  }
  return {
    nodeCount: heap.tables.layout.nodeCount,
    edgeCount: heap.tables.layout.edgeCount,
    totalSize: totalSize(heap),
    kinds: memoryKinds(heap),
    detached: detachedNodes,
    classCount: classes.length,
    classes: classes.slice(0, options.limit ?? 50),
  };
}

function memoryKinds({ tables, codes, sizes, classes, dom, names }: Heap): MemoryKinds {
  const kinds = { code: 0, strings: 0, arrays: 0, typedArrays: 0, native: tables.layout.extraNativeBytes, system: 0 };
  const arrayClass = classes.list.findIndex(({ name, location }) => name === 'Array' && location === null);
  const buffers = names.indexAmong(codes.native, 'system / JSArrayBufferData');
  for (let node = 0; node < sizes.length; node++) {
    const type = tables.nodeTypes[node];
    const size = sizes[node] as number;
    if (type === codes.hidden) kinds.system += size;
    else if (type === codes.code) kinds.code += size;
    else if (type === codes.string || type === codes.consString || type === codes.slicedString) kinds.strings += size;
    else if (type === codes.native) {
      kinds.native += size;
      if (tables.nodeNames[node] === buffers && dom.states[node] !== 2) kinds.typedArrays += size;
    } else if (classes.of[node] === arrayClass) kinds.arrays += size;
  }
  return kinds;
}

export interface DominatorRow extends NodeRow {
  /** How many nodes it dominates directly. */
  readonly dominated: number;
}

function dominatorRow(heap: Heap, node: number): DominatorRow {
  const { starts } = heap.dominatorTree;
  return { ...nodeRow(heap, node), dominated: (starts[node + 1] as number) - (starts[node] as number) };
}

/** A level of the dominator tree: what the node keeps alive alone, the heaviest first. Without a node: what the root does. */
export function dominatorLevel(
  heap: Heap,
  options: { readonly node?: number; readonly limit?: number } = {},
): DominatorRow[] {
  const children = dominatedBy(heap, options.node ?? heap.tables.layout.rootOrdinal);
  return children.slice(0, options.limit ?? 100).map((node) => dominatorRow(heap, node));
}

/** The objects of a person's program that keep most alive, wherever they stand in the dominator tree. */
export function biggestRetainers(heap: Heap, limit = 50): DominatorRow[] {
  const found: number[] = [];
  const threshold = () =>
    found.length < limit ? 0 : (heap.retainedSizes[found[found.length - 1] as number] as number);
  for (let node = 0; node < heap.sizes.length; node++) {
    const retained = heap.retainedSizes[node] as number;
    if (retained <= threshold() || !isUserObject(heap, node)) continue;
    let at = found.length;
    while (at > 0 && (heap.retainedSizes[found[at - 1] as number] as number) < retained) at--;
    found.splice(at, 0, node);
    if (found.length > limit) found.pop();
  }
  return found.map((node) => dominatorRow(heap, node));
}
