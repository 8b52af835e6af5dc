import { sayBytes } from '@memory-plus/core/analysis';
import type { SourceReport } from '@memory-plus/core/judgement';
import { type VerdictWord, verdictWords } from '@memory-plus/core/model';
import type { Budgets } from './budgets.ts';

/** One thing that was asked of a source, and whether it holds. */
export interface Check {
  readonly name: 'leak' | 'leak-rate' | 'page-and-server' | 'slow-renders' | 'heap';
  readonly holds: boolean;
  /** A sentence for a person. */
  readonly message: string;
}

export interface Assessment {
  readonly file: string;
  readonly source: SourceReport;
  readonly checks: readonly Check[];
}

/** Holds a source's report against the budgets. */
export function assess(file: string, source: SourceReport, budgets: Budgets): Assessment {
  const leak = checkLeak(source, budgets);
  return {
    file,
    source,
    checks: [
      leak,
      ...checkAcross(source, budgets, leak),
      ...checkRate(source, budgets),
      ...checkSlow(source, budgets),
      ...checkHeap(source, budgets),
    ],
  };
}

export function holds(assessments: readonly Assessment[]): boolean {
  return assessments.every((assessment) => assessment.checks.every((check) => check.holds));
}

function checkLeak({ verdict }: SourceReport, budgets: Budgets): Check {
  const bad = verdictWords.indexOf(verdict.word) >= verdictWords.indexOf(budgets.failOn);
  const perMinute = verdict.evidence.rate ? verdict.evidence.rate.value * 60 : null;
  const allowed = bad && budgets.maxLeakRate > 0 && perMinute !== null && perMinute <= budgets.maxLeakRate;
  const rule = verdict.rule ? ` (${verdict.rule})` : '';
  const note = allowed ? ` Allowed: up to ${sayBytes(budgets.maxLeakRate)}/min.` : '';
  return {
    name: 'leak',
    holds: !bad || allowed,
    message: `${verdict.word}${rule}: ${verdict.sentences.join(' ')}${note}`,
  };
}

/** Names the requests that make a server grow. It fails by itself only where the server's own check has not allowed the growth. */
function checkAcross({ across, verdict }: SourceReport, { failOn }: Budgets, leak: Check): Check[] {
  if (!across) return [];
  const rank = (word: VerdictWord) => verdictWords.indexOf(word);
  const found = across.findings?.find(({ rule }) => rule === 'growth-by-request');
  const bad = found !== undefined && rank(found.word) >= rank(failOn);
  const allowed = leak.holds && rank(verdict.word) >= rank(failOn);
  return [
    { name: 'page-and-server', holds: !bad || allowed, message: `page and server: ${across.sentences.join(' ')}` },
  ];
}

/** Growth that is certain but not yet a leak counts against a rate that was set. */
function checkRate({ verdict }: SourceReport, budgets: Budgets): Check[] {
  const rate = verdict.evidence.rate;
  if (!(budgets.maxLeakRate > 0) || !rate) return [];
  const within = rate.low * 60 <= budgets.maxLeakRate;
  const message = `The floor grows by ${sayBytes(rate.value * 60)}/min (at least ${sayBytes(rate.low * 60)}/min); ${sayBytes(budgets.maxLeakRate)}/min is allowed.`;
  return [{ name: 'leak-rate', holds: within, message }];
}

function checkSlow(source: SourceReport, budgets: Budgets): Check[] {
  if (source.kind !== 'page') return [];
  const within = source.slowRenders <= budgets.maxSlowRenders;
  const worst = source.slowComponents[0];
  const named = worst
    ? `; worst: ${worst.component}${worst.worst === null ? '' : ` with ${worst.worst.toFixed(1)} ms`}`
    : '';
  const allowed = Number.isFinite(budgets.maxSlowRenders) ? `; ${budgets.maxSlowRenders} allowed` : '';
  return [{ name: 'slow-renders', holds: within, message: `${source.slowRenders} slow renders${allowed}${named}.` }];
}

function checkHeap(source: SourceReport, budgets: Budgets): Check[] {
  if (source.peakHeap === null || !Number.isFinite(budgets.maxHeap)) return [];
  const message = `The heap reached ${sayBytes(source.peakHeap)}; ${sayBytes(budgets.maxHeap)} allowed.`;
  return [{ name: 'heap', holds: source.peakHeap <= budgets.maxHeap, message }];
}
