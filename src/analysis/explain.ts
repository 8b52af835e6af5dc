import type { Evidence, Verdict } from '../model/index.ts';
import type { Facts } from './facts.ts';
import type { Growth } from './growth-test.ts';
import type { Trend } from './trend.ts';
import { sayBytes, sayDuration, sayRate } from './words.ts';

export const noEvidence: Evidence = {
  rate: null,
  points: 0,
  collections: null,
  window: null,
  floor: null,
  timeToLimit: null,
  how: 'nothing was measured yet',
};

/** Evidence of a trend in the heap's floor. */
export function heapEvidence(facts: Facts, trend: Trend | null): Evidence {
  const how =
    facts.heap.collections === null
      ? 'lowest heap between collections, inferred from readings'
      : 'lowest heap after each collection';
  if (!trend) return { ...noEvidence, points: facts.heap.points, collections: facts.heap.collections, how };
  return {
    ...trendEvidence(trend, how),
    collections: facts.heap.collections,
    timeToLimit: timeToLimit(trend, facts.heap.limit),
  };
}

export function trendEvidence(trend: Trend, how: string): Evidence {
  const first = trend.points[0];
  const last = trend.points[trend.points.length - 1];
  return {
    rate: trend.rate,
    points: trend.points.length,
    collections: null,
    window: { from: trend.from, to: trend.to },
    floor: first && last ? { first: first.bytes, last: last.bytes } : null,
    timeToLimit: null,
    how,
  };
}

function timeToLimit(trend: Trend, limit: number | null): Evidence['timeToLimit'] {
  const last = trend.points[trend.points.length - 1];
  if (!last || limit === null || !(trend.rate.value > 0) || limit <= last.bytes) return null;
  const at = (rate: number) => ((limit - last.bytes) / rate) * 1000;
  return {
    value: at(trend.rate.value),
    low: at(trend.rate.high),
    high: trend.rate.low > 0 ? at(trend.rate.low) : null,
  };
}

/** "The floor after 14 collections rises 1.9 ± 0.3 MB/min over 11 min; …" */
export function sayTrend(subject: string, evidence: Evidence, limit: number | null): string {
  if (!evidence.rate || !evidence.window) return `${subject} has too few points yet.`;
  const over = sayDuration(evidence.window.to - evidence.window.from);
  const rise = evidence.rate.value >= 0 ? 'rises' : 'falls';
  const said = sayRate(evidence.rate.value >= 0 ? evidence.rate : opposite(evidence.rate));
  const end =
    evidence.timeToLimit && limit !== null
      ? `; at this rate the ${sayBytes(limit)} limit comes in about ${sayDuration(evidence.timeToLimit.value)}`
      : '';
  return `${subject} ${rise} ${said} over ${over}${end}.`;
}

function opposite(rate: { value: number; low: number; high: number }) {
  return { value: -rate.value, low: -rate.high, high: -rate.low };
}

export function floorSubject(evidence: Evidence): string {
  return evidence.collections === null
    ? `The floor (${evidence.points} lowest points between collections)`
    : `The floor after ${evidence.points} collections`;
}

const doubtSentences: Readonly<Record<string, string>> = {
  window: 'It has not been watched for long enough: start-up and filling caches look the same at first.',
  points: 'Too few collections have been seen.',
  interval: 'The interval of the rate includes zero.',
  chance: 'So much could still be chance.',
  saturating: 'The growth is slowing down, as a warm-up or a cache that fills does.',
  step: 'Most of it came in one step.',
  scatter: 'The floor goes up and down by more than it grew.',
  effect: 'It is small against the heap.',
};

/** The weightiest doubt in words. */
export function sayDoubt(growth: Growth): string | null {
  const order = ['window', 'points', 'saturating', 'step', 'scatter', 'interval', 'chance', 'effect'];
  const worst = order.find((doubt) => growth.doubts.includes(doubt));
  return worst ? (doubtSentences[worst] ?? null) : null;
}

/** The verdict where no rule has anything to say. */
export function quietVerdict(facts: Facts): Verdict {
  const { heap } = facts;
  const evidence = heapEvidence(facts, heap.growth.trend);
  if (heap.bucketed) {
    return {
      word: 'insufficient-data',
      rule: null,
      evidence,
      sentences: ['This browser rounds the heap and refreshes it rarely here, so its growth cannot be judged.'],
    };
  }
  if (heap.points < 3 || !heap.growth.trend) {
    const seen = heap.collections === null ? heap.points : heap.collections;
    return {
      word: 'insufficient-data',
      rule: null,
      evidence,
      sentences: [`${seen === 1 ? 'One collection was' : `${seen} collections were`} seen; a trend needs more.`],
    };
  }
  return {
    word: 'clean',
    rule: null,
    evidence,
    sentences: [sayTrend(floorSubject(evidence), evidence, null), sayDoubt(heap.growth)].filter((s) => s !== null),
  };
}
