import { randomUUID } from 'node:crypto';
import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';

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

/** Keeps reports for a day, 1,000 at most: what is too old goes by time, what is too much by count and by bytes. */
export class ReportsService implements BoundedService {
  readonly #reports: MemorySafeCache<Report>;
  readonly #timers = new ManagedTimers();
  readonly #running = new Set<AbortController>();
  readonly #maxBodyBytes: Bytes;
  readonly #maxRunning: number;
  readonly #timeout: Milliseconds;
  #refused = 0;

  constructor(options: ReportsOptions = {}) {
    const { maxReports = 1_000, ttl = 86_400_000, maxBodyBytes = 1024 * 1024, maxBytes = 100 * 1024 * 1024 } = options;
    const { maxRunning = 10, timeout = 60_000 } = options;
    checkLimits('ReportsService', { maxReports, ttl, maxBodyBytes, maxBytes, maxRunning, timeout });
    this.#maxBodyBytes = maxBodyBytes;
    this.#maxRunning = maxRunning;
    this.#timeout = timeout;
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
    if (bytes <= this.#maxBodyBytes && this.#reports.set(report.id, report)) return report;
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

  get(id: string): Report | undefined {
    return this.#reports.get(id);
  }

  /** Without their bodies, the most recently used first. */
  list(): Omit<Report, 'body'>[] {
    const known = [...this.#reports.keys()]
      .map((id) => this.#reports.peek(id))
      .filter((report) => report !== undefined);
    return known.map(({ id, title, at }) => ({ id, title, at }));
  }

  remove(id: string): boolean {
    return this.#reports.delete(id);
  }

  /** Reports cannot be made again as what is cached can: only when memory is about to end, the older half goes. */
  relieve(pressure: Pressure): void {
    if (pressure === 'critical') this.#reports.relieve('warning');
  }

  statistics(): Occupancy {
    return { ...this.#reports.statistics(), refused: this.#refused };
  }

  onModuleDestroy(): void {
    this.#timers.clear();
    for (const controller of this.#running) controller.abort(new Error('The application ends.'));
    this.#reports.clear();
  }
}

export const reports: ServiceDefinition = {
  key: 'reports',
  provide: ReportsService,
  create: (options) => new ReportsService(options.reports),
};
