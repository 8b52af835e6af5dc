import { randomUUID } from 'node:crypto';
import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { withDeadline } from '../../common/utils/deadline.ts';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';
import type { Relievable } from '../../common/utils/memory-pressure.ts';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import { patience, type StorageAccess } from '../../storage/connection.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { ReportArchive } from './report-archive.ts';

export interface ReportsOptions {
  /** 1,000 unless told otherwise: the one that was longest not read goes first. */
  readonly maxReports?: number;
  /** 24 hours unless told otherwise. */
  readonly ttl?: Milliseconds;
  /** Of one report; 1 MB unless told otherwise. */
  readonly maxBodyBytes?: Bytes;
  /** Of all reports; 100 MB unless told otherwise. */
  readonly maxBytes?: Bytes;
  /** Reports that are made at the same time; 10 unless told otherwise. */
  readonly maxRunning?: number;
  /** Time to make a report in; a minute unless told otherwise. */
  readonly timeout?: Milliseconds;
}

export interface Report {
  readonly id: string;
  readonly title: string;
  readonly at: EpochMs;
  readonly body: string;
}

/** Reports that are too old are looked for this often. */
const sweepPeriod = 60_000;
const longestTitle = 200;

/**
 * Keeps reports for a day, 1,000 at most: what is too old goes by time, what is too much by count and by bytes. In an application with
 * storage they are in its database too, within the same limits: the next process has them, and the other instances find them.
 */
export class ReportsService implements BoundedService {
  readonly #reports: MemorySafeCache<Report>;
  readonly #timers = new ManagedTimers();
  readonly #running = new Set<AbortController>();
  readonly #maxBodyBytes: Bytes;
  readonly #maxRunning: number;
  readonly #timeout: Milliseconds;
  readonly #ttl: Milliseconds;
  #archive: ReportArchive | null = null;
  #leaveStorage = () => {};
  #refused = 0;

  constructor(options: ReportsOptions = {}) {
    const { maxReports = 1_000, ttl = 86_400_000, maxBodyBytes = 1024 * 1024, maxBytes = 100 * 1024 * 1024 } = options;
    const { maxRunning = 10, timeout = 60_000 } = options;
    checkLimits('ReportsService', { maxReports, ttl, maxBodyBytes, maxBytes, maxRunning, timeout });
    this.#maxBodyBytes = maxBodyBytes;
    this.#maxRunning = maxRunning;
    this.#timeout = timeout;
    this.#ttl = ttl;
    this.#reports = new MemorySafeCache<Report>({
      name: 'reports',
      maxEntries: maxReports,
      maxBytes,
      ttl,
      sizeOf: ({ title, body }) => 200 + 2 * (title.length + body.length),
    });
    this.#timers.interval(() => this.#reports.purgeStale(), sweepPeriod);
  }

  /** @throws RangeError when the body is larger than a report may be */
  add(title: string, body: string): Report {
    const bytes = Buffer.byteLength(body);
    const report = { id: randomUUID(), title: title.slice(0, longestTitle), at: epochNow(), body };
    if (bytes <= this.#maxBodyBytes && this.#reports.set(report.id, report)) {
      this.#archive?.change(report.id);
      return report;
    }
    this.#refused++;
    throw new RangeError(
      `The report "${report.title}" has ${bytes} bytes and a report at most ${this.#maxBodyBytes}: make it shorter, or raise maxBodyBytes and maxBytes.`,
    );
  }

  /**
   * Adds what `make` gives. Its signal is aborted when the time is over and when the application ends.
   * @throws Error when too many reports are being made, the time is over, or `make` throws
   */
  async make(title: string, make: (signal: AbortSignal) => Promise<string>): Promise<Report> {
    if (this.#running.size >= this.#maxRunning) {
      this.#refused++;
      throw new Error(`${this.#maxRunning} reports are being made, as many as may be at once. Try again later.`);
    }
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.add(controller);
    const cancel = this.#timers.timeout(
      () => controller.abort(new Error(`The report "${title}" took longer than ${this.#timeout} ms.`)),
      this.#timeout,
    );
    try {
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      return this.add(title, await Promise.race([make(signal), aborted]));
    } finally {
      cancel();
      this.#running.delete(controller);
    }
  }

  /** Of the memory alone: at once. */
  get(id: string): Report | undefined {
    return this.#reports.get(id);
  }

  /** Also what only the database has: made by another instance, or let go of when memory was short. */
  async find(id: string): Promise<Report | undefined> {
    return this.#reports.get(id) ?? (await this.#archive?.find(id));
  }

  /** What is in memory, without bodies, the most recently used first. */
  list(): Omit<Report, 'body'>[] {
    const known = [...this.#reports.keys()]
      .map((id) => this.#reports.peek(id))
      .filter((report) => report !== undefined);
    return known.map(({ id, title, at }) => ({ id, title, at }));
  }

  /** Returns whether it was in memory; from the database it is removed either way. */
  remove(id: string): boolean {
    this.#archive?.change(id);
    return this.#reports.delete(id);
  }

  /** Keeps the reports in this database from now on; resolves when those of an earlier process are here, or cannot be had now. */
  async keepIn(connection: StorageAccess): Promise<void> {
    this.#archive = new ReportArchive(connection, {
      maxReports: this.#reports.max,
      expires: ({ at }) => at + this.#ttl,
      peek: (id) => this.#reports.peek(id),
      room: () => {
        const { entries, maxEntries, bytes, maxBytes } = this.#reports.statistics();
        return { reports: (maxEntries ?? 0) - entries, bytes: (maxBytes ?? 0) - (bytes ?? 0) };
      },
      restore: (earlier) => this.#restore(earlier),
    });
    this.#leaveStorage = await connection.join(this.#archive);
  }

  #restore(earlier: readonly Report[]): void {
    const own = this.list().flatMap(({ id }) => this.#reports.peek(id) ?? []);
    // What this process made meanwhile is used more recently.
    for (const report of [...earlier, ...own.reverse()]) {
      const left = report.at + this.#ttl - epochNow();
      if (left > 0) this.#reports.set(report.id, report, left);
    }
  }

  get parts(): readonly Relievable[] {
    const archive = this.#archive;
    return archive ? [{ relieve: () => void archive.flush(), statistics: () => archive.statistics() }] : [];
  }

  /** Reports cannot be made again as what is cached can: only when memory is about to end, the older half goes. */
  relieve(pressure: Pressure): void {
    if (pressure === 'critical') this.#reports.relieve('warning');
  }

  statistics(): Occupancy {
    return { ...this.#reports.statistics(), refused: this.#refused };
  }

  async onModuleDestroy(): Promise<void> {
    this.#timers.clear();
    for (const controller of this.#running) controller.abort(new Error('The application ends.'));
    if (this.#archive) await withDeadline(this.#archive.close(), patience);
    this.#leaveStorage();
    this.#archive = null;
    this.#reports.clear();
  }
}

export const reports: ServiceDefinition = {
  key: 'reports',
  provide: ReportsService,
  create: (options) => new ReportsService(options.reports),
};
