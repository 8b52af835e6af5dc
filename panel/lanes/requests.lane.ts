import type { Row } from '@memory-plus/core/model';
import type { Axis } from '../charts/scale.ts';
import { stems, type Trace, type TracePoint } from '../charts/trace.ts';
import { slowRequest } from '../store/pairs.ts';
import { en } from '../strings/en.ts';
import { formatMs } from '../strings/format.ts';
import { extent, type Lane, type LaneContext } from './lane.ts';

const text = en.requests;
/** How far from the reading line a request still counts as under it, as a share of the time shown. */
const reach = 0.004;
/** Columns of the lane; of the requests in one the longest is drawn. */
const columns = 600;

/** Requests of the page by the moment that they were sent, as high as they took long. */
export const requestsLane: Lane = {
  id: 'requests',
  title: text.lane,
  size: 'small',
  testId: 'requests-lane',
  label: null,
  present: ({ pages }) => pages.some(({ requests }) => requests.length > 0),
  values(context) {
    const shown = requestsIn(context);
    const slow = shown.filter(isSlow).length;
    return [
      { id: 'sent', text: text.count(shown.length) },
      ...(slow > 0 ? [{ id: 'slow', text: text.slow(slow, formatMs(slowRequest)), color: 'slow' as const }] : []),
    ];
  },
  traces(context): Trace[] {
    const points = longestOfColumns(context);
    return [
      { kind: 'stems', color: 'request', points: stems(points.filter(({ y }) => y < slowRequest)) },
      { kind: 'stems', color: 'slow', points: stems(points.filter(({ y }) => y >= slowRequest)) },
    ];
  },
  axis(traces): Axis {
    const [, high] = extent(traces);
    return { min: 0, max: Math.max(high * 1.15, 50), ticks: [] };
  },
  at(context, moment) {
    const near = (context.to - context.from) * reach;
    const under = requestsIn(context).filter(
      ({ at, duration }) => at - near <= moment && moment <= at + duration + near,
    );
    const longest = under.reduce((most, one) => (most && most.duration >= one.duration ? most : one), under[0]);
    if (!longest) return null;
    const [route, duration] = [longest.route, formatMs(longest.duration)];
    return under.length > 1 ? text.inFlightMore(route, duration, under.length - 1) : text.inFlight(route, duration);
  },
};

function isSlow({ duration }: Row<'requests'>): boolean {
  return duration >= slowRequest;
}

function requestsIn({ pages, from, to }: LaneContext): Row<'requests'>[] {
  return pages.flatMap(({ requests }) => requests.filter(({ at, duration }) => at + duration >= from && at <= to));
}

function longestOfColumns(context: LaneContext): TracePoint[] {
  const width = (context.to - context.from) / columns;
  const longest = new Map<number, TracePoint>();
  for (const { at, duration } of requestsIn(context)) {
    const x = Math.max(at, context.from) - context.origin;
    const column = Math.floor(x / width);
    if (duration > (longest.get(column)?.y ?? -1)) longest.set(column, { x, y: duration });
  }
  return [...longest.values()].sort((a, b) => a.x - b.x);
}
