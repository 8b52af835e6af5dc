import type { EpochMs } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { z } from 'zod';
import { type Cancel, ManagedTimers } from '../../common/utils/managed-timers.ts';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import type { StorageAccess, StorageMember } from '../../storage/connection.ts';
import type { Query } from '../../storage/database.ts';
import { occupancyOf } from '../bounded-service.ts';
import type { Report } from './reports.service.ts';

/** The reports in memory, as the archive sees them. */
export interface Shelf {
  readonly maxReports: number;
  expires(report: Report): EpochMs;
  peek(id: string): Report | undefined;
  /** Takes in what an earlier process left, oldest first. */
  restore(reports: readonly Report[]): void;
  /** How many and how many bytes it has room for. */
  room(): { readonly reports: number; readonly bytes: number };
}

/** Of one statement; a report has up to a megabyte. */
const page = 20;
/** What is added within this time is written together. */
const delay = 1_000;
/** Value of the column `kind`. */
const kind = 'report';

const rowSchema = z.object({ id: z.string(), created: z.number(), body: z.string() });
const bodySchema = z.tuple([z.string(), z.string()]);

/**
 * Keeps reports in the application's database, which its instances share: at most as many as the service keeps, as long as it keeps them.
 * What changed is remembered by id alone, so a database that is down costs no second copy of any report.
 */
export class ReportArchive implements StorageMember {
  readonly #connection: StorageAccess;
  readonly #shelf: Shelf;
  readonly #timers = new ManagedTimers();
  /** To be written where the shelf has them, to be removed where it has not. */
  readonly #changed = new Set<string>();
  #scheduled: Cancel | null = null;
  #flushing: Promise<void> | null = null;
  #restored = false;
  #dropped = 0;
  #refused = 0;

  constructor(connection: StorageAccess, shelf: Shelf) {
    this.#connection = connection;
    this.#shelf = shelf;
  }

  change(id: string): void {
    this.#changed.add(id);
    const [oldest] = this.#changed;
    if (this.#changed.size > this.#most && oldest !== undefined) {
      this.#changed.delete(oldest);
      this.#dropped++;
    }
    this.#scheduled ??= this.#timers.timeout(() => {
      this.#scheduled = null;
      void this.flush();
    }, delay);
  }

  /** A report that the memory does not have (any more), or that another instance made. */
  async find(id: string): Promise<Report | undefined> {
    if (this.#changed.has(id)) return undefined;
    const found = await this.#ask((query) => read(query, 'id = $3', [id], 0));
    return found?.[0];
  }

  async connected(): Promise<void> {
    if (!this.#restored) await this.#restore();
    await this.flush();
  }

  async #restore(): Promise<void> {
    const found: Report[] = [];
    const room = this.#shelf.room();
    let { bytes } = room;
    for (let from = 0; bytes > 0 && found.length < room.reports; from += page) {
      const next = await this.#ask((query) => read(query, 'true', [], from));
      if (!next) return;
      for (const report of next) {
        bytes -= Buffer.byteLength(report.body);
        if (bytes > 0 && !this.#changed.has(report.id)) found.push(report);
      }
      if (next.length < page) break;
    }
    this.#shelf.restore(found.slice(0, room.reports).reverse());
    this.#restored = true;
  }

  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#changed.size > 0 && this.#connection.up) {
      const ids = [...this.#changed].slice(0, page);
      // What changes again while it is being written must be written again.
      for (const id of ids) this.#changed.delete(id);
      const done = await this.#ask((query) => this.#write(query, ids));
      if (done) continue;
      if (this.#connection.up) this.#refused += ids.length;
      else for (const id of ids) this.#changed.add(id);
    }
  }

  async #write(query: Query, ids: readonly string[]): Promise<true> {
    const kept = ids.map((id) => this.#shelf.peek(id)).filter((report) => report !== undefined);
    const gone = ids.filter((id) => !kept.some((report) => report.id === id));
    if (kept.length > 0) {
      await insert(query, kept, (report) => this.#shelf.expires(report));
      await remove(query, 'id IN (SELECT id FROM memory_reports WHERE kind = $1 ORDER BY created DESC, id OFFSET $2)', [
        this.#shelf.maxReports,
      ]);
    }
    if (gone.length > 0)
      await remove(query, 'id IN (SELECT jsonb_array_elements_text($2::jsonb))', [JSON.stringify(gone)]);
    return true;
  }

  async #ask<T>(work: (query: Query) => Promise<T>): Promise<T | null> {
    const done = await this.#connection.use(({ query }) => work(query)).catch(() => null);
    return done?.answer ?? null;
  }

  get #most(): number {
    return 2 * this.#shelf.maxReports;
  }

  /** `entries`: changes that wait for the database. */
  statistics(): Occupancy {
    const counts = { evictions: this.#dropped, refused: this.#refused };
    return occupancyOf('reports to be stored', this.#changed.size, this.#most, counts);
  }

  async close(): Promise<void> {
    this.#timers.clear();
    await this.flush();
  }
}

async function insert(query: Query, reports: readonly Report[], expires: (report: Report) => EpochMs): Promise<void> {
  const rows = reports.map((report) => ({
    id: report.id,
    created: report.at,
    expires: expires(report),
    // JSON in JSON: PostgreSQL has no NUL and no half of a surrogate pair, and a report may.
    body: JSON.stringify([report.title, report.body]),
  }));
  await query(
    `INSERT INTO memory_reports (id, kind, created, expires, body)
     SELECT id, $1, created, expires, body
     FROM jsonb_to_recordset($2::jsonb) AS given(id text, created float8, expires float8, body jsonb)
     ON CONFLICT DO NOTHING`,
    [kind, JSON.stringify(rows)],
  );
}

/** A report never changes: whoever locks its row removes it, and need not be waited for. */
async function remove(query: Query, condition: string, parameters: readonly unknown[]): Promise<void> {
  await query(
    `DELETE FROM memory_reports WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM memory_reports WHERE kind = $1 AND ${condition} FOR UPDATE SKIP LOCKED))`,
    [kind, ...parameters],
  );
}

/** Newest first. */
async function read(query: Query, condition: string, parameters: readonly unknown[], from: number): Promise<Report[]> {
  const { rows } = await query(
    `SELECT id, created, body #>> '{}' AS body FROM memory_reports
     WHERE kind = $1 AND expires > $2 AND ${condition} ORDER BY created DESC, id LIMIT ${page} OFFSET ${from}`,
    [kind, epochNow(), ...parameters],
  );
  return rows.flatMap((row) => {
    const { id, created, body } = rowSchema.parse(row);
    const parsed = bodySchema.safeParse(JSON.parse(body));
    return parsed.data ? { id, title: parsed.data[0], at: created, body: parsed.data[1] } : [];
  });
}
