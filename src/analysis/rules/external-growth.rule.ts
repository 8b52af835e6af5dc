import type { Finding, LeakRule } from '../../model/index.ts';
import { sayTrend, trendEvidence } from '../explain.ts';
import type { Facts } from '../facts.ts';

/** Memory outside the heap (buffers, native code) grows while the heap is flat. */
export const externalGrowth: LeakRule<Facts> = {
  name: 'external-growth',
  title: 'Memory outside the JavaScript heap that grows',
  judge(facts): Finding | null {
    if (facts.heap.growth.proven) return null;
    const buffers = facts.external.proven;
    const trend = buffers ? facts.external.trend : facts.rss.proven ? facts.rss.trend : null;
    if (!trend) return null;
    const evidence = trendEvidence(trend, 'lowest reading of each half minute');
    const subject = buffers ? 'Memory of buffers outside the heap' : 'Memory of the process outside the heap';
    return {
      rule: 'external-growth',
      word: 'suspect',
      evidence,
      sentences: [`${sayTrend(subject, evidence, null)} The heap itself does not grow.`],
    };
  },
};
