import type { Finding, LeakRule } from '../../model/index.ts';
import { floorSubject, heapEvidence, sayDoubt, sayTrend } from '../explain.ts';
import type { Facts } from '../facts.ts';

/** The post-collection floor rises, and goes on rising: the one proof that needs nothing but the heap. */
export const floorGrowth: LeakRule<Facts> = {
  name: 'floor-growth',
  title: 'Sustained growth of the heap after collections',
  judge(facts): Finding | null {
    const { growth, bucketed, limit } = facts.heap;
    if (!growth.trend || bucketed || !(growth.trend.rate.low > 0)) return null;
    const evidence = heapEvidence(facts, growth.trend);
    const doubt = sayDoubt(growth);
    return {
      rule: 'floor-growth',
      word: growth.proven
        ? 'leak'
        : growth.doubts.length === 1 && growth.doubts[0] !== 'points'
          ? 'suspect'
          : 'growing',
      evidence,
      sentences: [sayTrend(floorSubject(evidence), evidence, limit), ...(doubt ? [doubt] : [])],
    };
  },
};
