import type { Finding, LeakRule } from '../../model/index.ts';
import { floorSubject, heapEvidence, sayDoubt, sayTrend } from '../explain.ts';
import type { Facts } from '../facts.ts';

/** Doubts that say that there is no growth, or none any more. */
const ended: readonly string[] = ['interval', 'saturating', 'step', 'effect'];

/** One doubt left, and not that too little was seen. */
function nearlyProven(doubts: readonly string[]): boolean {
  return doubts.length === 1 && doubts.every((doubt) => doubt === 'chance' || doubt === 'scatter');
}

/** The post-collection floor rises, and goes on rising: the one proof that needs nothing but the heap. */
export const floorGrowth: LeakRule<Facts> = {
  name: 'floor-growth',
  title: 'Sustained growth of the heap after collections',
  judge(facts): Finding | null {
    const { growth, by, bucketed, limit } = facts.heap;
    if (!growth.trend || bucketed || growth.doubts.some((doubt) => ended.includes(doubt))) return null;
    const evidence = heapEvidence(facts, growth.trend);
    const doubt = sayDoubt(growth);
    return {
      rule: 'floor-growth',
      word: growth.proven ? 'leak' : nearlyProven(growth.doubts) ? 'suspect' : 'growing',
      evidence,
      sentences: [sayTrend(floorSubject(by, evidence), evidence, limit), ...(doubt ? [doubt] : [])],
    };
  },
};
