import { say } from '../../words/suspects.ts';
import { className, dominatedBy, isUserObject, nodeType } from '../answers/nodes.ts';
import { pathEdge, pathNodes } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';

/** A node is only a way to what is stored while one child has this share of what it holds. */
const passedOn = 0.8;

/** What a store holds: the children in the dominator tree of the node, or of the table behind it. */
export function itemsOf(heap: Heap, node: number): number[] {
  let at = node;
  let items = dominatedBy(heap, at);
  for (let first = items[0]; first !== undefined && !isUserObject(heap, first); first = items[0]) {
    if (!passesOn(heap, at, first)) break;
    at = first;
    items = dominatedBy(heap, at);
  }
  return items;
}

export function passesOn(heap: Heap, node: number, child: number): boolean {
  return (heap.retainedSizes[child] as number) >= (heap.retainedSizes[node] as number) * passedOn;
}

/** The class that most of the nodes have. */
export function commonest(heap: Heap, nodes: readonly number[]): { name: string; count: number } {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(className(heap, node), (counts.get(className(heap, node)) ?? 0) + 1);
  const [name, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return { name, count };
}

/** The first object of a person's program on the way to what weighs most below a function; '' when there is none. */
export function heaviestClass(heap: Heap, node: number): string {
  let at = dominatedBy(heap, node)[0];
  for (let steps = 0; at !== undefined && steps < 20; steps++, at = dominatedBy(heap, at)[0])
    if (isUserObject(heap, at) && nodeType(heap, at) === 'object') return className(heap, at);
  return '';
}

/** How a person's program calls the object: `JobQueue.waiting`, `variable recent`; '' where it has no name of its own. */
export function calledIn(heap: Heap, node: number): string {
  const steps = pathNodes(heap, node);
  const last = steps.at(-1);
  const holder = steps.at(-2);
  if (last === undefined || holder === undefined) return '';
  const { type, name } = pathEdge(heap, last.edge);
  if (type === 'context') return say('variable', { name });
  if (type !== 'property' || !isUserObject(heap, holder.node)) return '';
  return `${className(heap, holder.node)}.${name}`;
}
