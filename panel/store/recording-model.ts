import { type EpochMs, type MonitorSettings, type Row, type TableName, tableNames } from '@memory-plus/core/model';
import { type Recording, RecordingStore, rowsOf, type Source } from '@memory-plus/core/recording';
import { SourceState } from './source-state.ts';

/** A recording together with what the views show of it. The live one and an imported one are alike. */
export class RecordingModel {
  readonly store: RecordingStore;
  readonly states: SourceState[] = [];
  #ignoredAt: (source: Source) => ReadonlySet<string> = () => new Set();

  constructor(store: RecordingStore) {
    this.store = store;
  }

  static empty(version: string, created: EpochMs, settings: MonitorSettings): RecordingModel {
    return new RecordingModel(new RecordingStore({ tool: { name: 'Memory+', version }, created, settings }));
  }

  static from(recording: Recording): RecordingModel {
    const model = new RecordingModel(RecordingStore.from(recording));
    for (const [index, source] of recording.sources.entries()) model.states[index] = new SourceState(index, source);
    for (const { table, row } of inOrderOfTime(recording)) model.states[row.source]?.add(table, row);
    return model;
  }

  /** Adds a source or, where its id is known, what is new about it. */
  addSource(source: Source): SourceState {
    const index = this.store.addSource(source);
    const known = this.states[index];
    if (known) {
      known.source = source;
      return known;
    }
    const state = new SourceState(index, source);
    state.ignore(this.#ignoredAt(source));
    this.states[index] = state;
    return state;
  }

  /** Which labels of retained objects do not count, source by source; also for those that come. */
  ignore(ignoredAt: (source: Source) => ReadonlySet<string>): void {
    this.#ignoredAt = ignoredAt;
    for (const state of this.states) state.ignore(ignoredAt(state.source));
  }

  append<K extends TableName>(table: K, state: SourceState, row: Row<K>): void {
    this.store.append(table, state.index, row);
    state.add(table, row);
  }

  /** Adds everything that `later` holds. */
  take(later: RecordingModel): void {
    const recording = later.store.recording();
    this.#addRows(recording);
    this.#addDropped(recording.dropped);
  }

  /** Adds the next part of this very recording: it counts what was dropped since the beginning. */
  continueWith(part: Recording): void {
    this.#addRows(part);
    const known = this.store.dropped;
    const { page, relay, recording } = part.dropped;
    this.#addDropped({
      page: page - known.page,
      relay: relay - known.relay,
      recording: recording - known.recording,
    });
  }

  #addRows(recording: Recording): void {
    const states = recording.sources.map((source) => this.addSource(source));
    for (const { table, row } of inOrderOfTime(recording)) {
      const state = states[row.source];
      if (state) this.append(table, state, row);
    }
  }

  #addDropped(dropped: Recording['dropped']): void {
    for (const place of ['page', 'relay', 'recording'] as const) this.store.drop(place, dropped[place]);
  }

  get dropped(): number {
    const { page, relay, recording } = this.store.dropped;
    return page + relay + recording;
  }

  /** From the first reading to the last row. */
  get span(): { readonly from: EpochMs; readonly to: EpochMs } | null {
    let to = 0;
    let from = Number.POSITIVE_INFINITY;
    for (const state of this.states) {
      to = Math.max(to, state.lastAt);
      from = Math.min(from, state.firstAt);
    }
    return to > 0 ? { from: Math.min(from, to), to } : null;
  }
}

export type TableRow = {
  [K in TableName]: { readonly table: K; readonly row: Row<K> & { readonly source: number } };
}[TableName];

/** All rows, oldest first: analysis reads heap and collections as they came. */
function inOrderOfTime(recording: Recording): TableRow[] {
  const rows: TableRow[] = [];
  for (const table of tableNames) for (const row of rowsOf(recording, table)) rows.push({ table, row } as TableRow);
  return rows.sort((a, b) => a.row.at - b.row.at);
}
