import type { SnapshotTables } from '../parse/tables.ts';
import type { TypeCodes } from './codes.ts';

export const attached = 1;
export const detached = 2;

export interface Detachedness {
  /** 0 unknown, 1 attached, 2 detached; for each node. */
  readonly states: Uint8Array;
  /** Whether detached native nodes are shown under a name with "Detached " before it (older files have it in the name). */
  readonly named: boolean;
}

/**
 * Says of each node whether it hangs in the document: what the embedder said, carried on to the native nodes that can be
 * reached from there; *attached* wins over *detached*, and JavaScript objects pass nothing on.
 */
export function computeDetachedness(tables: SnapshotTables, codes: TypeCodes): Detachedness {
  if (tables.detachedness === null) return { states: byName(tables, codes), named: false };
  const { nodeTypes, firstEdges, edgeTypes, edgeTargets } = tables;
  const states = tables.detachedness.slice();
  const visited = new Uint8Array(states.length);
  const queues: Record<number, number[]> = { [attached]: [], [detached]: [] };
  const visit = (node: number, state: number) => {
    if (visited[node] === 1) return;
    visited[node] = 1;
    if (nodeTypes[node] !== codes.native) return;
    states[node] = state;
    queues[state]?.push(node);
  };
  for (let node = 0; node < states.length; node++) if (states[node] !== 0) visit(node, states[node] as number);
  for (const state of [attached, detached]) {
    const queue = queues[state] ?? [];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (let edge = firstEdges[node] as number; edge < (firstEdges[node + 1] as number); edge++) {
        const type = edgeTypes[edge];
        if (type !== codes.hiddenEdge && type !== codes.weakEdge) visit(edgeTargets[edge] as number, state);
      }
    }
  }
  return { states, named: true };
}

function byName({ nodeTypes, nodeNames, strings }: SnapshotTables, codes: TypeCodes): Uint8Array {
  const states = new Uint8Array(nodeTypes.length);
  for (let node = 0; node < states.length; node++) {
    if (nodeTypes[node] === codes.native && strings.head(nodeNames[node] as number, 9) === 'Detached ')
      states[node] = detached;
  }
  return states;
}
