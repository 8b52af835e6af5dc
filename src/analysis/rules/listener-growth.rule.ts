import type { Finding, LeakRule } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { trendEvidence } from '../explain.ts';
import type { Facts } from '../facts.ts';

/** Event listeners become more and more while the document does not. */
export const listenerGrowth: LeakRule<Facts> = {
  name: 'listener-growth',
  title: 'Event listeners that are added and not removed',
  judge(facts): Finding | null {
    const { trend, proven } = facts.listeners;
    if (!proven || !trend || facts.domNodes.proven) return null;
    const first = trend.points[0]?.bytes ?? 0;
    const last = trend.points[trend.points.length - 1]?.bytes ?? 0;
    return {
      rule: 'listener-growth',
      word: 'suspect',
      evidence: { ...trendEvidence(trend, say('listenersHow')), rate: null, floor: null },
      sentences: [say('listeners', { first, last })],
    };
  },
};
