import type { Finding, LeakRule } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { heapEvidence } from '../explain.ts';
import type { Facts } from '../facts.ts';
import { sayBytes, sayDuration } from '../words.ts';

/** Growth of the raw heap that is worth a look. */
export const heapGrowthLimit = { bytes: 50 * 1024 * 1024, over: 300_000 } as const;

/** The raw heap grew by more than 50 MB in five minutes. Garbage alone does that too, so it only says `growing`. */
export const heapGrowth: LeakRule<Facts> = {
  name: 'heap-growth',
  title: 'Heap growth over 50 MB within 5 minutes',
  judge(facts): Finding | null {
    const recent = facts.heap.recentGrowth;
    if (!recent || facts.heap.bucketed || recent.bytes <= heapGrowthLimit.bytes) return null;
    return {
      rule: 'heap-growth',
      word: 'growing',
      evidence: heapEvidence(facts, facts.heap.growth.trend),
      sentences: [say('heapGrew', { bytes: sayBytes(recent.bytes), time: sayDuration(recent.over) })],
    };
  },
};
