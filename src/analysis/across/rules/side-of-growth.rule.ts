import { type Finding, type LeakRule, verdictWords } from '../../../model/index.ts';
import type { PairFacts } from '../facts.ts';
import { grows, saySides } from '../sides.ts';

/** Which side grows: the page, the server, or both. */
export const sideOfGrowth: LeakRule<PairFacts> = {
  name: 'side-of-growth',
  title: 'Whether the page grows, the server, or both',
  judge({ page, server }): Finding | null {
    if (!grows(page) && !grows(server)) return null;
    const worse = verdictWords.indexOf(page.word) > verdictWords.indexOf(server.word) ? page : server;
    return {
      rule: 'side-of-growth',
      word: worse.word as Finding['word'],
      evidence: worse.evidence,
      sentences: [`${saySides(page, server)}.`, ...worse.sentences.slice(0, 1)],
    };
  },
};
