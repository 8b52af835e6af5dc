import { say } from '../../words/suspects.ts';
import { clusterPaths } from '../answers/clusters.ts';
import { formatBytes } from '../answers/format.ts';
import { className, eachEdge, fieldOf } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import type { SuspectRule } from './rule.ts';

/** Whether this is a node of React's tree that React has let go of: it hangs under no other and is no root. */
export function isUnmountedFiber(heap: Heap, node: number): boolean {
  if (className(heap, node) !== 'FiberNode' || heap.tables.nodeTypes[node] !== heap.codes.object) return false;
  const isA = (field: string, name: string) => {
    const target = fieldOf(heap, node, field);
    return target >= 0 && className(heap, target) === name;
  };
  if (isA('return', 'FiberNode') || isA('stateNode', 'FiberRootNode')) return false;
  // While React works on a tree, the other copy of a mounted node may have lost its parent for a moment.
  const other = fieldOf(heap, node, 'alternate');
  if (other < 0 || className(heap, other) !== 'FiberNode') return hasFields(heap, node);
  return fieldOf(heap, other, 'return') < 0 || className(heap, fieldOf(heap, other, 'return')) !== 'FiberNode';
}

/** React's prototype object has no fields of a node. */
function hasFields(heap: Heap, node: number): boolean {
  let found = false;
  eachEdge(heap, node, (edge) => {
    found ||=
      heap.tables.edgeTypes[edge] === heap.codes.propertyEdge &&
      /^(memoizedProps|memoizedState|type|elementType|updateQueue|dependencies|stateNode|child)$/.test(
        heap.names.text(heap.tables.edgeNames[edge] as number),
      );
    return !found;
  });
  return found;
}

/** React components that were unmounted and are still referred to (development builds, where the class keeps its name). */
export const unmountedFibers: SuspectRule = {
  name: 'unmounted-component',
  find(heap) {
    const known = heap.classes.list.some(({ name }) => name === 'FiberNode');
    const nodes: number[] = [];
    for (let node = 0; known && node < heap.sizes.length; node++)
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
