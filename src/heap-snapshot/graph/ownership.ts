import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';
import { type Detachedness, detached } from './detachedness.ts';
import type { Names } from './names.ts';

const unvisited = 0xffffffff;
const several = 0xfffffffe;

/** Whether the root points to anything but V8's own groups: only then is this a snapshot for web developers. */
export function hasUserRoots(
  { layout, firstEdges, edgeTargets, nodeTypes, nodeNames }: SnapshotTables,
  codes: TypeCodes,
  names: Names,
): boolean {
  const root = layout.rootOrdinal;
  for (let edge = firstEdges[root] as number; edge < (firstEdges[root + 1] as number); edge++) {
    const child = edgeTargets[edge] as number;
    if (nodeTypes[child] !== codes.synthetic) return true;
    if (names.text(nodeNames[child] as number) === '(Document DOM trees)') return true;
  }
  return false;
}

/**
 * Moves the sizes of backing stores, which a person did not make, to the one object that owns each: an array's elements
 * count as part of the array. Stores with several owners keep their size. Returns adjusted sizes; the tables stay.
 */
export function ownedSizes(
  tables: SnapshotTables,
  codes: TypeCodes,
  names: Names,
  dom: Detachedness,
): Uint32Array | Float64Array {
  const sizes = tables.selfSizes.slice();
  if (!hasUserRoots(tables, codes, names)) return sizes;
  const owners = findOwners(tables, codes, names, dom);
  const { nodeTypes, layout } = tables;
  for (let node = 0; node < sizes.length; node++) {
    const owner = owners[node] as number;
    if (owner === node || owner === unvisited || owner === several) continue;
    if (nodeTypes[owner] === codes.synthetic || owner === layout.rootOrdinal) continue;
    sizes[owner] = (sizes[owner] as number) + (sizes[node] as number);
    sizes[node] = 0;
  }
  return sizes;
}

function findOwners(tables: SnapshotTables, codes: TypeCodes, names: Names, dom: Detachedness): Uint32Array {
  const { nodeTypes, nodeNames, firstEdges, edgeTypes, edgeTargets } = tables;
  const count = nodeTypes.length;
  const external = names.indexAmong(codes.native, 'system / ExternalStringData');
  const owners = new Uint32Array(count);
  for (let node = 0; node < count; node++) {
    const type = nodeTypes[node];
    const owned =
      type === codes.hidden ||
      type === codes.array ||
      (type === codes.native && nodeNames[node] === external && !(dom.named && dom.states[node] === detached));
    owners[node] = owned ? unvisited : node;
  }
  const worklist: number[] = [];
  const spread = (node: number) => {
    const owner = owners[node] as number;
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      const target = edgeTargets[edge] as number;
      const now = owners[target] as number;
      if (now === target || now === owner || now === several || edgeTypes[edge] === codes.weakEdge) continue;
      owners[target] = now === unvisited ? owner : several;
      worklist.push(target);
    }
  };
  for (let node = 0; node < count; node++) {
    if (owners[node] !== node) continue;
    spread(node);
    for (let next = worklist.pop(); next !== undefined; next = worklist.pop()) spread(next);
  }
  return owners;
}
