import { type EpochMs, type Finding, type LeakRule, type Verdict, verdictWords } from '../../model/index.ts';
import { noEvidence } from '../explain.ts';
import type { Attribution } from './attribution.ts';
import type { PairFacts } from './facts.ts';
import { pairRules } from './rules/index.ts';
import { grows, saySides } from './sides.ts';

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
  const { page, server, attribution } = facts;
  const found = rules.map((rule) => rule.judge(facts, now)).filter((finding): finding is Finding => finding !== null);
  const findings = found.sort((a, b) => verdictWords.indexOf(b.word) - verdictWords.indexOf(a.word));
  const [worst] = findings;
  const byRequests = findings.some(({ rule }) => rule === 'growth-by-request');
  const side = sideOf(grows(page), grows(server) || byRequests, facts);
  if (worst) return { ...worst, findings, side, attribution };
  const word = side === 'neither' ? 'clean' : 'insufficient-data';
  return {
    word,
    rule: null,
    evidence: noEvidence,
    sentences: [`${saySides(page, server)}.`],
    findings,
    side,
    attribution,
  };
}

function sideOf(pageGrows: boolean, serverGrows: boolean, { page, server }: PairFacts): GrowthSide {
  if (pageGrows && serverGrows) return 'both';
  if (pageGrows || serverGrows) return pageGrows ? 'page' : 'server';
  return page.word === 'clean' && server.word === 'clean' ? 'neither' : 'insufficient-data';
}
