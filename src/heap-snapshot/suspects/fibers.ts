import { eachEdge, fieldOf } from '../answers/nodes.ts';
import type { Heap } from '../heap.ts';

/** Fields of a node of React's tree, from React 16 to 19. Bundlers shorten the name of the class and leave those of its fields. */
const fiberFields = new Set([
  ...[
    'return',
    'child',
    'sibling',
    'alternate',
    'stateNode',
    'type',
    'elementType',
    'ref',
    'mode',
    'flags',
    'effectTag',
  ],
  ...['pendingProps', 'memoizedProps', 'memoizedState', 'updateQueue', 'dependencies', 'deletions'],
]);
/** V8 leaves out fields that are null, so that an instance may have few; other classes hardly have so many. */
const fewestFields = 4;
const mostLookedAt = 40;

/** Tells nodes of React's tree from everything else. */
export interface Fibers {
  readonly any: boolean;
  isFiber(node: number): boolean;
}

const known = new WeakMap<Heap, Fibers>();

export function fibersOf(heap: Heap): Fibers {
  let fibers = known.get(heap);
  if (!fibers) {
    fibers = findFibers(heap);
    known.set(heap, fibers);
  }
  return fibers;
}

function findFibers(heap: Heap): Fibers {
  const { of, list } = heap.classes;
  const types = heap.tables.nodeTypes;
  const looked = new Uint8Array(list.length);
  const isClass = Uint8Array.from(list, ({ name }) => (name === 'FiberNode' ? 1 : 0));
  for (let node = 0; node < of.length; node++) {
    const index = of[node] as number;
    if (types[node] !== heap.codes.object || (looked[index] as number) >= mostLookedAt || isClass[index] === 1)
      continue;
    looked[index] = (looked[index] as number) + 1;
    if (fieldsOfFiber(heap, node) >= fewestFields) isClass[index] = 1;
  }
  return {
    any: isClass.includes(1),
    isFiber: (node) => isClass[of[node] as number] === 1 && types[node] === heap.codes.object,
  };
}

/** How many of the fields a node has that only a node of React's tree has together; none without one of React's own words. */
function fieldsOfFiber(heap: Heap, node: number): number {
  let fields = 0;
  let own = false;
  eachEdge(heap, node, (edge) => {
    if (heap.tables.edgeTypes[edge] !== heap.codes.propertyEdge) return true;
    const name = heap.names.text(heap.tables.edgeNames[edge] as number);
    if (!fiberFields.has(name)) return true;
    fields++;
    own ||= name === 'memoizedProps' || name === 'memoizedState' || name === 'pendingProps';
    return true;
  });
  return own ? fields : 0;
}

/** Whether a node of React's tree is the top of a tree: React's root object, which has `current`, hangs on it. */
export function isHostRoot(heap: Heap, fiber: number): boolean {
  const root = fieldOf(heap, fiber, 'stateNode');
  return root >= 0 && fieldOf(heap, root, 'current') >= 0;
}
