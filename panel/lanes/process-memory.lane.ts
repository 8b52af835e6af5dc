import { stems, type Trace } from '../charts/trace.ts';
import { Series } from '../store/series.ts';
import { en } from '../strings/en.ts';
import { formatBytes, formatMs } from '../strings/format.ts';
import { bytesAxis, extent, type Lane, lineOf, megabytes, sourceAt, within } from './lane.ts';
import { chosenServer, spaceName } from './server-style.ts';

const text = en.backend;
const nothing = new Series();

/** Everything that the server's process holds in memory, and what of it lies outside the heap. */
export const rssLane: Lane = {
  id: 'rss',
  title: text.rss,
  size: 'medium',
  label: megabytes,
  values(context) {
    const server = chosenServer(context)?.lives.at(-1);
    return [
      { id: 'rss', text: `${text.rss} ${formatBytes(server?.rss.last ?? null)}`, color: 'muted' },
      { id: 'external', text: `${text.external} ${formatBytes(server?.external.last ?? null)}`, color: 'render' },
    ];
  },
  traces(context) {
    const lives = chosenServer(context)?.lives ?? [];
    return [
      { kind: 'line', color: 'muted', points: lineOf(lives, (server) => server.rss, context) },
      { kind: 'dashed', color: 'render', points: lineOf(lives, (server) => server.external, context) },
    ];
  },
  axis: bytesAxis(1),
  at(context, moment) {
    const rss = sourceAt(chosenServer(context)?.lives ?? [], moment)?.rss.valueAt(moment) ?? null;
    return rss === null ? null : formatBytes(rss);
  },
};

/** Spaces that are drawn; the others are small and stand in the table. */
const mostSpaces = 3;
const spaceStyles: readonly Pick<Trace, 'kind' | 'color'>[] = [
  { kind: 'line', color: 'page' },
  { kind: 'dashed', color: 'floor' },
  { kind: 'dotted', color: 'render' },
];

/** The largest spaces of the server's heap. */
export const heapSpacesLane: Lane = {
  id: 'heap-spaces',
  title: text.spaces,
  size: 'medium',
  label: megabytes,
  present: (context) => largestSpaces(context).length > 0,
  values(context) {
    const spaces = chosenServer(context)?.lives.at(-1)?.spaces;
    return largestSpaces(context).map((name, index) => ({
      id: name,
      text: `${spaceName(name)} ${formatBytes(spaces?.get(name)?.last ?? null)}`,
      ...(spaceStyles[index] ? { color: spaceStyles[index].color } : {}),
    }));
  },
  traces(context) {
    const lives = (chosenServer(context)?.lives ?? []).filter(({ spaces }) => spaces.size > 0);
    // Told every ten seconds, and only while somebody looks.
    const sparse = { ...context, gap: Math.max(context.gap, 40_000) };
    return largestSpaces(context).flatMap((name, index): Trace[] => {
      const style = spaceStyles[index];
      const known = lives.filter(({ spaces }) => spaces.has(name));
      return style ? [{ ...style, points: lineOf(known, ({ spaces }) => spaces.get(name) ?? nothing, sparse) }] : [];
    });
  },
  axis: bytesAxis(1),
  at: () => null,
};

/** How late the server's event loop is. */
export const eventLoopLane: Lane = {
  id: 'event-loop',
  title: text.eventLoop,
  size: 'small',
  label: null,
  values: (context) => [
    { id: 'delay', text: formatMs(chosenServer(context)?.lives.at(-1)?.eventLoopDelay.last ?? null) },
  ],
  traces: (context) => [
    {
      kind: 'line',
      color: 'slow',
      points: lineOf(chosenServer(context)?.lives ?? [], (server) => server.eventLoopDelay, context),
    },
  ],
  axis: (traces) => ({ min: 0, max: Math.max(10, extent(traces)[1] * 1.1), ticks: [] }),
  at(context, moment) {
    const delay = sourceAt(chosenServer(context)?.lives ?? [], moment)?.eventLoopDelay.valueAt(moment) ?? null;
    return delay === null ? null : formatMs(delay);
  },
};

/** How long each major collection stopped the server. */
export const pausesLane: Lane = {
  id: 'gc-pauses',
  title: text.pauses,
  size: 'small',
  label: null,
  values(context) {
    const server = chosenServer(context)?.lives.at(-1);
    const pauses = (server?.collections ?? []).flatMap(({ pause }) => (pause === null ? [] : [pause]));
    const longest = pauses.reduce<number | null>((most, pause) => Math.max(most ?? 0, pause), null);
    return [
      { id: 'last', text: text.lastPause(formatMs(pauses.at(-1) ?? null)), color: 'muted' },
      { id: 'longest', text: text.longestPause(formatMs(longest)) },
    ];
  },
  traces(context) {
    const points = (chosenServer(context)?.lives ?? []).flatMap((server) =>
      within(server.collections, context).flatMap(({ at, pause }) =>
        pause === null ? [] : [{ x: at - context.origin, y: pause }],
      ),
    );
    return [{ kind: 'stems', color: 'collection', points: stems(points) }];
  },
  axis: (traces) => ({ min: 0, max: Math.max(10, extent(traces)[1] * 1.1), ticks: [] }),
  at: () => null,
};

function largestSpaces(context: Parameters<Lane['traces']>[0]): readonly string[] {
  const spaces = chosenServer(context)?.lives.at(-1)?.spaces ?? new Map();
  return [...spaces]
    .filter(([, series]) => (series.last ?? 0) > 0)
    .sort(([, a], [, b]) => (b.last ?? 0) - (a.last ?? 0))
    .slice(0, mostSpaces)
    .map(([name]) => name);
}
