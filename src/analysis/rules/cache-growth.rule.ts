import type { Finding, LeakRule } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { trendEvidence } from '../explain.ts';
import type { CacheFacts, Facts } from '../facts.ts';
import { sayPercent } from '../words.ts';

/** A cache that is asked and answers less often than this does not earn its growth. */
const lowHitRate = 0.5;

/** A cache grows without end although it is hardly hit. */
export const cacheGrowth: LeakRule<Facts> = {
  name: 'cache-growth',
  title: 'A cache that grows and is hardly hit',
  judge(facts): Finding | null {
    const useless = (c: CacheFacts) => c.hitRate !== null && c.hitRate < lowHitRate;
    const found = facts.caches.find((c) => useless(c) && (c.size.proven || c.bytes.proven));
    const trend = found?.size.proven ? found.size.trend : found?.bytes.trend;
    if (!found || !trend) return null;
    const first = trend.points[0]?.bytes ?? 0;
    const last = trend.points[trend.points.length - 1]?.bytes ?? 0;
    const grew = { name: found.name, first, last, rate: sayPercent(found.hitRate ?? 0) };
    return {
      rule: 'cache-growth',
      word: 'suspect',
      evidence: { ...trendEvidence(trend, say('cacheHow')), rate: null, floor: null },
      sentences: [say(found.size.proven ? 'cacheEntries' : 'cacheBytes', grew)],
    };
  },
};
