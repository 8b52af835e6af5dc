import type { Trace } from '../charts/trace.ts';
import { en } from '../strings/en.ts';
import { formatBytes } from '../strings/format.ts';
import { bytesAxis, type Lane, lineOf, megabytes, sourceAt, within } from './lane.ts';

const text = en.lanes;

/** The server's heap; a dot is what a major collection left. */
export const serverHeapLane: Lane = {
  id: 'server-heap',
  title: text.serverHeap,
  size: 'medium',
  label: megabytes,
  present: ({ servers }) => servers.length > 0,
  values({ servers }) {
    const server = servers.at(-1);
    return [
      { id: 'used', text: `${text.used} ${formatBytes(server?.heap.used.last ?? null)}`, color: 'server' },
      { id: 'rss', text: `${text.rss} ${formatBytes(server?.rss.last ?? null)}` },
    ];
  },
  traces(context) {
    const used = lineOf(context.servers, (server) => server.heap.used, context);
    const floor: Trace = { kind: 'dots', color: 'server', points: collected(context) };
    return [{ kind: 'line', color: 'server', points: used }, floor];
  },
  axis: bytesAxis(1),
  at({ servers }, moment) {
    const used = sourceAt(servers, moment)?.heap.used.valueAt(moment) ?? null;
    return used === null ? null : formatBytes(used);
  },
};

function collected(context: Parameters<Lane['traces']>[0]) {
  return context.servers.flatMap((server) =>
    within(server.collections, context).flatMap(({ at, after }) =>
      after === null ? [] : [{ x: at - context.origin, y: after }],
    ),
  );
}
