import { formatBytes, formatCount, formatShare } from '../answers/format.ts';
import { className, dominatedBy, isUserObject, nodeType } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import type { Finding, SuspectRule } from './rule.ts';

/** A node is only a way to the real store while one child has this share of what it holds. */
const passedOn = 0.8;
/** Both must be reached: a small program has nothing else to show than its runtime. */
const largeShare = 0.05;
const largeBytes = 1024 * 1024;
/** What stands at the top of every program holds everything and says nothing. */
const notTheStore =
  /^(Window|global|globalThis|Object \/ |process$|Module$|NodeModule|Function$|\(|system \/|Detached )/;

/** One object that alone keeps much alive, in many parts: a cache, a list, a registry that nothing empties. */
export const accumulation: SuspectRule = {
  name: 'accumulation',
  find(heap, total) {
    const findings: Finding[] = [];
    const pending = [heap.tables.layout.rootOrdinal];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const finding = asStore(heap, node, total);
      if (finding !== null) findings.push(finding);
      // Stores within stores are found too, but not the same bytes again along one chain.
      else
        for (const child of dominatedBy(heap, node)) {
          if (!isLarge(heap, child, total)) break;
          pending.push(child);
        }
    }
    return findings;
  },
};

function isLarge(heap: Heap, node: number, total: number): boolean {
  const retained = heap.retainedSizes[node] as number;
  return retained >= total * largeShare && retained >= largeBytes;
}

function asStore(heap: Heap, node: number, total: number): Finding | null {
  const retained = heap.retainedSizes[node] as number;
  if (!isUserObject(heap, node) || notTheStore.test(className(heap, node)) || !isLarge(heap, node, total)) return null;
  if (!isReached(heap, node) || nodeType(heap, node) === 'closure') return null;
  const items = itemsOf(heap, node);
  if (items.length < 10 || (heap.retainedSizes[items[0] as number] as number) > retained / 2) return null;
  const common = commonest(heap, items);
  return {
    node,
    count: items.length,
    bytes: retained,
    sentence: `One ${className(heap, node)} alone keeps ${formatBytes(retained)} alive, ${formatShare(retained, total)} of the heap, in ${formatCount(items.length)} parts, most of them ${common.name} (${formatCount(common.count)}).`,
  };
}

/** What a store holds: the children in the dominator tree of the node, or of the table behind it. */
function itemsOf(heap: Heap, node: number): number[] {
  let at = node;
  let items = dominatedBy(heap, at);
  for (let first = items[0]; first !== undefined && !isUserObject(heap, first); first = items[0]) {
    if ((heap.retainedSizes[first] as number) < (heap.retainedSizes[at] as number) * passedOn) break;
    at = first;
    items = dominatedBy(heap, at);
  }
  return items;
}

function commonest(heap: Heap, nodes: readonly number[]): { name: string; count: number } {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(className(heap, node), (counts.get(className(heap, node)) ?? 0) + 1);
  const [name, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return { name, count };
}
