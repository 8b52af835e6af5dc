import type { Finding, LeakRule } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { noEvidence } from '../explain.ts';
import type { Facts, Round } from '../facts.ts';
import { robustLine } from '../statistics.ts';
import { sayBytes } from '../words.ts';

/** Rounds that must all have grown. The first one only warms up. */
const neededRounds = 4;
/** A round that keeps less than this keeps nothing: the runtime's own tables move by as much. */
const smallestGrowth = 10 * 1024;

/** Every round of a guided check left more memory than the one before. */
export const roundGrowth: LeakRule<Facts> = {
  name: 'round-growth',
  title: 'Growth in every round of a guided check',
  judge(facts): Finding | null {
    const rounds = facts.rounds.slice(1);
    if (rounds.length < neededRounds + 1) return null;
    const steps = rounds.slice(1).map((round, i) => round.floor - (rounds[i] as Round).floor);
    if (!steps.every((step) => step > smallestGrowth)) return null;
    const first = rounds[0] as Round;
    const last = rounds[rounds.length - 1] as Round;
    const line = robustLine(rounds.map((round) => ({ x: (round.at - first.at) / 1000, y: round.floor })));
    return {
      rule: 'round-growth',
      word: 'leak',
      evidence: {
        ...noEvidence(say('roundsHow')),
        rate: line ? { value: line.slope, low: line.low, high: line.high } : null,
        points: rounds.length,
        collections: rounds.length,
        window: { from: first.at, to: last.at },
        floor: { first: first.floor, last: last.floor },
      },
      sentences: [say.counted('rounds', steps.length, { bytes: sayBytes((last.floor - first.floor) / steps.length) })],
    };
  },
};
