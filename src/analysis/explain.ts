import type { Evidence, Verdict } from '../model/index.ts';
import { say } from '../words/trend.ts';
import type { Facts, FloorSource } from './facts.ts';
import type { Growth } from './growth-test.ts';
import type { Trend } from './trend.ts';
import { sayBytes, sayDuration, sayMovement } from './words.ts';

/** Of what was not measured yet. */
export function noEvidence(how = say('nothingMeasured')): Evidence {
  return { rate: null, points: 0, collections: null, window: null, floor: null, timeToLimit: null, how };
}

const hows = { collections: 'howCollections', dips: 'howDips', minima: 'howMinima' } as const satisfies Readonly<
  Record<FloorSource, string>
>;

/** Evidence of a trend in the heap's floor. */
export function heapEvidence(facts: Facts, trend: Trend | null): Evidence {
  const how = say(hows[facts.heap.by]);
  if (!trend) return { ...noEvidence(how), points: facts.heap.points, collections: facts.heap.collections };
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
  if (!evidence.rate || !evidence.window) return say('tooFew', { subject });
  const time = sayDuration(evidence.window.to - evidence.window.from);
  const movement = sayMovement(evidence.rate);
  if (!evidence.timeToLimit || limit === null) return say('moves', { subject, movement, time });
  const left = sayDuration(evidence.timeToLimit.value);
  return say('movesToLimit', { subject, movement, time, limit: sayBytes(limit), left });
}

export function floorSubject(by: FloorSource, evidence: Evidence): string {
  if (by === 'minima') return say('minima');
  return say.counted(by === 'dips' ? 'dips' : 'floor', evidence.points);
}

/** The weightiest first. */
const doubts = [
  'unseen',
  'window',
  'points',
  'saturating',
  'step',
  'before',
  'scatter',
  'interval',
  'chance',
  'effect',
] as const;

/** The weightiest doubt in words. */
export function sayDoubt(growth: Growth): string | null {
  const worst = doubts.find((doubt) => growth.doubts.includes(doubt));
  return worst ? say(worst) : null;
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
      sentences: [say('rounded')],
    };
  }
  if (!heap.growth.trend || heap.growth.doubts.includes('points')) {
    const seen = heap.collections === null ? heap.points : heap.collections;
    return {
      word: 'insufficient-data',
      rule: null,
      evidence,
      sentences: [say.counted('seen', seen)],
    };
  }
  const doubt = heap.growth.trend.rate.value > 0 ? sayDoubt(heap.growth) : null;
  const said = sayTrend(floorSubject(heap.by, evidence), evidence, null);
  return { word: 'clean', rule: null, evidence, sentences: doubt ? [said, doubt] : [said] };
}
