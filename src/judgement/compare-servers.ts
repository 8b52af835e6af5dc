import { sayBytes, sayMilliseconds, shift } from '../analysis/index.ts';
import type { Row } from '../model/index.ts';
import { type Recording, rowsOf } from '../recording/index.ts';
import { say } from '../words/comparison.ts';
import type { Change } from './compare.ts';

/** Neighbouring readings resemble each other, their medians over this long hardly do: only such are compared. */
const block = 30_000;
/** Differences that are sure but smaller than these are none to act on. */
const smallestShare = 0.05;
const smallestDelay = 2;

/** What a server's life tells beside its heap. */
export interface ServerSide {
  readonly rss: readonly number[];
  readonly eventLoop: readonly number[];
  /** Rules that raised an alert on the server, with how often. */
  readonly alerts: ReadonlyMap<string, number>;
  /** What a person had it do: a forced collection moves the heap too. */
  readonly actions: ReadonlyMap<string, number>;
}

/** Questions that `compareServers` answers with confidence. */
export const serverQuestions = 2;

/** For each source of the recording; those of pages stay empty. */
export function serverSides(recording: Recording): readonly ServerSide[] {
  const process = recording.sources.map((): Row<'process'>[] => []);
  const alerts = recording.sources.map(() => new Map<string, number>());
  const actions = recording.sources.map(() => new Map<string, number>());
  for (const row of rowsOf(recording, 'process')) process[row.source]?.push(row);
  for (const { source, rule, state } of rowsOf(recording, 'alerts')) if (state === 'raised') add(alerts[source], rule);
  for (const { source, action } of rowsOf(recording, 'actions')) add(actions[source], action);
  return recording.sources.map((_, index) => ({
    rss: medians(process[index] ?? [], ({ rss }) => rss),
    eventLoop: medians(process[index] ?? [], ({ eventLoopDelay }) => eventLoopDelay),
    alerts: alerts[index] ?? new Map(),
    actions: actions[index] ?? new Map(),
  }));
}

/** Memory of the process, delay of its event loop, alerts that it raised; and what was done to it, which may explain the rest. */
export function compareServers(before: ServerSide, after: ServerSide, subject: string, single: number): Change[] {
  const changes = [
    compareSamples('rss', before.rss, after.rss, subject, single),
    compareSamples('event-loop', before.eventLoop, after.eventLoop, subject, single),
    compareAlerts(before.alerts, after.alerts, subject),
    compareActions(before.actions, after.actions, subject),
  ];
  return changes.filter((change) => change !== null);
}

function compareSamples(
  what: 'rss' | 'event-loop',
  before: readonly number[],
  after: readonly number[],
  subject: string,
  single: number,
): Change | null {
  const difference = shift(before, after, single);
  if (!difference) return null;
  const [old, now] = [middle(before), middle(after)];
  const smallest = Math.max(old * smallestShare, what === 'event-loop' ? smallestDelay : 0);
  const worse = difference.low > 0 && difference.value >= smallest;
  const better = difference.high < 0 && -difference.value >= smallest;
  const write = what === 'rss' ? sayBytes : sayMilliseconds;
  return {
    what,
    subject,
    before: old,
    after: now,
    difference,
    direction: worse ? 'worse' : better ? 'better' : 'same',
    message: say(what === 'rss' ? 'rss' : 'eventLoop', { before: write(old), after: write(now) }),
  };
}

function compareAlerts(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, subject: string) {
  if (before.size + after.size === 0) return null;
  const came = [...after.keys()].some((rule) => !before.has(rule));
  const went = [...before.keys()].some((rule) => !after.has(rule));
  return {
    what: 'alerts',
    subject,
    before: list(before),
    after: list(after),
    difference: null,
    direction: came ? 'worse' : went ? 'better' : 'same',
    message: say('alerts', { before: list(before), after: list(after) }),
  } as const satisfies Change;
}

function compareActions(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, subject: string) {
  if (before.size + after.size === 0) return null;
  return {
    what: 'actions',
    subject,
    before: list(before),
    after: list(after),
    difference: null,
    direction: 'same',
    message: say('actions', { before: list(before), after: list(after) }),
  } as const satisfies Change;
}

/** "gc 2×, snapshot 1×" */
function list(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? say('none') : [...counts].map(([name, count]) => `${name} ${count}×`).join(', ');
}

function medians(rows: readonly Row<'process'>[], read: (row: Row<'process'>) => number | null): number[] {
  const blocks = new Map<number, number[]>();
  for (const row of rows) {
    const value = read(row);
    if (value === null) continue;
    const number = Math.floor(row.at / block);
    blocks.set(number, [...(blocks.get(number) ?? []), value]);
  }
  return [...blocks.values()].map(middle);
}

/** The median; of an even number the upper one. */
export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function add(counts: Map<string, number> | undefined, name: string): void {
  counts?.set(name, (counts.get(name) ?? 0) + 1);
}
