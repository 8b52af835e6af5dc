import { say } from '../../words/suspects.ts';
import { clusterPaths } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { fieldOf } from '../answers/nodes.ts';
import { isReached, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { fibersOf, isHostRoot } from './fibers.ts';
import type { SuspectRule } from './rule.ts';

/**
 * Whether this is a node of React's tree that React has let go of and somebody else holds: it hangs under no other, is no root,
 * and the way to it does not lead through React's tree (which keeps what it took out until its next commit there).
 */
export function isUnmountedFiber(heap: Heap, node: number): boolean {
  const { isFiber } = fibersOf(heap);
  if (!isFiber(node) || !isCutOff(heap, node)) return false;
  // While React works on a tree, the other copy of a mounted node may have lost its parent for a moment.
  const other = fieldOf(heap, node, 'alternate');
  if (other >= 0 && isFiber(other) && !isCutOff(heap, other)) return false;
  return !pathNodes(heap, node).some((step) => step.node !== node && isFiber(step.node) && isMounted(heap, step.node));
}

function isCutOff(heap: Heap, fiber: number): boolean {
  const above = fieldOf(heap, fiber, 'return');
  return !(above >= 0 && fibersOf(heap).isFiber(above)) && !isHostRoot(heap, fiber);
}

/** A tree may be deep, but not endless. */
const deepest = 10_000;

function isMounted(heap: Heap, fiber: number): boolean {
  for (let at = fiber, depth = 0; depth < deepest; depth++) {
    if (isHostRoot(heap, at)) return true;
    const above = fieldOf(heap, at, 'return');
    if (above < 0 || !fibersOf(heap).isFiber(above)) return false;
    at = above;
  }
  return false;
}

/** React components that were unmounted and are still referred to. */
export const unmountedFibers: SuspectRule = {
  name: 'unmounted-component',
  find(heap) {
    const nodes: number[] = [];
    for (let node = 0; fibersOf(heap).any && node < heap.sizes.length; node++)
      if (isUnmountedFiber(heap, node) && isReached(heap, node)) nodes.push(node);
    return clusterPaths(heap, nodes, 20).map(({ count, retainedSize, example }) => {
      const name = componentName(heap, example.node);
      const bytes = formatBytes(retainedSize);
      return {
        node: example.node,
        count,
        bytes: retainedSize,
        proof: true,
        sentence:
          name === ''
            ? say.counted('unmounted', count, { bytes })
            : say.counted('unmountedNamed', count, { name, bytes }),
      };
    });
  },
};

function componentName(heap: Heap, node: number): string {
  const type = fieldOf(heap, node, 'type');
  return type < 0 || heap.tables.nodeTypes[type] !== heap.codes.closure
    ? ''
    : heap.names.text(heap.tables.nodeNames[type] as number);
}
