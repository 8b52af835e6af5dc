import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';
import type { Names } from './names.ts';

/** The distance of what nothing reaches. */
export const unreached = -5;
/** Added to the distance of what only V8's own roots reach. */
export const systemDistance = 100_000_000;

/**
 * Steps from the nearest user root (a global object, the document trees), which is at 1; what only V8's own roots reach counts
 * from `systemDistance`. Weak edges and links that exist for V8 alone are not followed, and the value of a WeakMap entry is one
 * step from the farther of table and key.
 */
export function computeDistances(tables: SnapshotTables, codes: TypeCodes, names: Names): Int32Array {
  const { layout, nodeTypes, nodeNames, firstEdges, edgeTargets } = tables;
  const root = layout.rootOrdinal;
  const distances = new Int32Array(nodeTypes.length).fill(unreached);
  const first = firstEdges[root] as number;
  const end = firstEdges[root + 1] as number;
  // A root may be pointed to twice and is then walked twice, which matters for WeakMap entries only.
  const queue = new Uint32Array(nodeTypes.length + end - first + 1);
  let length = 0;
  for (let edge = first; edge < end; edge++) {
    const child = edgeTargets[edge] as number;
    const synthetic = nodeTypes[child] === codes.synthetic;
    if (synthetic && names.text(nodeNames[child] as number) !== '(Document DOM trees)') continue;
    distances[child] = 1;
    queue[length++] = child;
  }
  const walk = new Walk(tables, codes, names, distances, queue);
  walk.run(length);
  distances[root] = length > 0 ? systemDistance : 0;
  queue[0] = root;
  walk.run(1);
  return distances;
}

class Walk {
  readonly #tables: SnapshotTables;
  readonly #codes: TypeCodes;
  readonly #names: Names;
  readonly #distances: Int32Array;
  readonly #queue: Uint32Array;
  readonly #mapDescriptors: number;
  readonly #nativeContext: number;
  /** WeakMap entries of which one half was met. */
  readonly #pending = new Set<string>();

  constructor(tables: SnapshotTables, codes: TypeCodes, names: Names, distances: Int32Array, queue: Uint32Array) {
    this.#tables = tables;
    this.#codes = codes;
    this.#names = names;
    this.#distances = distances;
    this.#queue = queue;
    this.#mapDescriptors = names.indexAmong(codes.array, '(map descriptors)');
    this.#nativeContext = names.indexAmong(codes.hidden, 'system / NativeContext');
  }

  run(length: number): void {
    const { nodeTypes, nodeNames, firstEdges, edgeTypes, edgeTargets } = this.#tables;
    const { weakEdge, internalEdge, array, hidden } = this.#codes;
    const distances = this.#distances;
    const queue = this.#queue;
    let filled = length;
    for (let at = 0; at < filled; at++) {
      const node = queue[at] as number;
      const distance = (distances[node] as number) + 1;
      const type = nodeTypes[node];
      const special =
        (type === array && nodeNames[node] === this.#mapDescriptors) ||
        (type === hidden && nodeNames[node] === this.#nativeContext);
      for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
        const child = edgeTargets[edge] as number;
        if (distances[child] !== unreached) continue;
        const edgeType = edgeTypes[edge] as number;
        if (edgeType === weakEdge) continue;
        if (special && !this.#followsSpecial(node, edge)) continue;
        if (edgeType === internalEdge && !(special && type === array) && this.#isFirstHalf(edge)) continue;
        distances[child] = distance;
        queue[filled++] = child;
      }
    }
  }

  /** Descriptor arrays are shared by maps that do not use all of them; contexts know every function's map. */
  #followsSpecial(node: number, edge: number): boolean {
    const { nodeTypes, edgeTypes, edgeNames } = this.#tables;
    const { elementEdge, hiddenEdge, hidden } = this.#codes;
    const name = edgeNames[edge] as number;
    const numbered = edgeTypes[edge] === elementEdge || edgeTypes[edge] === hiddenEdge;
    if (nodeTypes[node] === hidden) return numbered || this.#names.text(name) !== 'sloppy_function_map';
    const index = numbered ? name : Number.parseInt(this.#names.text(name), 10);
    return index < 2 || index % 3 !== 1;
  }

  #isFirstHalf(edge: number): boolean {
    const entry = this.#names.weakMapEntry(this.#tables.edgeNames[edge] as number);
    if (entry === null || this.#pending.delete(entry.pair)) return false;
    this.#pending.add(entry.pair);
    return true;
  }
}
