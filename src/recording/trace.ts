import { type Row, type TableName, tableNames } from '../model/index.ts';
import type { Recording, Source } from './format.ts';
import { rowsOf } from './rows.ts';

/**
 * An event of the Trace Event Format that Chrome's Performance panel and Perfetto open: `ph` says what it is, `ts` and `dur`
 * are microseconds. See "Trace Event Format", Chromium project.
 */
interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: 'M' | 'C' | 'X' | 'I' | 'b' | 'e';
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly [extra: string]: unknown;
}

/** Thread of the events that have no duration, and of renders, frames and collections. */
const mainThread = 1;

type Place = Pick<TraceEvent, 'pid' | 'tid'>;
type Writer<K extends TableName> = (row: Row<K>, place: Place, serial: number) => readonly TraceEvent[];

const writers: { readonly [K in TableName]?: Writer<K> } = {
  heap: ({ at, used, total }, place) => [
    counter('JS heap', at, place, { used, total }),
    instant('UpdateCounters', at, place, { data: { jsHeapSizeUsed: used } }),
  ],
  dom: ({ at, nodes, listeners }, place) => [
    counter('DOM', at, place, { nodes, ...(listeners === null ? {} : { listeners }) }),
    instant('UpdateCounters', at, place, {
      data: { nodes, ...(listeners === null ? {} : { jsEventListeners: listeners }) },
    }),
  ],
  process: ({ at, rss, external }, place) => [counter('Process memory', at, place, { rss, external })],
  slowRenders: ({ at, component, duration, how, phase, reason }, place, serial) =>
    span(component, at, duration, place, serial, {
      track: 'Slow renders',
      properties: [['measured', how], ['phase', phase], ...(reason === null ? [] : [['why', reason] as const])],
    }),
  frames: ({ at, duration, blocking }, place, serial) =>
    span('Slow frame', at, duration, place, serial, {
      track: 'Slow frames',
      properties: [['blocking', `${blocking.toFixed(1)} ms`]],
    }),
  interactions: ({ at, duration, name, target }, place, serial) =>
    span(target ? `${name} on ${target}` : name, at, duration, place, serial, {
      track: 'Interactions',
      properties: [],
    }),
  requests: ({ at, duration, route, url, heapBefore, heapAfter }, place, serial) =>
    span(route, at, duration, place, serial, {
      track: 'Requests',
      properties: [
        ['address', url],
        ...(heapBefore === null || heapAfter === null
          ? []
          : [['server heap', `${((heapAfter - heapBefore) / 1024).toFixed(0)} KB`] as const]),
      ],
    }),
  collections: ({ at, after, pause }, place) => [
    pause === null
      ? instant('MajorGC', at, place, {})
      : {
          ...event('MajorGC', 'v8', 'X', at - pause, place),
          dur: micro(pause),
          args: after === null ? {} : { usedHeapSizeAfter: after },
        },
  ],
  marks: ({ at, label }, place) => [{ ...event(label, 'blink.user_timing', 'I', at, place), s: 'p', args: {} }],
  alerts: ({ at, rule, level, state, detail }, place) => [
    { ...event(`${rule} ${state}`, 'memory-plus', 'I', at, place), s: 'p', args: { level, detail } },
  ],
};

/** The recording as a trace, a process each page load and server. What a trace has no place for (caches, retained objects) is left out. */
export function exportTrace(recording: Recording): string {
  const events: TraceEvent[] = recording.sources.flatMap((source, index) => processOf(source, index + 1));
  let serial = 0;
  const write = <K extends TableName>(table: K) => {
    const writer = writers[table];
    if (!writer) return;
    for (const row of rowsOf(recording, table))
      events.push(...writer(row, { pid: row.source + 1, tid: mainThread }, ++serial));
  };
  for (const table of tableNames) write(table);
  events.sort((a, b) => a.ts - b.ts);
  const metadata = { source: 'Memory+', startTime: new Date(recording.created).toISOString() };
  return JSON.stringify({ metadata, traceEvents: events });
}

/** Names the process and its thread as the Performance panel expects them of a page. */
function processOf(source: Source, pid: number): TraceEvent[] {
  const place = { pid, tid: mainThread };
  const page = source.kind === 'page';
  const frame = { frame: source.id, url: source.url, name: '', processId: pid };
  const named = (name: string, value: string) => ({
    ...event(name, '__metadata', 'M', 0, place),
    args: { name: value },
  });
  return [
    named('process_name', page ? 'Renderer' : source.name),
    named('process_labels', source.url),
    named('thread_name', page ? 'CrRendererMain' : 'main'),
    ...(page
      ? [
          {
            ...event('TracingStartedInBrowser', 'disabled-by-default-devtools.timeline', 'I', source.startedAt, place),
            s: 't',
            args: { data: { frameTreeNodeId: pid, persistentIds: true, frames: [frame] } },
          },
        ]
      : []),
  ];
}

function event(name: string, cat: string, ph: TraceEvent['ph'], at: number, place: Place): TraceEvent {
  return { name, cat, ph, ts: micro(at), ...place };
}

function counter(name: string, at: number, place: Place, args: Readonly<Record<string, number>>): TraceEvent {
  return { ...event(name, 'memory-plus', 'C', at, place), args };
}

function instant(name: string, at: number, place: Place, args: object): TraceEvent {
  return { ...event(name, 'disabled-by-default-devtools.timeline', 'I', at, place), s: 't', args };
}

interface Track {
  readonly track: string;
  readonly properties: readonly (readonly [string, string])[];
}

/** A measure of User Timing on a track of its own, by the Performance panel's extensibility API. */
function span(
  name: string,
  at: number,
  duration: number,
  place: Place,
  serial: number,
  { track, properties }: Track,
): readonly TraceEvent[] {
  const detail = JSON.stringify({ devtools: { dataType: 'track-entry', trackGroup: 'Memory+', track, properties } });
  const base = (ph: 'b' | 'e', when: number) => ({
    ...event(name, 'blink.user_timing', ph, when, place),
    id2: { local: `0x${serial.toString(16)}` },
  });
  return [
    { ...base('b', at), args: { detail } },
    { ...base('e', at + duration), args: {} },
  ];
}

function micro(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}
