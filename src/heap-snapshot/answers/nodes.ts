import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';
import { detached } from '../graph/detachedness.ts';
import type { Heap } from '../heap.ts';

/** One node as a row of an answer: numbers and short texts only. */
export interface NodeRow {
  readonly node: number;
  /** V8's id: the same object keeps it in all snapshots of a process. */
  readonly id: number;
  readonly type: string;
  readonly className: string;
  /** The node's own name: a function's name, the beginning of a string, an element's tag. */
  readonly name: string;
  readonly selfSize: number;
  readonly retainedSize: number;
  /** Steps from a user root; null where only V8's own roots reach, or nothing. */
  readonly distance: number | null;
  readonly detached: boolean;
}

/** Names are cut after so many characters: a string may be megabytes. */
const longestName = 120;

export function nodeName(heap: Heap, node: number): string {
  const { strings, nodeNames } = heap.tables;
  const name = strings.head(nodeNames[node] as number, longestName + 1);
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

export function className(heap: Heap, node: number): string {
  return heap.classes.list[heap.classes.of[node] as number]?.name ?? '';
}

export function nodeType(heap: Heap, node: number): string {
  return heap.tables.layout.nodeTypeNames[heap.tables.nodeTypes[node] as number] ?? '';
}

/**
 * Whether this belongs to the page and is cut off from the document. Node's own wrappers call themselves detached as well, but
 * have no document to be detached from.
 */
export function isDetached(heap: Heap, node: number): boolean {
  if (heap.dom.states[node] !== detached || heap.tables.nodeTypes[node] !== heap.codes.native) return false;
  return heap.tables.strings.head(heap.tables.nodeNames[node] as number, 7) !== 'Node / ';
}

/** What the DOM is made of, as Chrome names it: `<div>`, older `HTMLDivElement`; not styles, lists and what else hangs on an element. */
const documentNode =
  /^(Detached )?(<|#|(HTML|SVG|MathML)?\w*(Element|Document|DocumentFragment|ShadowRoot|Text|Comment|Attr|Window|CDATASection)\b(?!::))/;

/** Whether this is a piece of a document, or a whole window, that is out of it. Their mere attachments are not told by themselves. */
export function isDetachedNode(heap: Heap, node: number): boolean {
  return isDetached(heap, node) && documentNode.test(nodeName(heap, node));
}

export function nodeRow(heap: Heap, node: number): NodeRow {
  const distance = heap.distances[node] as number;
  return {
    node,
    id: heap.tables.nodeIds[node] as number,
    type: nodeType(heap, node),
    className: className(heap, node),
    name: nodeName(heap, node),
    selfSize: heap.sizes[node] as number,
    retainedSize: heap.retainedSizes[node] as number,
    distance: distance >= 0 && distance < 100_000_000 ? distance : null,
    detached: isDetached(heap, node),
  };
}

/** The node with V8's id. Throws a SnapshotError when there is none. */
export function nodeById(heap: Heap, id: number): number {
  const node = heap.tables.nodeIds.indexOf(id);
  if (node < 0) throw new SnapshotError('not-found', say('notFound', { id: String(id) }));
  return node;
}

/** Calls `visit` for each edge of a node; a `false` from it ends the walk. */
export function eachEdge(heap: Heap, node: number, visit: (edge: number, target: number) => boolean | undefined): void {
  const { firstEdges, edgeTargets } = heap.tables;
  for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++)
    if (visit(edge, edgeTargets[edge] as number) === false) return;
}

/** What a property, a context slot or an internal field of this name points to; -1 when there is none. */
export function fieldOf(heap: Heap, node: number, field: string): number {
  let found = -1;
  eachEdge(heap, node, (edge, target) => {
    if (!hasName(heap, edge) || heap.tables.edgeTypes[edge] === heap.codes.weakEdge) return true;
    if (heap.names.text(heap.tables.edgeNames[edge] as number) !== field) return true;
    found = target;
    return false;
  });
  return found;
}

export function hasName({ tables, codes }: Heap, edge: number): boolean {
  return tables.edgeTypes[edge] !== codes.elementEdge && tables.edgeTypes[edge] !== codes.hiddenEdge;
}

/** Whether this is something that a person's program made, not V8's own bookkeeping. */
export function isUserObject(heap: Heap, node: number): boolean {
  const { codes } = heap;
  const type = heap.tables.nodeTypes[node] as number;
  if (type === codes.hidden || type === codes.code || type === codes.synthetic || type === codes.array) return false;
  if (heap.tables.layout.nodeTypeNames[type] === 'object shape') return false;
  const name = heap.tables.strings.head(heap.tables.nodeNames[node] as number, longestName);
  // What a browser makes for itself carries the names of its C++ classes.
  return !name.startsWith('system /') && !(type === codes.native && name.includes('::'));
}

/** The children of a node in the dominator tree, the heaviest first. */
export function dominatedBy(heap: Heap, node: number): number[] {
  const { starts, children } = heap.dominatorTree;
  return [...children.subarray(starts[node] as number, starts[node + 1] as number)].sort(
    (a, b) => (heap.retainedSizes[b] as number) - (heap.retainedSizes[a] as number),
  );
}
