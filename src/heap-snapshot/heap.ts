import { type Aggregates, aggregate, type DominatorChildren, dominatorChildren } from './graph/aggregates.ts';
import { type Classes, classify } from './graph/classes.ts';
import { type TypeCodes, typeCodes } from './graph/codes.ts';
import { computeDetachedness, type Detachedness } from './graph/detachedness.ts';
import { computeDistances } from './graph/distances.ts';
import { computeDominators, computeRetainedSizes } from './graph/dominators.ts';
import { markIdleEdges, pageObjects } from './graph/essential.ts';
import { Names } from './graph/names.ts';
import { ownedSizes } from './graph/ownership.ts';
import { type SnapshotChunks, type SnapshotOptions, type SnapshotProgress, throwIfCancelled } from './options.ts';
import { parseSnapshot } from './parse/parser.ts';
import type { SnapshotTables } from './parse/tables.ts';

/** A snapshot with everything computed that its answers need. All columns have one row for each node. */
export interface Heap {
  readonly tables: SnapshotTables;
  readonly codes: TypeCodes;
  readonly names: Names;
  readonly dom: Detachedness;
  /** Bytes of each node with the backing stores that it owns. */
  readonly sizes: Uint32Array | Float64Array;
  readonly retainedSizes: Float64Array;
  readonly dominators: Uint32Array;
  readonly dominatorTree: DominatorChildren;
  readonly distances: Int32Array;
  readonly classes: Classes;
  readonly aggregates: Aggregates;
}

/** Reads a snapshot and computes its graph. Throws a SnapshotError for what cannot be read. */
export async function loadHeap(chunks: SnapshotChunks, options: SnapshotOptions = {}): Promise<Heap> {
  return buildHeap(await parseSnapshot(chunks, options), options);
}

const phases = ['detachedness', 'ownership', 'dominators', 'distances', 'classes', 'aggregates', 'done'] as const;

/** Computes the graph of a parsed snapshot. */
export async function buildHeap(tables: SnapshotTables, options: SnapshotOptions = {}): Promise<Heap> {
  const begin = async (phase: SnapshotProgress['phase'] & (typeof phases)[number]) => {
    options.onProgress?.({ phase, done: phases.indexOf(phase), total: phases.length - 1 });
    await options.breathe?.();
    throwIfCancelled(options.signal);
  };
  const codes = typeCodes(tables.layout);
  const names = new Names(tables);
  const root = tables.layout.rootOrdinal;
  await begin('detachedness');
  const dom = computeDetachedness(tables, codes);
  await begin('ownership');
  const sizes = ownedSizes(tables, codes, names, dom);
  await begin('dominators');
  const { firstEdges, edgeTargets } = tables;
  const edgeTypes = markIdleEdges(tables, codes, names, pageObjects(tables, codes, names));
  const tree = computeDominators({ root, firstEdges, edgeTargets, edgeTypes });
  const retainedSizes = computeRetainedSizes(sizes, tree);
  await begin('distances');
  const distances = computeDistances(tables, codes, names);
  await begin('classes');
  const classes = classify(tables, codes, names, dom);
  await begin('aggregates');
  const dominatorTree = dominatorChildren(root, tree);
  const aggregates = aggregate({
    tables,
    sizes,
    retained: retainedSizes,
    distances,
    classOf: classes.of,
    classCount: classes.list.length,
    tree: dominatorTree,
  });
  await begin('done');
  const { dominators } = tree;
  return { tables, codes, names, dom, sizes, retainedSizes, dominators, dominatorTree, distances, classes, aggregates };
}
