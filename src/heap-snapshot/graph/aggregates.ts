import type { SnapshotTables } from '../parse/tables.ts';
import type { Dominators } from './dominators.ts';

/** Columns with one row for each class. Nodes without a size count for nothing. */
export interface Aggregates {
  readonly counts: Uint32Array;
  readonly selfSizes: Float64Array;
  /** Bytes that would go with all nodes of the class: what a node of the same class holds already is not counted twice. */
  readonly retainedSizes: Float64Array;
  /** The shortest distance among the nodes. */
  readonly distances: Int32Array;
}

/** The dominator tree downwards: the children of node n are `children[starts[n]]` to `children[starts[n + 1] - 1]`. */
export interface DominatorChildren {
  readonly starts: Uint32Array;
  readonly children: Uint32Array;
}

export function dominatorChildren(root: number, { dominators }: Dominators): DominatorChildren {
  const count = dominators.length;
  const starts = new Uint32Array(count + 1);
  for (let node = 0; node < count; node++) {
    if (node === root) continue;
    const parent = dominators[node] as number;
    starts[parent] = (starts[parent] as number) + 1;
  }
  let total = 0;
  for (let node = 0; node < count; node++) {
    total += starts[node] as number;
    starts[node] = total;
  }
  starts[count] = total;
  const children = new Uint32Array(total);
  for (let node = count - 1; node >= 0; node--) {
    if (node === root) continue;
    const parent = dominators[node] as number;
    const slot = (starts[parent] as number) - 1;
    starts[parent] = slot;
    children[slot] = node;
  }
  return { starts, children };
}

export interface AggregateInput {
  readonly tables: SnapshotTables;
  readonly sizes: Uint32Array | Float64Array;
  readonly retained: Float64Array;
  readonly distances: Int32Array;
  readonly classOf: Uint32Array;
  readonly classCount: number;
  readonly tree: DominatorChildren;
}

export function aggregate(input: AggregateInput): Aggregates {
  const { sizes, distances, classOf, classCount } = input;
  const counts = new Uint32Array(classCount);
  const selfSizes = new Float64Array(classCount);
  const least = new Int32Array(classCount).fill(0x7fffffff);
  for (let node = 0; node < classOf.length; node++) {
    const size = sizes[node] as number;
    if (size === 0) continue;
    const index = classOf[node] as number;
    counts[index] = (counts[index] as number) + 1;
    selfSizes[index] = (selfSizes[index] as number) + size;
    const distance = distances[node] as number;
    if (distance < (least[index] as number)) least[index] = distance;
  }
  return { counts, selfSizes, retainedSizes: retainedByClass(input), distances: least };
}

/** Walks the dominator tree and adds a node's retained size to its class unless one of the class stands above it. */
function retainedByClass({ tables, sizes, retained, classOf, classCount, tree }: AggregateInput): Float64Array {
  const { starts, children } = tree;
  const total = new Float64Array(classCount);
  const above = new Uint8Array(classCount);
  /** Nodes on the way down, and for each the next child to visit. */
  const path = [tables.layout.rootOrdinal];
  const cursor = starts.slice(0, classOf.length);
  /** Whether the node on this level is the one that counts for its class. */
  const counted: boolean[] = [];
  const enter = (node: number): boolean => {
    const index = classOf[node] as number;
    if (above[index] === 1 || sizes[node] === 0) return false;
    total[index] = (total[index] as number) + (retained[node] as number);
    return true;
  };
  const root = tables.layout.rootOrdinal;
  counted.push(enter(root));
  if (counted[0]) above[classOf[root] as number] = 1;
  while (path.length > 0) {
    const node = path[path.length - 1] as number;
    const at = cursor[node] as number;
    if (at === starts[node + 1]) {
      path.pop();
      if (counted.pop()) above[classOf[node] as number] = 0;
      continue;
    }
    cursor[node] = at + 1;
    const child = children[at] as number;
    const counts = enter(child);
    if (starts[child] === starts[child + 1]) continue;
    if (counts) above[classOf[child] as number] = 1;
    path.push(child);
    counted.push(counts);
  }
  return total;
}
