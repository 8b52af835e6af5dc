import { say } from '../../words/suspects.ts';
import { formatBytes, formatShare } from '../answers/format.ts';
import { className, dominatedBy, isUserObject, nodeType } from '../answers/nodes.ts';
import { isReached } from '../answers/paths.ts';
import type { Heap } from '../heap.ts';
import { calledIn, commonest, passesOn } from './contents.ts';
import { type Finding, isWorthSaying, type SuspectRule } from './rule.ts';

/** Fewer objects of one class one behind the other are an ordinary nested structure. */
const longChain = 100;
const smallestShare = 0.02;

/** Objects that hold one another in a long chain: a list without an end, states that each remember the one before. */
export const chains: SuspectRule = {
  name: 'chain',
  find(heap, total) {
    const findings: Finding[] = [];
    const pending = [heap.tables.layout.rootOrdinal];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const finding = asChain(heap, node, total);
      if (finding !== null) findings.push(finding);
      else
        for (const child of dominatedBy(heap, node)) {
          if (!isLarge(heap.retainedSizes[child] as number, total)) break;
          pending.push(child);
        }
    }
    return findings;
  },
};

function isLarge(bytes: number, total: number): boolean {
  return isWorthSaying(bytes, total) && bytes >= total * smallestShare;
}

function asChain(heap: Heap, node: number, total: number): Finding | null {
  if (!isUserObject(heap, node) || !isReached(heap, node) || nodeType(heap, node) === 'closure') return null;
  const links = linksOf(heap, node);
  const { name, count } = commonest(heap, links);
  const first = links.find((link) => className(heap, link) === name);
  if (first === undefined || count < longChain) return null;
  const bytes = heap.retainedSizes[first] as number;
  const called = calledIn(heap, first);
  const chain = { count, className: name, bytes: formatBytes(bytes), share: formatShare(bytes, total) };
  return {
    node: first,
    count,
    bytes,
    sentence: called === '' ? say('chain', chain) : say('chainCalled', { ...chain, called }),
  };
}

/** The objects of the way down along what holds nearly all that the one above holds. */
function linksOf(heap: Heap, node: number): number[] {
  const links: number[] = [];
  for (let at = node, next = dominatedBy(heap, at)[0]; next !== undefined && passesOn(heap, at, next); ) {
    if (isUserObject(heap, next)) links.push(next);
    at = next;
    next = dominatedBy(heap, at)[0];
  }
  return links;
}
