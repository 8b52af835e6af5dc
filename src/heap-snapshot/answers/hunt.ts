import { say as sayOfFile } from '../../words/snapshot-files.ts';
import { say } from '../../words/suspects.ts';
import { SnapshotError } from '../errors.ts';
import type { Heap } from '../heap.ts';
import { entriesOf } from '../suspects/collections.rule.ts';
import { isUnmountedFiber } from '../suspects/unmounted.rule.ts';
import { type Cluster, clusterPaths, topmost } from './clusters.ts';
import { IdSet } from './id-set.ts';
import { isDetachedNode, isUserObject, type NodeRow, nodeRow } from './nodes.ts';
import { isReached, type PathStep, retainerPath } from './paths.ts';

/** Objects of one kind that came with the action and stayed after it was undone. */
export interface HuntedCluster extends Cluster {
  /** `leak`: they are out of the document or unmounted and must be gone. `suspect`: they may be meant to stay. */
  readonly word: 'leak' | 'suspect';
  readonly because: string;
}

/** A collection that had more entries in each snapshot than in the one before. */
export interface GrowingCollection {
  readonly collection: NodeRow;
  /** Entries in baseline, target and final. */
  readonly entries: readonly [number, number, number];
  readonly retainedSize: number;
  readonly path: readonly PathStep[] | null;
}

export interface HuntResult {
  /** Objects that are in target and final but not in baseline. */
  readonly count: number;
  /** Bytes that would go with them. */
  readonly bytes: number;
  readonly clusters: readonly HuntedCluster[];
  readonly growing: readonly GrowingCollection[];
}

/**
 * The three-snapshot hunt: *baseline* before an action, *target* after it, *final* after it was undone. What the action made
 * and its undoing left is a candidate. All three must be of one process; throws a SnapshotError when they are not.
 */
export function hunt(baseline: Heap, target: Heap, final: Heap, limit = 50): HuntResult {
  const before = new IdSet(baseline.tables.nodeIds);
  const during = new IdSet(target.tables.nodeIds);
  requireOneProcess(before, final);
  requireOneProcess(during, final);
  const leaks: number[] = [];
  const others: number[] = [];
  for (let node = 0; node < final.sizes.length; node++) {
    const id = final.tables.nodeIds[node] as number;
    if (final.sizes[node] === 0 || before.has(id) || !during.has(id)) continue;
    if (!isUserObject(final, node) || !isReached(final, node)) continue;
    if (isDetachedNode(final, node) || isUnmountedFiber(final, node)) leaks.push(node);
    else others.push(node);
  }
  const proven = clusterPaths(final, leaks, limit).map((cluster) => verdict(cluster, 'leak', proof(final, cluster)));
  const possible = clusterPaths(final, others, limit).map((cluster) => verdict(cluster, 'suspect', say('hunted')));
  const clusters = [...proven, ...possible].slice(0, limit);
  return {
    count: leaks.length + others.length,
    bytes: topmost(final, [...leaks, ...others]).reduce((sum, node) => sum + (final.retainedSizes[node] as number), 0),
    clusters,
    growing: growingCollections([baseline, target, final], limit),
  };
}

function verdict(cluster: Cluster, word: HuntedCluster['word'], because: string): HuntedCluster {
  return { ...cluster, word, because };
}

function proof(heap: Heap, { example }: Cluster): string {
  return say(isDetachedNode(heap, example.node) ? 'huntedDetached' : 'huntedUnmounted');
}

function requireOneProcess(ids: IdSet, final: Heap): void {
  const sample = final.tables.nodeIds;
  const step = Math.max(1, Math.floor(sample.length / 10_000));
  let looked = 0;
  let known = 0;
  for (let at = 0; at < sample.length; at += step) {
    looked++;
    if (ids.has(sample[at] as number)) known++;
  }
  if (known < looked / 20) throw new SnapshotError('inconsistent', sayOfFile('differentProcesses'));
}

/** Collections with fewer entries in the end are not worth a line. */
const fewestEntries = 20;

function growingCollections(heaps: readonly [Heap, Heap, Heap], limit: number): GrowingCollection[] {
  const [baseline, target, final] = heaps;
  const collections = largeCollections(final);
  const [inBaseline, inTarget] = [baseline, target].map((heap) => nodesById(heap, collections));
  const found: GrowingCollection[] = [];
  for (const [id, node] of collections) {
    const first = inBaseline?.get(id);
    const second = inTarget?.get(id);
    if (first === undefined || second === undefined) continue;
    const entries = [
      entriesOf(baseline, first) ?? 0,
      entriesOf(target, second) ?? 0,
      entriesOf(final, node) ?? 0,
    ] as const;
    if (entries[1] <= entries[0] || entries[2] <= entries[1]) continue;
    const retainedSize = final.retainedSizes[node] as number;
    found.push({ collection: nodeRow(final, node), entries, retainedSize, path: null });
  }
  return found
    .sort((a, b) => b.entries[2] - b.entries[0] - (a.entries[2] - a.entries[0]))
    .slice(0, limit)
    .map((one) => ({ ...one, path: retainerPath(final, one.collection.node) }));
}

/** The collections of a snapshot that have entries enough, by id: all would be more than a Map holds. */
function largeCollections(heap: Heap): Map<number, number> {
  const wanted = heap.classes.list.map(({ name }) => /^(Array|Map|Set|Object|\{.*)$/.test(name));
  const found = new Map<number, number>();
  for (let node = 0; node < heap.sizes.length; node++) {
    if (heap.tables.nodeTypes[node] !== heap.codes.object || !wanted[heap.classes.of[node] as number]) continue;
    if ((entriesOf(heap, node) ?? 0) >= fewestEntries && isReached(heap, node))
      found.set(heap.tables.nodeIds[node] as number, node);
  }
  return found;
}

function nodesById({ tables }: Heap, ids: ReadonlyMap<number, unknown>): Map<number, number> {
  const found = new Map<number, number>();
  for (let node = 0; node < tables.nodeIds.length; node++) {
    const id = tables.nodeIds[node] as number;
    if (ids.has(id)) found.set(id, node);
  }
  return found;
}
