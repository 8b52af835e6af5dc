import {
  type EpochMs,
  type Finding,
  type LeakRule,
  type Verdict,
  type VerdictWord,
  verdictWords,
} from '../../model/index.ts';
import { say } from '../../words/pairs.ts';
import { noEvidence } from '../explain.ts';
import type { Attribution } from './attribution.ts';
import type { PairFacts } from './facts.ts';
import { pairRules } from './rules/index.ts';
import { grows, saySides, serverWord } from './sides.ts';

/** Where memory grows. `insufficient-data`: nothing grows that is known of, and too little is known. */
export type GrowthSide = 'server' | 'page' | 'both' | 'neither' | 'insufficient-data';

/** A verdict about a page and its server together. */
export interface PairVerdict extends Verdict {
  readonly side: GrowthSide;
  readonly attribution: Attribution;
}

/** Judges a page and the server it asks, each of which has its own verdict already. */
export function judgePair(
  facts: PairFacts,
  now: EpochMs,
  rules: readonly LeakRule<PairFacts>[] = pairRules,
): PairVerdict {
  const { page, attribution } = facts;
  const found = rules.map((rule) => rule.judge(facts, now)).filter((finding): finding is Finding => finding !== null);
  const findings = found.sort((a, b) => verdictWords.indexOf(b.word) - verdictWords.indexOf(a.word));
  const side = sideOf(page.word, serverWord(facts));
  const [worst, ...others] = findings;
  if (worst) {
    const sentences = [...worst.sentences, ...others.filter(({ rule }) => rule === byRequest).flatMap(detailsOf)];
    return { ...worst, sentences, findings, side, attribution };
  }
  const word = side === 'neither' ? 'clean' : 'insufficient-data';
  const sentences = [say('end', { sides: saySides(facts) })];
  return { word, rule: null, evidence: noEvidence(), sentences, findings, side, attribution };
}

const byRequest = 'growth-by-request';

/** The requests are named even where the other side is worse. */
function detailsOf({ sentences }: Finding): readonly string[] {
  return sentences.slice(1);
}

function sideOf(page: VerdictWord, server: VerdictWord): GrowthSide {
  if (grows(page) && grows(server)) return 'both';
  if (grows(page) || grows(server)) return grows(page) ? 'page' : 'server';
  return page === 'clean' && server === 'clean' ? 'neither' : 'insufficient-data';
}
