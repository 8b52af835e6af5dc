import { say } from '../../words/suspects.ts';
import { formatBytes, formatShare } from '../answers/format.ts';
import { className, dominatedBy, isUserObject, nodeType } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { calledIn, commonest, itemsOf } from './contents.ts';
import type { Finding, SuspectRule } from './rule.ts';

/** Both must be reached: a small program has nothing else to show than its runtime. */
const largeShare = 0.05;
const largeBytes = 512 * 1024;
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
  const called = calledIn(heap, node);
  const name = className(heap, node);
  return {
    node,
    count: items.length,
    bytes: retained,
    sentence: say('store', {
      what: called === '' ? name : say('called', { className: name, called }),
      bytes: formatBytes(retained),
      share: formatShare(retained, total),
      parts: items.length,
      className: common.name,
      count: common.count,
    }),
  };
}
