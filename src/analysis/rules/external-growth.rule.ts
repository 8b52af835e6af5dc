import type { Finding, LeakRule } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { sayTrend, trendEvidence } from '../explain.ts';
import type { Facts } from '../facts.ts';
import type { Trend } from '../trend.ts';

/** A process without a leak takes more from the system while it warms up: allocators keep what they got, code is compiled. */
const warmUp = 32 * 1024 * 1024;

/** Memory outside the heap (buffers, native code) grows while the heap is flat. */
export const externalGrowth: LeakRule<Facts> = {
  name: 'external-growth',
  title: 'Memory outside the JavaScript heap that grows',
  judge(facts): Finding | null {
    if (facts.heap.growth.proven) return null;
    const buffers = facts.external.proven;
    const trend = buffers ? facts.external.trend : facts.rss.proven ? beyondWarmUp(facts.rss.trend) : null;
    if (!trend) return null;
    const evidence = trendEvidence(trend, say('externalHow'));
    const subject = say(buffers ? 'externalBuffers' : 'externalProcess');
    return {
      rule: 'external-growth',
      word: 'suspect',
      evidence,
      sentences: [say('externalFlat', { trend: sayTrend(subject, evidence, null) })],
    };
  },
};

function beyondWarmUp(trend: Trend | null): Trend | null {
  const [first] = trend?.points ?? [];
  const last = trend?.points.at(-1);
  return first && last && last.bytes - first.bytes >= warmUp ? trend : null;
}
