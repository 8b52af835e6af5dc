import { type Heap, loadHeap } from '@memory-plus/core/heap-snapshot';
import { bundleDevTools } from '../../bench/snapshots/bundles.mjs';
import { loadWithDevTools } from '../../bench/snapshots/devtools.mjs';

export interface ClassRow {
  readonly count: number;
  readonly self: number;
  readonly retained: number;
  readonly distance: number;
}

/** What can be compared: columns by node, and classes by DevTools' key (its name, or its place and name). */
export interface Comparable {
  readonly distances: number[];
  readonly dominators: number[];
  readonly retained: number[];
  readonly sizes: number[];
  readonly detachedness: number[];
  readonly classNames: string[];
  readonly classes: Record<string, ClassRow>;
}

/** What Chrome DevTools' own code says. */
export async function askDevTools(chunks: Iterable<Uint8Array>): Promise<Comparable> {
  const snapshot = await loadWithDevTools(await bundleDevTools(), chunks);
  const ordinals = Array.from({ length: snapshot.nodeCount }, (_, ordinal) => ordinal);
  const node = (ordinal: number) => snapshot.createNode(ordinal * snapshot.nodeFieldCount);
  const aggregates: Record<string, { count: number; self: number; maxRet: number; distance: number }> =
    snapshot.aggregatesWithFilter({});
  return {
    distances: [...snapshot.nodeDistances],
    dominators: [...snapshot.dominatorsTree],
    retained: [...snapshot.retainedSizes],
    sizes: ordinals.map((ordinal) => node(ordinal).selfSize()),
    detachedness: ordinals.map((ordinal) => node(ordinal).detachedness()),
    classNames: ordinals.map((ordinal) => node(ordinal).className()),
    classes: Object.fromEntries(
      Object.entries(aggregates).map(([key, { count, self, maxRet, distance }]) => [
        key,
        { count, self, retained: maxRet, distance },
      ]),
    ),
  };
}

/** What ours says, in the same words. */
export async function askOurs(chunks: Iterable<Uint8Array>): Promise<Comparable & { readonly heap: Heap }> {
  const heap = await loadHeap(chunks);
  const { list, of } = heap.classes;
  // DevTools overwrites a class by a later one of the same key: do the same, in the order in which it meets them.
  const met = new Set<number>();
  for (const [ordinal, index] of of.entries()) if (heap.sizes[ordinal] !== 0) met.add(index);
  const classes: Record<string, ClassRow> = {};
  for (const index of met) {
    const { name, location } = list[index] ?? { name: '', location: null };
    const key = location ? `${location.script},${location.line},${location.column},${name}` : `,${name}`;
    classes[key] = {
      count: heap.aggregates.counts[index] ?? 0,
      self: heap.aggregates.selfSizes[index] ?? 0,
      retained: heap.aggregates.retainedSizes[index] ?? 0,
      distance: heap.aggregates.distances[index] ?? 0,
    };
  }
  return {
    heap,
    distances: [...heap.distances],
    dominators: [...heap.dominators],
    retained: [...heap.retainedSizes],
    sizes: [...heap.sizes],
    detachedness: [...heap.dom.states],
    classNames: [...of].map((index) => list[index]?.name ?? ''),
    classes,
  };
}
