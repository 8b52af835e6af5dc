import { type NodeRow, nodeRow } from '../answers/nodes.ts';
import { type PathStep, pathText, retainerPath } from '../answers/paths.ts';
import { totalSize } from '../answers/summary.ts';
import type { Heap } from '../heap.ts';
import { accumulation } from './accumulation.rule.ts';
import { chains } from './chains.rule.ts';
import { closures } from './closures.rule.ts';
import { largeCollections } from './collections.rule.ts';
import { detachedDom } from './detached-dom.rule.ts';
import { listeners } from './listeners.rule.ts';
import type { Finding, SuspectRule } from './rule.ts';
import { duplicatedStrings } from './strings.rule.ts';
import { timers } from './timers.rule.ts';
import { unmountedFibers } from './unmounted.rule.ts';

/** All rules, those that know most of what they find first: of two findings about the same bytes that of the earlier rule is kept. */
export const suspectRules: readonly SuspectRule[] = [
  detachedDom,
  unmountedFibers,
  listeners,
  timers,
  chains,
  closures,
  accumulation,
  largeCollections,
  duplicatedStrings,
];

export interface Suspect {
  readonly rule: string;
  /** `leak`: the objects must be dead and are not. `suspect`: worth a look. */
  readonly word: 'leak' | 'suspect';
  readonly sentence: string;
  readonly count: number;
  readonly bytes: number;
  /** Of the whole snapshot, 0 to 1. */
  readonly share: number;
  readonly example: NodeRow;
  readonly path: readonly PathStep[] | null;
  /** The path in one line; empty when nothing but weak references holds the object. */
  readonly pathText: string;
}

/** What looks like a leak in one snapshot: what is proven first, then by bytes. */
export function findSuspects(heap: Heap, limit = 20): Suspect[] {
  const total = totalSize(heap);
  return withoutRepeats(heap, total)
    .sort((a, b) => Number(b.proof ?? false) - Number(a.proof ?? false) || b.bytes - a.bytes)
    .slice(0, limit)
    .map(({ rule, node, sentence, count, bytes, proof }) => {
      const path = retainerPath(heap, node);
      return {
        rule,
        word: proof ? 'leak' : 'suspect',
        sentence,
        count,
        bytes,
        share: total > 0 ? bytes / total : 0,
        example: nodeRow(heap, node),
        path,
        pathText: path === null ? '' : pathText(path),
      };
    });
}

interface Named extends Finding {
  readonly rule: string;
}

/** Of each rule no more than this, the heaviest, are looked at. */
const mostOfOneRule = 50;
/** Two findings are about the same bytes when one's object keeps the other's alive and so much of the greater is in both. */
const sameBytes = 0.8;

/** All findings, without those that tell again what a finding of an earlier rule told. */
function withoutRepeats(heap: Heap, total: number): Named[] {
  const kept: { readonly finding: Named; readonly above: ReadonlySet<number> }[] = [];
  for (const { name, besides, find } of suspectRules) {
    const found = find(heap, total)
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, mostOfOneRule);
    for (const finding of found) {
      const above = dominatorsOf(heap, finding.node);
      const repeats = kept.some(({ finding: earlier, above: aboveEarlier }) => {
        if (earlier.node === finding.node) return true;
        if (besides || (!above.has(earlier.node) && !aboveEarlier.has(finding.node))) return false;
        const [less, more] = [Math.min(earlier.bytes, finding.bytes), Math.max(earlier.bytes, finding.bytes)];
        return less >= more * sameBytes;
      });
      if (!repeats) kept.push({ finding: { rule: name, ...finding }, above });
    }
  }
  return kept.map(({ finding }) => finding);
}

/** In a long chain what stands further above says nothing any more about who holds an object. */
const farthestAbove = 1000;

function dominatorsOf(heap: Heap, node: number): Set<number> {
  const above = new Set<number>();
  const root = heap.tables.layout.rootOrdinal;
  for (let at = node; at !== root && above.size < farthestAbove; ) {
    at = heap.dominators[at] as number;
    above.add(at);
  }
  return above;
}
