import { type EpochMs, type Row, type TableName, tableNames } from '@memory-plus/core/model';
import { type Position, type Recording, rowsOf } from '@memory-plus/core/recording';
import type { TimeRange } from '../charts/trace.ts';
import type { RecordingModel, TableRow } from './recording-model.ts';
import { SourceState } from './source-state.ts';

/**
 * Tables whose rows say how something stands until the next row of the same name: what they say of a stretch is how it stood
 * at its end. All others speak of moments.
 */
const standing: { readonly [K in TableName]?: (row: Row<K>) => string } = {
  caches: ({ name }) => name,
  services: ({ name }) => name,
  heapSpaces: ({ name }) => name,
  retained: ({ what, label }) => `${what} ${label}`,
  health: () => '',
};
/** Counters since the source began: of a stretch, what they counted in it. */
const counters: { readonly [K in TableName]?: readonly (keyof Row<K>)[] } = {
  caches: ['hits', 'misses'],
  services: ['hits', 'misses', 'evictions', 'refused'],
};
/** What a source can tell does not change with time; it may say so late. */
const timeless: ReadonlySet<TableName> = new Set(['capabilities']);

/**
 * The sources of a recording as they were in one stretch of it: the same that the views read of the whole, made of the rows
 * of the stretch alone. A document that was not there is left out; of a server that was not, its last life stands for it.
 */
export function stretchOf(model: RecordingModel, range: TimeRange): readonly SourceState[] {
  const states = model.states.map(({ index, source, ignored }) => {
    const state = new SourceState(index, source);
    state.ignore(ignored);
    return state;
  });
  for (const { table, row } of rowsIn(model.store.recording(), range)) states[row.source]?.add(table, row);
  const there = model.states.filter(
    ({ source, lastAt }) => source.startedAt <= range.to && Math.max(lastAt, source.startedAt) >= range.from,
  );
  const urls = new Set(there.map(({ source }) => source.url));
  const absent = new Map(
    model.states
      .filter(({ source }) => source.kind === 'server' && !urls.has(source.url))
      .map((state) => [state.source.url, state]),
  );
  return [...there, ...absent.values()].flatMap(({ index }) => states[index] ?? []);
}

function rowsIn(recording: Recording, range: TimeRange): TableRow[] {
  const rows: TableRow[] = [];
  const take = <K extends TableName>(table: K) => {
    const key = standing[table];
    const whole = timeless.has(table) ? undefined : { from: key ? Number.NEGATIVE_INFINITY : range.from, to: range.to };
    const found = [...rowsOf(recording, table, undefined, whole)];
    const shown = key ? asOfStretch(table, found, key, range.from) : found;
    for (const row of shown) rows.push({ table, row } as TableRow);
  };
  for (const table of tableNames) take(table);
  return rows.sort((a, b) => a.row.at - b.row.at);
}

type SourceRow<K extends TableName> = Row<K> & { readonly source: number };

/** How each thing stood when the stretch began, then its rows, with counters that began there. */
function asOfStretch<K extends TableName>(
  table: K,
  rows: readonly SourceRow<K>[],
  key: (row: Row<K>) => string,
  from: EpochMs,
): SourceRow<K>[] {
  const before = new Map<string, SourceRow<K>>();
  const since: SourceRow<K>[] = [];
  for (const row of rows) {
    const name = `${row.source} ${key(row)}`;
    if (row.at < from) before.set(name, row);
    else since.push(countedFrom(table, row, before.get(name)));
  }
  return [...[...before.values()].map((row) => countedFrom(table, row, row)), ...since];
}

/** `row` with what its counters counted since `begin`. A counter that is lower now began anew in between. */
function countedFrom<K extends TableName>(table: K, row: SourceRow<K>, begin: SourceRow<K> | undefined): SourceRow<K> {
  const names = counters[table];
  if (!names || !begin) return row;
  const counted = names.flatMap((name) => {
    const [now, then] = [row[name], begin[name]];
    return typeof now === 'number' && typeof then === 'number' && now >= then ? [[name, now - then]] : [];
  });
  return { ...row, ...Object.fromEntries(counted) };
}

/** The stretch that was asked for last, made anew only when rows came that belong to it. */
export class Stretches {
  #last: {
    readonly model: RecordingModel;
    readonly range: TimeRange;
    readonly states: readonly SourceState[];
    position: Position;
  } | null = null;

  of(model: RecordingModel, range: TimeRange): readonly SourceState[] {
    const { store } = model;
    const last = this.#last;
    if (last?.model === model && last.range === range && !this.#arrived(model, last.position, range)) {
      last.position = store.position;
      return last.states;
    }
    const states = stretchOf(model, range);
    this.#last = { model, range, states, position: store.position };
    return states;
  }

  forget(): void {
    this.#last = null;
  }

  /** Whether rows came since `position` that the stretch is made of. */
  #arrived(model: RecordingModel, position: Position, { to }: TimeRange): boolean {
    const { tables } = model.store.since(position);
    return Object.entries(tables).some(
      ([name, { at }]) => timeless.has(name as TableName) || at.some((moment) => moment <= to),
    );
  }
}
