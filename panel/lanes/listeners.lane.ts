import { roundAxis } from '../charts/scale.ts';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { extent, type Lane, lineOf, sourceAt } from './lane.ts';

/** Event listeners, where they were counted: they are seldom, so that their readings are joined however far apart. */
export const listenersLane: Lane = {
  id: 'listeners',
  title: en.timeline.listeners,
  size: 'tiny',
  label: null,
  present: ({ pages }) => pages.some(({ listeners }) => listeners.length > 0),
  values: ({ pages }) => {
    const last = pages.at(-1)?.listeners.last ?? null;
    return [{ id: 'listeners', text: last === null ? en.lanes.noData : formatCount(last) }];
  },
  traces(context) {
    const joined = { ...context, gap: Number.POSITIVE_INFINITY };
    return [{ kind: 'line', color: 'muted', points: lineOf(context.pages, ({ listeners }) => listeners, joined) }];
  },
  axis(traces) {
    const [low, high] = extent(traces);
    return roundAxis(Math.max(0, low), Math.max(1, high), 2);
  },
  at({ pages }, moment) {
    const listeners = sourceAt(pages, moment)?.listeners.valueAt(moment) ?? null;
    return listeners === null ? null : formatCount(listeners);
  },
};
