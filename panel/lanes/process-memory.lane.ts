import { en } from '../strings/en.ts';
import { formatBytes, formatMs } from '../strings/format.ts';
import { bytesAxis, extent, type Lane, lineOf, megabytes, sourceAt } from './lane.ts';

const text = en.backend;

/** Everything that the server's process holds in memory. */
export const rssLane: Lane = {
  id: 'rss',
  title: text.rss,
  size: 'medium',
  label: megabytes,
  values: ({ servers }) => [{ id: 'rss', text: formatBytes(servers.at(-1)?.rss.last ?? null), color: 'muted' }],
  traces: (context) => [
    { kind: 'line', color: 'muted', points: lineOf(context.servers, (server) => server.rss, context) },
  ],
  axis: bytesAxis(1),
  at({ servers }, moment) {
    const rss = sourceAt(servers, moment)?.rss.valueAt(moment) ?? null;
    return rss === null ? null : formatBytes(rss);
  },
};

/** How late the server's event loop is. */
export const eventLoopLane: Lane = {
  id: 'event-loop',
  title: text.eventLoop,
  size: 'small',
  label: null,
  values: ({ servers }) => [{ id: 'delay', text: formatMs(servers.at(-1)?.eventLoopDelay.last ?? null) }],
  traces: (context) => [
    { kind: 'line', color: 'slow', points: lineOf(context.servers, (server) => server.eventLoopDelay, context) },
  ],
  axis: (traces) => ({ min: 0, max: Math.max(10, extent(traces)[1] * 1.1), ticks: [] }),
  at({ servers }, moment) {
    const delay = sourceAt(servers, moment)?.eventLoopDelay.valueAt(moment) ?? null;
    return delay === null ? null : formatMs(delay);
  },
};
