import { type Finding, type LeakRule, verdictWords } from '../../../model/index.ts';
import { say } from '../../../words/pairs.ts';
import type { PairFacts } from '../facts.ts';
import { grows, saySides, serverWord } from '../sides.ts';

/** Which side grows: the page, the server, or both. */
export const sideOfGrowth: LeakRule<PairFacts> = {
  name: 'side-of-growth',
  title: 'Whether the page grows, the server, or both',
  judge(facts): Finding | null {
    const { page, server } = facts;
    const known = serverWord(facts);
    if (!grows(page.word) && !grows(known)) return null;
    const pageFirst = verdictWords.indexOf(page.word) > verdictWords.indexOf(known);
    const worse = pageFirst ? page : server;
    return {
      rule: 'side-of-growth',
      word: (pageFirst ? page.word : known) as Finding['word'],
      evidence: worse.evidence,
      sentences: [say('end', { sides: saySides(facts) }), ...worse.sentences.slice(0, 1)],
    };
  },
};
