import type { Evidence, Verdict } from '../model/index.ts';
import type { Facts, FloorSource } from './facts.ts';
import type { Growth } from './growth-test.ts';
import type { Trend } from './trend.ts';
import { sayBytes, sayDuration, sayMovement } from './words.ts';

export const noEvidence: Evidence = {
  rate: null,
  points: 0,
  collections: null,
  window: null,
  floor: null,
  timeToLimit: null,
  how: 'nothing was measured yet',
};

const hows: Readonly<Record<FloorSource, string>> = {
  collections: 'lowest heap after each collection',
  dips: 'lowest heap between collections, inferred from readings',
  minima: 'lowest heap of each half minute; no collections were seen',
};

/** Evidence of a trend in the heap's floor. */
export function heapEvidence(facts: Facts, trend: Trend | null): Evidence {
  const how = hows[facts.heap.by];
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
  const end =
    evidence.timeToLimit && limit !== null
      ? `; at this rate the ${sayBytes(limit)} limit comes in about ${sayDuration(evidence.timeToLimit.value)}`
      : '';
  return `${subject} ${sayMovement(evidence.rate)} over ${over}${end}.`;
}

export function floorSubject(by: FloorSource, evidence: Evidence): string {
  if (by === 'minima') return 'The lowest heap of each half minute';
  return by === 'dips'
    ? `The floor (${evidence.points} lowest points between collections)`
    : `The floor after ${evidence.points} collections`;
}

/** The weightiest first. */
const doubtSentences: Readonly<Record<string, string>> = {
  unseen: 'No collection was seen, so all of it may be garbage.',
  window: 'It has not been watched for long enough: start-up and filling caches look the same at first.',
  points: 'Too few collections have been seen.',
  saturating: 'The growth is slowing down, as a warm-up or a cache that fills does.',
  step: 'Most of it came in one step.',
  before: 'The floor has been this high before.',
  scatter: 'The floor goes up and down by too much against its growth.',
  interval: 'The interval of the rate includes zero.',
  chance: 'So much could still be chance.',
  effect: 'It is small against the heap.',
};

/** The weightiest doubt in words. */
export function sayDoubt(growth: Growth): string | null {
  const worst = Object.keys(doubtSentences).find((doubt) => growth.doubts.includes(doubt));
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
  if (!heap.growth.trend || heap.growth.doubts.includes('points')) {
    const seen = heap.collections === null ? heap.points : heap.collections;
    return {
      word: 'insufficient-data',
      rule: null,
      evidence,
      sentences: [`${seen === 1 ? 'One collection was' : `${seen} collections were`} seen; a trend needs more.`],
    };
  }
  const doubt = heap.growth.trend.rate.value > 0 ? sayDoubt(heap.growth) : null;
  const said = sayTrend(floorSubject(heap.by, evidence), evidence, null);
  return { word: 'clean', rule: null, evidence, sentences: doubt ? [said, doubt] : [said] };
}
