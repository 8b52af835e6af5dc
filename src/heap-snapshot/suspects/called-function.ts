import { eachEdge, fieldOf } from '../answers/nodes.ts';
import type { Heap } from '../heap.ts';

/** Timers or listeners whose functions were made at one place of the program. */
export interface CalledGroup {
  /** The function of the first of them; -1 when it is not seen. */
  readonly functionNode: number;
  readonly nodes: number[];
}

/** Groups what calls a function by the place in the program where that was made, and by `kind`. */
export function byFunction(heap: Heap, nodes: readonly number[], kind: (node: number) => string): CalledGroup[] {
  const groups = new Map<string, CalledGroup>();
  for (const node of nodes) {
    const functionNode = functionOf(heap, node);
    const code = functionNode < 0 ? -1 : fieldOf(heap, functionNode, 'shared');
    const key = `${kind(node)} ${code}`;
    const group = groups.get(key) ?? { functionNode, nodes: [] };
    group.nodes.push(node);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The browser's timers and listeners refer to their function through objects of the browser. */
const farthestFunction = 3;

/** The function that a timer or listener calls; -1 when it is not seen. */
function functionOf(heap: Heap, caller: number): number {
  const own = fieldOf(heap, caller, '_onTimeout');
  if (own >= 0) return own;
  let level = [caller];
  for (let step = 0; step < farthestFunction; step++) {
    const next: number[] = [];
    for (const node of level)
      eachEdge(heap, node, (edge, target) => {
        if (heap.tables.edgeTypes[edge] !== heap.codes.weakEdge) next.push(target);
        return true;
      });
    const found = next.find((node) => heap.tables.nodeTypes[node] === heap.codes.closure);
    if (found !== undefined) return found;
    level = next;
  }
  return -1;
}

/** Empty when the function is not seen or has no name. */
export function functionName(heap: Heap, functionNode: number): string {
  return functionNode < 0 ? '' : heap.names.text(heap.tables.nodeNames[functionNode] as number);
}
