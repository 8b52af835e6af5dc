import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { HealthReason, Occupancy } from '@memory-plus/core/protocol/backend';
import { withDeadline } from '../common/utils/deadline.ts';
import { type Cancel, ManagedTimers } from '../common/utils/managed-timers.ts';
import { epochNow } from '../common/utils/memory-statistics.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';
import { Database, isBadData, type Query } from './database.ts';
import { defaultRetention, describeLocation, instanceName, type Retention, type StorageOptions } from './location.ts';
import {
  findInstance,
  instanceId,
  readAlerts,
  readFingerprints,
  readReports,
  readSnapshots,
  resolveLeftovers,
  writeRecord,
} from './records.ts';
import { removeOld } from './retention.ts';
import { collections, type Rows, readRows, samples, writeRows } from './series.ts';
import { type Batch, WriteQueue } from './write-queue.ts';

const flushInterval = 10_000;
const retentionInterval = 600_000;
const shortestRetry = 1_000;
const longestRetry = 30_000;
/** The start of the application waits so long for the database, and its end as long for the last rows. */
const patience = 10_000;

export interface StoreLog {
  error(error: unknown): void;
  warn(message: string): void;
}

export interface HistoryQuery {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly points: number;
  /** Another process that shares the database. Null: this one. */
  readonly instance: string | null;
}

interface Connected {
  readonly database: Database;
  readonly instance: number;
}

/**
 * Keeps samples, leak reports, alerts and snapshots' metadata in a database. What is written waits in a bounded queue, so a database that
 * is slow or down disturbs nobody: it is said in health, tried again, and gets what it missed.
 */
export class MemoryStore {
  readonly instance: string;
  readonly #options: StorageOptions;
  readonly #retention: Retention;
  readonly #monitor: MemoryMonitor;
  readonly #log: StoreLog;
  readonly #queue = new WriteQueue();
  readonly #where: string;
  #timers = new ManagedTimers();
  #offs: readonly (() => void)[] = [];
  #connected: Connected | null = null;
  /** Why nothing can be stored now. */
  #trouble: string | null = null;
  #retries = 0;
  #cancelRetry: Cancel | null = null;
  #stopped = false;
  #started: EpochMs = 0;
  #restored = false;
  #flushing: Promise<boolean> | null = null;

  constructor(options: StorageOptions, monitor: MemoryMonitor, log: StoreLog) {
    this.#options = options;
    this.#retention = { ...defaultRetention, ...options.retention };
    this.#monitor = monitor;
    this.#log = log;
    this.#where = describeLocation(options);
    this.instance = instanceName(options);
  }

  /** Resolves once the database is open or the first attempt failed; never rejects. */
  async start(): Promise<void> {
    const queue = this.#queue;
    const { history, detector, snapshots, pressure } = this.#monitor;
    this.#timers = new ManagedTimers();
    this.#stopped = false;
    this.#started = epochNow();
    this.#offs = [
      history.pass(queue),
      detector.record({
        report: (report) => this.#record({ kind: 'report', report }),
        alert: (alert) => this.#record({ kind: 'alert', alert }),
        cleared: (at) => this.#record({ kind: 'cleared', at }),
      }),
      snapshots.onTaken((snapshot) => this.#record({ kind: 'snapshot', snapshot })),
      pressure.register({ relieve: () => void this.flush(), statistics: () => this.occupancy() }),
    ];
    this.#timers.interval(() => void this.flush(), flushInterval);
    this.#timers.interval(() => void this.#removeOld(), retentionInterval);
    await withDeadline(this.#connect(), patience);
  }

  /** Writes what waits, as far as it can be written soon, and closes the database. */
  async stop(): Promise<void> {
    for (const off of this.#offs) off();
    this.#offs = [];
    this.#timers.clear();
    await withDeadline(this.flush(), patience);
    this.#stopped = true;
    await this.#disconnect();
  }

  get up(): boolean {
    return this.#connected !== null;
  }

  statistics() {
    return this.#queue.statistics();
  }

  occupancy(): Occupancy {
    const { waiting, capacity, dropped, refused } = this.statistics();
    return {
      name: 'storage queue',
      entries: waiting,
      maxEntries: capacity,
      bytes: null,
      maxBytes: null,
      hits: null,
      misses: null,
      evictions: dropped,
      refused,
    };
  }

  /** Why the storage is not well, for a health check. */
  reasons(): HealthReason[] {
    if (this.#trouble === null) return [];
    const { waiting, dropped } = this.statistics();
    const lost = dropped > 0 ? `, ${dropped} had to be dropped` : '';
    const message = `Storage is degraded: ${this.#trouble} ${waiting} rows wait in memory${lost}.`;
    return [{ signal: 'storage', level: 'warning', message: message.slice(0, 1000), value: waiting, threshold: null }];
  }

  /** Null when there is no database to answer from now. Rows are empty for an instance that nobody knows. */
  async history({
    from,
    to,
    points,
    instance,
  }: HistoryQuery): Promise<(Rows & { readonly width: Milliseconds }) | null> {
    // What was just measured is part of the answer.
    if (!(await this.flush()) || !this.#connected) return null;
    const { database, instance: own } = this.#connected;
    try {
      const id = instance === null ? own : await findInstance(database.query, instance);
      if (id === null) return { samples: [], collections: [], width: 0 };
      const stretch = { instance: id, from, to };
      const bounds = { points, rawSince: epochNow() - this.#retention.raw };
      const read = await readRows(database.query, samples, stretch, bounds);
      const collected = await readRows(database.query, collections, stretch, bounds);
      return { samples: read.rows, collections: collected.rows, width: read.width };
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Writes all that waits. False when it could not be written. */
  flush(): Promise<boolean> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(): Promise<boolean> {
    while (this.#connected !== null) {
      if (this.#queue.size === 0) return true;
      const { database, instance } = this.#connected;
      const batch = this.#queue.take();
      try {
        const known = await database.transaction((query) => write(query, instance, batch));
        this.#queue.written();
        this.#monitor.detector.know(known);
      } catch (error) {
        if (!isBadData(error)) {
          this.#fail(error);
          return false;
        }
        this.#queue.refused();
        this.#log.error(error);
      }
    }
    return false;
  }

  /** Rare and worth more than a sample: written at once. */
  #record(record: Parameters<WriteQueue['record']>[0]): void {
    this.#queue.record(record);
    void this.flush();
  }

  async #connect(): Promise<void> {
    let database: Database | null = null;
    try {
      database = await Database.open(this.#options);
      const ran = await database.migrate();
      if (ran.length > 0) this.#log.warn(`Storage: ${this.#where} was brought up to date (${ran.join(', ')}).`);
      const instance = await instanceId(database.query, this.instance);
      await this.#restore(database.query, instance);
      if (this.#stopped) return await database.close();
      this.#connected = { database, instance };
      if (this.#trouble !== null) this.#log.warn(`Storage: ${this.#where} answers again.`);
      this.#trouble = null;
      this.#retries = 0;
      await this.flush();
    } catch (error) {
      await database?.close().catch(() => {});
      this.#fail(error);
    }
  }

  async #restore(query: Query, instance: number): Promise<void> {
    const { detector, snapshots, options } = this.#monitor;
    detector.know(await readFingerprints(query));
    if (this.#restored) return;
    await resolveLeftovers(query, instance, this.#started);
    detector.restore(await readReports(query), await readAlerts(query, instance));
    if (options.snapshots.enabled)
      await snapshots.restore(await readSnapshots(query, instance, options.snapshots.most));
    this.#restored = true;
  }

  /** Nothing can be stored now: said once, and tried again later and later. */
  #fail(error: unknown): void {
    void this.#disconnect();
    if (this.#stopped || this.#cancelRetry !== null) return;
    const reason = reasonOf(error);
    if (this.#trouble === null)
      this.#log.warn(
        `Storage: ${this.#where} cannot be used (${reason}). The application goes on; rows wait in memory.`,
      );
    this.#trouble = `${this.#where} cannot be used (${reason}).`;
    const pause = Math.min(longestRetry, shortestRetry * 2 ** Math.min(this.#retries++, 10));
    this.#cancelRetry = this.#timers.timeout(() => {
      this.#cancelRetry = null;
      void this.#connect();
    }, pause);
  }

  async #disconnect(): Promise<void> {
    const connected = this.#connected;
    this.#connected = null;
    // Connections to a server that hangs do not end.
    if (connected)
      await withDeadline(
        connected.database.close().catch(() => {}),
        patience,
      );
  }

  async #removeOld(): Promise<void> {
    if (!this.#connected) return;
    const { query } = this.#connected.database;
    try {
      await removeOld(query, epochNow(), this.#retention);
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** Returns the ids of leaks in it that were known already. */
async function write(query: Query, instance: number, batch: Batch): Promise<string[]> {
  await writeRows(query, samples, instance, batch.samples);
  await writeRows(query, collections, instance, batch.collections);
  const known: string[] = [];
  for (const record of batch.records) {
    const id = await writeRecord(query, instance, record);
    if (id !== null) known.push(id);
  }
  return known;
}

/** One line, without the statement that failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses of one name were tried; each has its own reason, and all together have none.
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? (first.message.split('\n')[0] ?? '').slice(0, 300) : String(first);
}
