import type { Trace } from '../charts/trace.ts';
import { groupServers, type ServerGroup } from '../store/documents.ts';
import { en } from '../strings/en.ts';
import { formatBytes } from '../strings/format.ts';
import { bytesAxis, extent, type Lane, type LaneContext, lineOf, megabytes, sourceAt, within } from './lane.ts';
import { chosenServer, styleOf } from './server-style.ts';

const text = en.lanes;

/** The heaps of all servers; a dot is what a major collection left. */
export const serverHeapLane: Lane = {
  id: 'server-heap',
  title: text.serverHeap,
  size: 'medium',
  label: megabytes,
  present: ({ servers }) => servers.length > 0,
  values({ servers }) {
    const groups = groupServers(servers);
    const [only] = groups;
    if (!only || groups.length > 1) return groups.map(namedValue);
    const server = only.lives.at(-1);
    return [
      { id: 'used', text: `${text.used} ${formatBytes(server?.heap.used.last ?? null)}`, color: 'server' },
      { id: 'rss', text: `${text.rss} ${formatBytes(server?.rss.last ?? null)}` },
    ];
  },
  traces(context) {
    return groupServers(context.servers).flatMap(({ lives, slot }): Trace[] => {
      const { color, kind } = styleOf(slot);
      const used = lineOf(lives, (server) => server.heap.used, context);
      return [
        { kind, color, points: used },
        { kind: 'dots', color, points: collected(lives, context) },
      ];
    });
  },
  axis: bytesAxis(1),
  at({ servers }, moment) {
    const groups = groupServers(servers);
    const said = groups.flatMap(({ name, lives }) => {
      const used = sourceAt(lives, moment)?.heap.used.valueAt(moment) ?? null;
      return used === null ? [] : [groups.length > 1 ? `${name} ${formatBytes(used)}` : formatBytes(used)];
    });
    return said.length === 0 ? null : said.join(' · ');
  },
};

/** The heap of the chosen server with what V8 has taken for it and its limit. */
export const serverHeapDetailLane: Lane = {
  id: 'server-heap-detail',
  title: en.backend.heap,
  size: 'large',
  testId: 'backend-heap-chart',
  label: megabytes,
  values(context) {
    const server = chosenServer(context);
    const heap = server?.lives.at(-1)?.heap;
    return [
      {
        id: 'used',
        text: `${text.used} ${formatBytes(heap?.used.last ?? null)}`,
        color: styleOf(server?.slot ?? 0).color,
      },
      { id: 'total', text: `${text.total} ${formatBytes(heap?.total.last ?? null)}` },
      { id: 'limit', text: `${text.limit} ${formatBytes(heap?.limit.last ?? null)}` },
    ];
  },
  traces(context) {
    const server = chosenServer(context);
    if (!server) return [];
    const { color } = styleOf(server.slot);
    const line = (kind: Trace['kind'], name: Trace['color'], series: 'used' | 'total' | 'limit'): Trace => ({
      kind,
      color: name,
      points: lineOf(server.lives, ({ heap }) => heap[series], context),
    });
    const used = line('line', color, 'used');
    const [, highest] = extent([used]);
    // A limit far above would press the heap flat against the ground; it stands beside the lane as a number.
    const bounds = [line('dotted', 'muted', 'total'), line('dotted', 'slow', 'limit')];
    const shown = bounds.filter((trace) => extent([trace])[1] <= highest * 1.6);
    return [...shown, used, { kind: 'dots', color: 'floor', points: collected(server.lives, context) }];
  },
  axis: bytesAxis(2),
  at(context, moment) {
    const used = sourceAt(chosenServer(context)?.lives ?? [], moment)?.heap.used.valueAt(moment) ?? null;
    return used === null ? null : formatBytes(used);
  },
};

function collected(lives: ServerGroup['lives'], context: LaneContext) {
  return lives.flatMap((server) =>
    within(server.collections, context).flatMap(({ at, after }) =>
      after === null ? [] : [{ x: at - context.origin, y: after }],
    ),
  );
}

function namedValue({ url, name, slot, lives }: ServerGroup) {
  const used = formatBytes(lives.at(-1)?.heap.used.last ?? null);
  return { id: url, text: `${name} ${used}`, color: styleOf(slot).color };
}
