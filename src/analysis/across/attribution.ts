import type { Bytes, EpochMs, Estimate, Milliseconds } from '../../model/index.ts';
import type { FloorPoint } from '../floor.ts';
import { firstAfter } from '../sorted.ts';
import { riseChance } from '../statistics.ts';
import { type Calls, otherRoutes, type RouteCalls } from './request-book.ts';
import { type Coefficient, robustFit } from './robust-fit.ts';

/** What must be seen before growth is put down to a route. Data, so that a person can see and change it. */
export interface AttributionLimits {
  /** Spans between two floors. */
  readonly minimumSpans: number;
  readonly minimumRequests: number;
  /** Spans in which the route was called. */
  readonly minimumCalledSpans: number;
  /** Share of the server's growth that the route must account for. */
  readonly minimumShare: number;
  /** Growth as a share of the floor. */
  readonly minimumEffect: number;
  /** What a route leaves in the later half of the spans over what it leaves in all; less is a cache that fills. */
  readonly minimumLateShare: number;
  /** Share of a route's calls that does not follow the clock and the other routes; less cannot be told apart. */
  readonly minimumOwn: number;
  /** Chance of accusing any route wrongly over the whole life of a series. */
  readonly falseClaim: number;
}

export const defaultAttributionLimits: AttributionLimits = {
  minimumSpans: 8,
  minimumRequests: 10,
  minimumCalledSpans: 4,
  minimumShare: 0.25,
  minimumEffect: 0.02,
  minimumLateShare: 0.4,
  minimumOwn: 0.02,
  falseClaim: 0.02,
};

/** Why growth is not put down to a route. The weightiest first. */
export type AttributionDoubt = 'points' | 'calls' | 'inseparable' | 'chance' | 'single' | 'saturating' | 'effect';

/** What one route leaves in the server's heap, as far as it can be told. */
export interface RouteGrowth {
  readonly route: string;
  readonly requests: number;
  /** Bytes that a request leaves, with its 95 % interval; null before there are enough floors. */
  readonly perRequest: Estimate | null;
  /** Bytes a request would leave if all of the growth were the route's. */
  readonly atMost: Bytes;
  /** Share of the growth that `perRequest` accounts for. */
  readonly share: number | null;
  readonly proven: boolean;
  readonly doubts: readonly AttributionDoubt[];
}

export interface Attribution {
  /** Proven ones first, then by what they account for. */
  readonly routes: readonly RouteGrowth[];
  /** Spans between floors that were used. */
  readonly spans: number;
  readonly requests: number;
  readonly window: { readonly from: EpochMs; readonly to: EpochMs } | null;
  /** Rise of the floor over the window. */
  readonly growth: Bytes;
  readonly numbered: Calls['numbered'];
}

/** Routes that are looked at one by one; the rest counts as one. */
const mostRoutes = 8;

/**
 * Which requests make the floor of a server rise: the rises between neighbouring floors against the requests that ended between them, and
 * against time. A heap delta of a single request says little (requests share the heap, collections come in between); many floors do.
 * A route is only accused where its calls vary so much that it can be told from the clock and from the other routes.
 *
 * @param floors heap after major collections, oldest first
 * @param clockOffset the floors' clock minus the requests'; 0 where both are on the recording's clock
 */
export function attributeGrowth(
  floors: readonly FloorPoint[],
  { routes, completeSince, numbered }: Calls,
  clockOffset: Milliseconds = 0,
  limits: AttributionLimits = defaultAttributionLimits,
): Attribution {
  const used = floors.map(({ at, bytes }) => ({ at: at - clockOffset, bytes })).filter(({ at }) => at >= completeSince);
  const [first, last] = [used[0], used[used.length - 1]];
  const growth = first && last ? last.bytes - first.bytes : 0;
  const counted = routes.map(({ route, ends }) => ({ route, counts: countsBetween(used, ends) }));
  const spans = Math.max(0, used.length - 1);
  const series: Series = {
    rises: used.slice(1).map(({ bytes }, i) => bytes - (used[i]?.bytes ?? bytes)),
    seconds: used.slice(1).map(({ at }, i) => (at - (used[i]?.at ?? at)) / 1000),
    growth,
    floor: first?.bytes ?? 0,
  };
  const called = byCorrelation(
    counted.filter(({ counts }) => sumOf(counts) > 0),
    series.rises,
  );
  return {
    routes: judgeRoutes(called, series, limits),
    spans,
    requests: called.reduce((sum, { counts }) => sum + sumOf(counts), 0),
    window: first && last && spans > 0 ? { from: first.at, to: last.at } : null,
    growth,
    numbered,
  };
}

/**
 * The routes whose calls go along with the rises most first: of many routes those are looked at one by one, lest one that leaks be lost
 * among the rest and its neighbours be accused.
 */
function byCorrelation(routes: readonly CountedRoute[], rises: readonly Bytes[]): CountedRoute[] {
  const score = ({ counts }: CountedRoute) => riseChance(counts.map((x, i) => ({ x, y: rises[i] ?? 0 })));
  const scored = routes.map((route) => ({ route, score: score(route) }));
  return scored.sort((a, b) => a.score - b.score || sumOf(b.route.counts) - sumOf(a.route.counts)).map((s) => s.route);
}

interface Series {
  readonly rises: readonly Bytes[];
  readonly seconds: readonly number[];
  readonly growth: Bytes;
  readonly floor: Bytes;
}

interface CountedRoute {
  readonly route: string;
  readonly counts: readonly number[];
}

function judgeRoutes(called: readonly CountedRoute[], series: Series, limits: AttributionLimits): RouteGrowth[] {
  const spans = series.rises.length;
  // Three spans for each coefficient at least: with fewer nothing is left to estimate the doubt from.
  const alone = called.slice(0, Math.max(1, Math.min(mostRoutes, Math.floor(spans / 3) - 2)));
  const rest = summed(called.slice(alone.length), spans);
  const fit = fitOf(alone, rest, series);
  const look = Math.max(1, spans - limits.minimumSpans + 1);
  const allowed = limits.falseClaim / (look * (look + 1) * Math.max(1, called.length));
  const judged = called.map((route, index): RouteGrowth => {
    const requests = sumOf(route.counts);
    const found = index < alone.length && spans >= limits.minimumSpans ? (fit?.[index] ?? null) : null;
    const share = found && series.growth > 0 ? (found.value * requests) / series.growth : null;
    const doubts = doubtsAbout(route, found, { called, series, limits, allowed, share });
    return {
      route: route.route,
      requests,
      perRequest: found && { value: found.value, low: found.low, high: found.high },
      atMost: Math.max(0, series.growth) / requests,
      share,
      proven: doubts.length === 0,
      doubts,
    };
  });
  return judged.sort((a, b) => Number(b.proven) - Number(a.proven) || weight(b) - weight(a));
}

/** What a route would account for, held against how sure that is. */
function weight({ perRequest, requests }: RouteGrowth): number {
  return perRequest ? Math.max(0, perRequest.low > 0 ? perRequest.value : perRequest.value / 2) * requests : 0;
}

interface Grounds {
  readonly called: readonly CountedRoute[];
  readonly series: Series;
  readonly limits: AttributionLimits;
  readonly allowed: number;
  readonly share: number | null;
}

function doubtsAbout(route: CountedRoute, found: Coefficient | null, grounds: Grounds): AttributionDoubt[] {
  const { called, series, limits, allowed, share } = grounds;
  const doubts: AttributionDoubt[] = [];
  const requests = sumOf(route.counts);
  if (series.rises.length < limits.minimumSpans) doubts.push('points');
  const calledSpans = route.counts.filter((count) => count > 0).length;
  if (requests < limits.minimumRequests || calledSpans < limits.minimumCalledSpans) doubts.push('calls');
  if (route.route === otherRoutes || !found) return [...doubts, 'inseparable'];
  if (found.own < limits.minimumOwn) doubts.push('inseparable');
  if (!(found.chance <= allowed) || !(found.low > 0)) doubts.push('chance');
  else {
    if (!withoutStrongest(route, found, called, series)) doubts.push('single');
    if (lateValue(route, called, series) < limits.minimumLateShare * found.value) doubts.push('saturating');
  }
  const effect = found.value * requests >= limits.minimumEffect * Math.max(1, series.floor);
  if (share === null || share < limits.minimumShare || !effect) doubts.push('effect');
  return doubts;
}

/** Whether the route still stands out when the span that speaks most for it is left out. */
function withoutStrongest(
  route: CountedRoute,
  { parts }: Coefficient,
  called: readonly CountedRoute[],
  series: Series,
): boolean {
  const strongest = parts.indexOf(Math.max(...parts));
  const keep = (_: unknown, index: number) => index !== strongest;
  const [found] = fitAgainstRest(route, called, series, keep) ?? [];
  return found !== undefined && found.low > 0;
}

/** What the route leaves in the later half of the spans. */
function lateValue(route: CountedRoute, called: readonly CountedRoute[], series: Series): Bytes {
  const half = Math.floor(series.rises.length / 2);
  return fitAgainstRest(route, called, series, (_, index) => index >= half)?.[0]?.value ?? 0;
}

/** One route against all others together, over some of the spans: few coefficients, so few spans do. */
function fitAgainstRest(
  route: CountedRoute,
  called: readonly CountedRoute[],
  series: Series,
  keep: (value: unknown, index: number) => boolean,
): Coefficient[] | null {
  const rest = summed(
    called.filter((other) => other !== route),
    series.rises.length,
  );
  const kept = { ...series, rises: series.rises.filter(keep), seconds: series.seconds.filter(keep) };
  return fitOf([{ ...route, counts: route.counts.filter(keep) }], rest?.filter(keep) ?? null, kept);
}

/** Rises by the calls of each route, of the rest, and by time. */
function fitOf(alone: readonly CountedRoute[], rest: readonly number[] | null, { rises, seconds }: Series) {
  const rows = rises.map((_, i) => [
    ...alone.map(({ counts }) => counts[i] ?? 0),
    ...(rest ? [rest[i] ?? 0] : []),
    seconds[i] ?? 0,
  ]);
  return robustFit(rows, rises);
}

function summed(routes: readonly CountedRoute[], spans: number): number[] | null {
  if (routes.length === 0) return null;
  return Array.from({ length: spans }, (_, i) => routes.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0));
}

function countsBetween(floors: readonly FloorPoint[], ends: RouteCalls['ends']): number[] {
  const before = floors.map(({ at }) => firstAfter(ends, at));
  return before.slice(1).map((count, i) => count - (before[i] ?? count));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
