import { say } from '../../words/suspects.ts';
import { aggregate } from '../graph/aggregates.ts';
import { classify } from '../graph/classes.ts';
import type { Heap } from '../heap.ts';
import { IdSet } from './id-set.ts';
import { classRows, totalSize } from './summary.ts';

/** How one class changed. Sizes in bytes. */
export interface ClassChange {
  readonly name: string;
  readonly added: number;
  readonly removed: number;
  readonly addedSize: number;
  readonly removedSize: number;
  readonly countChange: number;
  readonly sizeChange: number;
  readonly retainedSizeChange: number;
}

export interface SnapshotDiff {
  /** By id: objects are told apart. By class: only numbers are compared, and `added` or `removed` is their difference. */
  readonly by: 'id' | 'class';
  readonly totalBefore: number;
  readonly totalAfter: number;
  /** The share of the first snapshot's objects that is still in the second; null when compared by class. */
  readonly survivors: number | null;
  /** Something that the reader must know, in a sentence; null when there is nothing. */
  readonly warning: string | null;
  /** The class that grew most first; classes without change are left out. */
  readonly classes: readonly ClassChange[];
}

interface Tally {
  added: number;
  removed: number;
  addedSize: number;
  removedSize: number;
}

/** Compares two snapshots of one process: what is new, and what is gone, object by object. */
export function diffById(before: Heap, after: Heap): SnapshotDiff {
  const tallies = new Map<string, Tally>();
  tallyMissing(after, new IdSet(before.tables.nodeIds), tallies, 'added', 'addedSize');
  const gone = tallyMissing(before, new IdSet(after.tables.nodeIds), tallies, 'removed', 'removedSize');
  const survivors = 1 - gone / before.tables.nodeIds.length;
  return {
    by: 'id',
    totalBefore: totalSize(before),
    totalAfter: totalSize(after),
    survivors,
    warning: survivors < 0.5 ? say('otherProcesses') : null,
    classes: changes(tallies, before, after),
  };
}

/** Adds to the tallies each node that has a size and whose id the other snapshot lacks; returns how many nodes it lacks. */
function tallyMissing(
  heap: Heap,
  other: IdSet,
  tallies: Map<string, Tally>,
  count: 'added' | 'removed',
  size: 'addedSize' | 'removedSize',
): number {
  const { list, of } = heap.classes;
  const counts = new Uint32Array(list.length);
  const sizes = new Float64Array(list.length);
  let missing = 0;
  for (let node = 0; node < of.length; node++) {
    if (other.has(heap.tables.nodeIds[node] as number)) continue;
    missing++;
    const bytes = heap.sizes[node] as number;
    if (bytes === 0) continue;
    const index = of[node] as number;
    counts[index] = (counts[index] as number) + 1;
    sizes[index] = (sizes[index] as number) + bytes;
  }
  list.forEach(({ name }, index) => {
    if (counts[index] === 0) return;
    const tally = tallyOf(tallies, name);
    tally[count] += counts[index] as number;
    tally[size] += sizes[index] as number;
  });
  return missing;
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = { added: 0, removed: 0, addedSize: 0, removedSize: 0 };
    tallies.set(name, tally);
  }
  return tally;
}

function retainedByName(heap: Heap): Map<string, number> {
  const retained = new Map<string, number>();
  for (const row of classRows(heap)) retained.set(row.name, (retained.get(row.name) ?? 0) + row.retainedSize);
  return retained;
}

function changes(tallies: Map<string, Tally>, before: Heap, after: Heap): ClassChange[] {
  const retainedBefore = retainedByName(before);
  const retainedAfter = retainedByName(after);
  return [...tallies]
    .map(([name, tally]) => ({
      name,
      ...tally,
      countChange: tally.added - tally.removed,
      sizeChange: tally.addedSize - tally.removedSize,
      retainedSizeChange: (retainedAfter.get(name) ?? 0) - (retainedBefore.get(name) ?? 0),
    }))
    .sort((a, b) => b.sizeChange - a.sizeChange || b.countChange - a.countChange);
}

/**
 * Compares snapshots of different processes by the names of classes and, for plain objects, their shapes: both are sorted by
 * the shapes that are common in either of them, so that a shape which only one has often enough does not look new.
 */
export function diffByClass(before: Heap, after: Heap): SnapshotDiff {
  const shapes = new Map([...before.classes.shapes, ...after.classes.shapes].map((shape) => [shape.name, shape]));
  const resorted = [before, after].map((heap) => withShapes(heap, [...shapes.values()]));
  const tallies = new Map<string, Tally>();
  const [first, second] = resorted.map((heap) => {
    const counts = new Map<string, { count: number; size: number }>();
    for (const { name, count, selfSize } of classRows(heap)) {
      const sum = counts.get(name) ?? { count: 0, size: 0 };
      counts.set(name, { count: sum.count + count, size: sum.size + selfSize });
    }
    return counts;
  });
  for (const name of new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])) {
    const count = (second?.get(name)?.count ?? 0) - (first?.get(name)?.count ?? 0);
    const size = (second?.get(name)?.size ?? 0) - (first?.get(name)?.size ?? 0);
    if (count === 0 && size === 0) continue;
    const tally = tallyOf(tallies, name);
    tally.added = Math.max(0, count);
    tally.removed = Math.max(0, -count);
    tally.addedSize = Math.max(0, size);
    tally.removedSize = Math.max(0, -size);
  }
  return {
    by: 'class',
    totalBefore: totalSize(before),
    totalAfter: totalSize(after),
    survivors: null,
    warning: null,
    classes: changes(tallies, resorted[0] ?? before, resorted[1] ?? after),
  };
}

function withShapes(heap: Heap, shapes: Heap['classes']['shapes']): Heap {
  const { tables, codes, names, dom, sizes, retainedSizes: retained, distances, dominatorTree: tree } = heap;
  const same = shapes.length === heap.classes.shapes.length;
  if (same) return heap;
  const classes = classify(tables, codes, names, dom, shapes);
  const input = { tables, sizes, retained, distances, tree, classOf: classes.of, classCount: classes.list.length };
  return { ...heap, classes, aggregates: aggregate(input) };
}
