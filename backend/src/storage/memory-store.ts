import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { HealthReason, Occupancy } from '@memory-plus/core/protocol/backend';
import { ManagedTimers } from '../common/utils/managed-timers.ts';
import { epochNow } from '../common/utils/memory-statistics.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';
import { StorageConnection, type StorageLog, type StorageMember } from './connection.ts';
import type { Query } from './database.ts';
import { defaultRetention, instanceName, type Retention, type StorageOptions } from './location.ts';
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

export interface HistoryQuery {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly points: number;
  /** Another process that shares the database. Null: this one. */
  readonly instance: string | null;
}

/**
 * Keeps samples, leak reports, alerts and snapshots' metadata in a database. What is written waits in a bounded queue, so a database that
 * is slow or down disturbs nobody: it is said in health, tried again, and gets what it missed.
 */
export class MemoryStore implements StorageMember {
  readonly instance: string;
  /** For what else is kept in the same database. */
  readonly connection: StorageConnection;
  readonly #retention: Retention;
  readonly #monitor: MemoryMonitor;
  readonly #log: StorageLog;
  readonly #queue = new WriteQueue();
  #timers = new ManagedTimers();
  #offs: readonly (() => void)[] = [];
  /** Number of this instance in the database, once that was asked. */
  #number: number | null = null;
  #started: EpochMs = 0;
  #restored = false;
  #flushing: Promise<boolean> | null = null;

  constructor(options: StorageOptions, monitor: MemoryMonitor, log: StorageLog) {
    this.#retention = { ...defaultRetention, ...options.retention };
    this.#monitor = monitor;
    this.#log = log;
    this.connection = new StorageConnection(options, log);
    this.instance = instanceName(options);
  }

  /** Resolves once the database is open or the first attempt failed; never rejects. */
  async start(): Promise<void> {
    const queue = this.#queue;
    const { history, detector, snapshots, pressure } = this.#monitor;
    this.#timers = new ManagedTimers();
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
      await this.connection.join(this),
    ];
    this.#timers.interval(() => void this.flush(), flushInterval);
    this.#timers.interval(() => void this.#removeOld(), retentionInterval);
    await this.connection.start();
  }

  /** Writes what waits, as far as it can be written soon, and closes the database. */
  async stop(): Promise<void> {
    this.#timers.clear();
    await this.connection.stop();
    for (const off of this.#offs) off();
    this.#offs = [];
  }

  get up(): boolean {
    return this.connection.up && this.#number !== null;
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
    const { trouble } = this.connection;
    if (trouble === null) return [];
    const { waiting, dropped } = this.statistics();
    const lost = dropped > 0 ? `, ${dropped} had to be dropped` : '';
    const message = `Storage is degraded: ${trouble} ${waiting} rows wait in memory${lost}.`;
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
    const own = (await this.flush()) ? this.#number : null;
    if (own === null) return null;
    return this.#ask(async (query) => {
      const id = instance === null ? own : await findInstance(query, instance);
      if (id === null) return { samples: [], collections: [], width: 0 };
      const stretch = { instance: id, from, to };
      const bounds = { points, rawSince: epochNow() - this.#retention.raw };
      const { rows, width } = await readRows(query, samples, stretch, bounds);
      const collected = await readRows(query, collections, stretch, bounds);
      return { samples: rows, collections: collected.rows, width };
    });
  }

  /** Writes all that waits. False when it could not be written. */
  flush(): Promise<boolean> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(): Promise<boolean> {
    while (this.#queue.size > 0) {
      const instance = this.#number;
      if (instance === null || !this.connection.up) return false;
      const batch = this.#queue.take();
      try {
        const known = await this.connection.use((database) =>
          database.transaction((query) => write(query, instance, batch)),
        );
        if (!known) return false;
        this.#queue.written();
        this.#monitor.detector.know(known.answer);
      } catch (error) {
        this.#queue.refused();
        this.#log.error(error);
      }
    }
    return this.up;
  }

  /** Rare and worth more than a sample: written at once. */
  #record(record: Parameters<WriteQueue['record']>[0]): void {
    this.#queue.record(record);
    void this.flush();
  }

  async connected(): Promise<void> {
    await this.#ask(async (query) => {
      const number = await instanceId(query, this.instance);
      await this.#restore(query, number);
      this.#number = number;
    });
    await this.flush();
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

  async #removeOld(): Promise<void> {
    await this.#ask((query) => removeOld(query, epochNow(), this.#retention));
  }

  async #ask<T>(work: (query: Query) => Promise<T>): Promise<T | null> {
    try {
      const done = await this.connection.use(({ query }) => work(query));
      return done?.answer ?? null;
    } catch (error) {
      this.#log.error(error);
      return null;
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
