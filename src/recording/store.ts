import {
  type Emit,
  type EpochMs,
  type MonitorSettings,
  type Row,
  type TableName,
  tableNames,
  tables,
} from '../model/index.ts';
import { say } from '../words/recordings.ts';
import { type Columns, type Dropped, type Recording, recordingFormat, type Source } from './format.ts';

/** Rows a table may hold; beyond it the oldest tenth goes and is counted. 24 h of heap at 2 Hz are 172,800 rows. */
export const maxRowsPerTable = 250_000;
const maxSources = 10_000;

type AnyColumns = Record<string, unknown[]>;

/** How many rows each table had been given at some moment. `RecordingStore.since` goes on from there. */
export type Position = ReadonlyMap<TableName, number>;

/** A recording that grows. All moments are EpochMs on the browser's clock. */
export class RecordingStore {
  readonly created: EpochMs;
  readonly #tool: Recording['tool'];
  #settings: MonitorSettings;
  #sources: Source[] = [];
  #indexes = new Map<string, number>();
  #tables = new Map<TableName, AnyColumns>();
  /** Rows that left a table at its old end. */
  #removed = new Map<TableName, number>();
  #dropped: { page: number; relay: number; recording: number } = { page: 0, relay: 0, recording: 0 };

  constructor(options: { tool: Recording['tool']; created: EpochMs; settings: MonitorSettings }) {
    this.#tool = options.tool;
    this.created = options.created;
    this.#settings = options.settings;
  }

  /** Continues a recording that was exported. */
  static from(recording: Recording): RecordingStore {
    const store = new RecordingStore(recording);
    for (const source of recording.sources) store.addSource(source);
    for (const name of tableNames) {
      const columns = recording.tables[name] as AnyColumns | undefined;
      if (columns)
        store.#tables.set(name, Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, [...values]])));
    }
    Object.assign(store.#dropped, recording.dropped);
    return store;
  }

  get sources(): readonly Source[] {
    return this.#sources;
  }

  get dropped(): Dropped {
    return { ...this.#dropped };
  }

  set settings(settings: MonitorSettings) {
    this.#settings = settings;
  }

  /** Adds a source, or replaces the one with its id. Returns its index. */
  addSource(source: Source): number {
    const known = this.#indexes.get(source.id);
    if (known !== undefined) {
      this.#sources[known] = source;
      return known;
    }
    if (this.#sources.length >= maxSources) throw new RangeError(say('full', { most: maxSources }));
    this.#indexes.set(source.id, this.#sources.length);
    return this.#sources.push(source) - 1;
  }

  append<K extends TableName>(table: K, source: number, row: Row<K>): void {
    const columns = this.#columns(table);
    const values = row as Record<string, unknown>;
    for (const name of Object.keys(tables[table])) columns[name]?.push(values[name]);
    columns.source?.push(source);
    if ((columns.at?.length ?? 0) > maxRowsPerTable) this.#dropOldest(table, columns);
  }

  /** An `Emit` that writes rows of one source. */
  emitter(source: number): Emit {
    return (table, row) => this.append(table, source, row);
  }

  drop(where: keyof Dropped, rows: number): void {
    this.#dropped[where] += rows;
  }

  rows(table: TableName): number {
    return this.#tables.get(table)?.at?.length ?? 0;
  }

  /** All rows of all tables. */
  get size(): number {
    return tableNames.reduce((sum, name) => sum + this.rows(name), 0);
  }

  /** The live columns: to be read, not changed. */
  columns<K extends TableName>(table: K): Readonly<Columns<K>> {
    return this.#columns(table) as unknown as Columns<K>;
  }

  /** What was recorded up to now. Shares the columns with the store: use it at once, or export it. */
  recording(): Recording {
    const filled = tableNames.filter((name) => this.rows(name) > 0).map((name) => [name, this.#tables.get(name)]);
    return {
      format: recordingFormat,
      tool: this.#tool,
      created: this.created,
      settings: { heapInterval: this.#settings.heapInterval, slowRender: this.#settings.slowRender },
      sources: [...this.#sources],
      dropped: this.dropped,
      tables: Object.fromEntries(filled) as Recording['tables'],
    };
  }

  get position(): Position {
    return new Map(tableNames.map((name) => [name, this.#given(name)]));
  }

  /** Only the rows that came after `position`, which this store gave; all else as in `recording()`. */
  since(position: Position): Recording {
    const newer = tableNames.flatMap((name) => {
      const columns = this.#tables.get(name);
      const rows = this.#given(name) - (position.get(name) ?? 0);
      if (!columns || rows <= 0) return [];
      // Rows that were dropped since cannot be given any more.
      const from = Math.max(0, this.rows(name) - rows);
      const slices = Object.entries(columns).map(([column, values]) => [column, values.slice(from)]);
      return [[name, Object.fromEntries(slices)]];
    });
    return { ...this.recording(), tables: Object.fromEntries(newer) as Recording['tables'] };
  }

  #given(table: TableName): number {
    return this.rows(table) + (this.#removed.get(table) ?? 0);
  }

  #columns(table: TableName): AnyColumns {
    let columns = this.#tables.get(table);
    if (!columns) {
      columns = { source: [] };
      for (const name of Object.keys(tables[table])) columns[name] = [];
      this.#tables.set(table, columns);
    }
    return columns;
  }

  #dropOldest(table: TableName, columns: AnyColumns): void {
    const rows = Math.ceil(maxRowsPerTable / 10);
    for (const column of Object.values(columns)) column.splice(0, rows);
    this.#removed.set(table, (this.#removed.get(table) ?? 0) + rows);
    this.drop('recording', rows);
  }
}
