import type { EpochMs, TableName } from '@memory-plus/core/model';
import { type PageInfo, type Rows, toRow } from '@memory-plus/core/protocol';
import type { RecordingModel } from './recording-model.ts';
import type { SourceState } from './source-state.ts';

/** Documents that are remembered: rows of one that was left may come when it is restored. */
const maxPages = 1_000;

/** The documents of the inspected tab, by session. */
export class LivePages {
  #pages = new Map<string, PageInfo>();
  #connected = new Set<string>();

  page(info: PageInfo, model: RecordingModel): void {
    this.#pages.delete(info.session);
    this.#pages.set(info.session, info);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= maxPages) break;
      this.#pages.delete(oldest);
    }
    this.#connected.add(info.session);
    model.addSource(toSource(info));
  }

  gone(session: string): void {
    this.#connected.delete(session);
  }

  /** Puts rows into `model`, oldest first. Answers how many of them could not be read. */
  rows(session: string, rows: Rows, model: RecordingModel): number {
    const info = this.#pages.get(session);
    const read = readRows(rows);
    if (!info) return read.unread + read.rows.length;
    const state = model.addSource(toSource(info));
    for (const add of read.rows) add.to(model, state);
    return read.unread;
  }

  /** Announces the connected documents to a new recording. */
  introduce(model: RecordingModel): void {
    for (const session of this.#connected) {
      const info = this.#pages.get(session);
      if (info) model.addSource(toSource(info));
    }
  }

  /** Connected documents, the top frame first. */
  connected(): PageInfo[] {
    return [...this.#connected]
      .map((session) => this.#pages.get(session))
      .filter((info) => info !== undefined)
      .sort((a, b) => a.frame - b.frame || b.startedAt - a.startedAt);
  }
}

function toSource({ session, startedAt, url, frame }: PageInfo) {
  return { kind: 'page', id: session, startedAt, url, frame } as const;
}

interface Addition {
  readonly at: EpochMs;
  to(model: RecordingModel, state: SourceState): void;
}

/** The rows of all tables in the order of time: analysis reads heap and collections as they happened. */
function readRows(rows: Rows): { rows: Addition[]; unread: number } {
  const additions: Addition[] = [];
  let unread = 0;
  const read = <K extends TableName>(table: K) => {
    for (const tuple of rows[table] ?? []) {
      const row = toRow(table, tuple);
      if (row) additions.push({ at: row.at, to: (model, state) => model.append(table, state, row) });
      else unread++;
    }
  };
  for (const table of Object.keys(rows) as TableName[]) read(table);
  return { rows: additions.sort((a, b) => a.at - b.at), unread };
}
