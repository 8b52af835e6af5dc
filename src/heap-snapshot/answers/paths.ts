import { say } from '../../words/suspects.ts';
import { systemDistance } from '../graph/distances.ts';
import type { Heap } from '../heap.ts';
import { hasName, type NodeRow, nodeRow } from './nodes.ts';

/** How one object holds the next. */
export interface PathEdge {
  readonly type: string;
  readonly name: string;
}

/** A step of the way from a root to an object. The first step is the root and has no edge. */
export interface PathStep extends NodeRow {
  readonly edge: PathEdge | null;
}

/** Of edges that are equally short the one that says most is taken: a named property before V8's own fields. */
const order = ['property', 'context', 'shortcut', 'element', 'internal', 'hidden'];

interface Parents {
  /** For each node the edge that it is held by on a shortest way, plus one; 0 for none. */
  readonly edges: Uint32Array;
  readonly nodes: Uint32Array;
}

const known = new WeakMap<Heap, Parents>();

/** One pass over all edges, made when the first path is asked for. */
function parentsOf(heap: Heap): Parents {
  let parents = known.get(heap);
  if (parents === undefined) {
    parents = findParents(heap);
    known.set(heap, parents);
  }
  return parents;
}

function findParents({ tables, distances }: Heap): Parents {
  const { firstEdges, edgeTypes, edgeTargets, layout } = tables;
  const ranks = Uint8Array.from(layout.edgeTypeNames, (name) =>
    name === 'weak' ? 255 : (order.indexOf(name) + 9) % 9,
  );
  const edges = new Uint32Array(distances.length);
  const nodes = new Uint32Array(distances.length);
  for (let node = 0; node < distances.length; node++) {
    const root = node === layout.rootOrdinal;
    const next = (distances[node] as number) + 1;
    if (next <= 0) continue;
    for (let edge = firstEdges[node] as number, end = firstEdges[node + 1] as number; edge < end; edge++) {
      const target = edgeTargets[edge] as number;
      const distance = distances[target] as number;
      if (distance !== next && !(root && distance === 1)) continue;
      const rank = ranks[edgeTypes[edge] as number] as number;
      const before = edges[target] as number;
      if (rank === 255 || (before !== 0 && (ranks[edgeTypes[before - 1] as number] as number) <= rank)) continue;
      edges[target] = edge + 1;
      nodes[target] = node;
    }
  }
  return { edges, nodes };
}

export function pathEdge(heap: Heap, edge: number): PathEdge {
  const { edgeTypes, edgeNames, layout } = heap.tables;
  const name = edgeNames[edge] as number;
  return {
    type: layout.edgeTypeNames[edgeTypes[edge] as number] ?? '',
    name: hasName(heap, edge) ? heap.names.text(name).slice(0, 200) : String(name),
  };
}

/** Nodes from the root to `node`, each with the edge that leads to it; empty when nothing but weak references holds it. */
export function pathNodes(heap: Heap, node: number): { readonly node: number; readonly edge: number }[] {
  const { edges, nodes } = parentsOf(heap);
  const root = heap.tables.layout.rootOrdinal;
  const steps: { node: number; edge: number }[] = [];
  let at = node;
  while (at !== root) {
    const edge = edges[at] as number;
    if (edge === 0) return [];
    steps.push({ node: at, edge: edge - 1 });
    at = nodes[at] as number;
  }
  steps.push({ node: root, edge: -1 });
  return steps.reverse();
}

/** A shortest way from the root to an object, weak references left out; null when nothing holds it. */
export function retainerPath(heap: Heap, node: number): PathStep[] | null {
  const steps = pathNodes(heap, node);
  if (steps.length === 0) return null;
  return steps.map(({ node: at, edge }) => ({ ...nodeRow(heap, at), edge: edge < 0 ? null : pathEdge(heap, edge) }));
}

/** `.name`, `[3]`, `→name` for a closure's variable, `{field}` for V8's own. */
export function edgeText({ type, name }: PathEdge): string {
  if (type === 'context') return `→${name}`;
  if (type === 'element') return `[${name}]`;
  if (type === 'property' || type === 'shortcut')
    return /^[\p{L}_$#][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `["${name}"]`;
  return `{${name}}`;
}

/** The path in one line, without the roots that stand before the first object; a step that repeats is told once. */
export function pathText(path: readonly PathStep[]): string {
  const told: { text: string; times: number }[] = [];
  for (const { edge, className, type } of path) {
    if (type === 'synthetic') continue;
    const name = shortName(className);
    const text = told.length === 0 || edge === null ? name : `${edgeText(edge)} ${name}`;
    const last = told.at(-1);
    if (last?.text === text) last.times++;
    else told.push({ text, times: 1 });
  }
  return told.map(({ text, times }) => (times === 1 ? text : say('times', { text, count: times }))).join(' ');
}

const longestInPath = 100;

/** The browser's own C++ classes without their template arguments, which may fill a page. */
function shortName(className: string): string {
  const name = /^[\w:]+::\w+</.test(className) ? className.slice(0, className.indexOf('<')) : className;
  return name.length > longestInPath ? `${name.slice(0, longestInPath)}…` : name;
}

/** What equal paths have in common: classes and edges, numbers and the like left out, and a step that repeats told once. */
export function pathSignature(heap: Heap, node: number): string {
  return pathNodes(heap, node)
    .filter(({ edge }) => edge >= 0)
    .map(({ node: at, edge }) => {
      const { type, name } = pathEdge(heap, edge);
      const number = type === 'element' || type === 'hidden' || /\d/.test(name);
      const { list, of } = heap.classes;
      return `${edgeText({ type, name: number ? '*' : name })} ${list[of[at] as number]?.name ?? ''}`;
    })
    .filter((step, at, steps) => step !== steps[at - 1])
    .join(' ');
}

/** Whether a person's program reaches the node, not V8's own roots alone. */
export function isReached(heap: Heap, node: number): boolean {
  const distance = heap.distances[node] as number;
  return distance >= 0 && distance < systemDistance;
}
