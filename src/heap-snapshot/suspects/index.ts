import { type NodeRow, nodeRow } from '../answers/nodes.ts';
import { type PathStep, pathText, retainerPath } from '../answers/paths.ts';
import { totalSize } from '../answers/summary.ts';
import type { Heap } from '../heap.ts';
import { accumulation } from './accumulation.rule.ts';
import { closures } from './closures.rule.ts';
import { largeCollections } from './collections.rule.ts';
import { detachedDom } from './detached-dom.rule.ts';
import { listeners } from './listeners.rule.ts';
import type { SuspectRule } from './rule.ts';
import { duplicatedStrings } from './strings.rule.ts';
import { timers } from './timers.rule.ts';
import { unmountedFibers } from './unmounted.rule.ts';

/** All rules. Of two findings about one object that of the earlier rule is kept. */
export const suspectRules: readonly SuspectRule[] = [
  detachedDom,
  unmountedFibers,
  accumulation,
  closures,
  listeners,
  timers,
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
  const taken = new Set<number>();
  return suspectRules
    .flatMap((rule) => rule.find(heap, total).map((finding) => ({ rule: rule.name, ...finding })))
    .filter(({ node }) => !taken.has(node) && taken.add(node))
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
