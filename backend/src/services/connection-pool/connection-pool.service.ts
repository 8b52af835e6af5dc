import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';
import type { Pressure } from '../../common/utils/memory-safe-cache.ts';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import { pushBounded } from '../../common/utils/structures.ts';
import { type BoundedService, checkLimits, occupancyOf } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type ConnectionPool, type PooledDataSource, type PoolLimits, poolOf } from './pool.ts';

export interface ConnectionPoolOptions extends Omit<PoolLimits, 'idleTimeout'> {
  readonly dataSource: PooledDataSource;
  /** The pool is looked at this often; 10 s unless told otherwise. */
  readonly interval?: Milliseconds;
  /** Readings that are kept; 360, an hour, unless told otherwise. */
  readonly maxHistory?: number;
}

export interface PoolReading {
  readonly at: EpochMs;
  readonly total: number;
  readonly idle: number;
  /** Most connections in use at once since the reading before. */
  readonly used: number;
  readonly waiting: number;
}

export interface PoolReport {
  readonly min: number;
  readonly max: number;
  /** Most connections in use at once in the history. */
  readonly peak: number;
  /** Share of the readings in which requests waited for a connection. */
  readonly waited: number;
  readonly advice: string;
}

/** The need in the last readings decides what is kept open. */
const recentReadings = 6;
/** Waiting in more than this share of the readings is more than a burst. */
const oftenWaited = 0.1;

/**
 * Holds a pool between 5 and 20 connections: opens the minimum before it is needed, closes what was not needed for a minute, closes all
 * idle ones when memory is short, and says when the limits do not fit.
 */
export class ConnectionPoolOptimizer implements BoundedService {
  readonly #pool: ConnectionPool;
  readonly #min: number;
  readonly #max: number;
  readonly #maxHistory: number;
  readonly #history: PoolReading[] = [];
  readonly #timers = new ManagedTimers();
  #trimmed = 0;
  #used = 0;
  #working: Promise<void> | null = null;
  #closed = false;

  /** @throws Error when the DataSource has no pool, RangeError when the limits make no sense */
  constructor({ dataSource, min = 5, max = 20, interval = 10_000, maxHistory = 360 }: ConnectionPoolOptions) {
    checkLimits('ConnectionPoolOptimizer', { min, max, interval, maxHistory });
    if (min > max) throw new RangeError(`ConnectionPoolOptimizer: min (${min}) is above max (${max}).`);
    this.#pool = poolOf(dataSource);
    this.#pool.options.max = max;
    this.#pool.options.min = min;
    this.#min = min;
    this.#max = max;
    this.#maxHistory = maxHistory;
    this.#pool.on('acquire', this.#acquired);
    this.#timers.interval(() => this.sample(), interval);
    this.#work(() => this.#warm());
  }

  /** Between two readings there may be a burst that neither sees. */
  readonly #acquired = (): void => {
    this.#used = Math.max(this.#used, this.#pool.totalCount - this.#pool.idleCount);
  };

  /** Reads the pool now, and closes what it did not need lately. */
  sample(): PoolReading {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.#pool;
    const reading = { at: epochNow(), total, idle, used: this.#used, waiting };
    this.#used = total - idle;
    pushBounded(this.#history, reading, this.#maxHistory);
    const needed = Math.max(...this.#history.slice(-recentReadings).map(({ used }) => used));
    const keep = Math.max(this.#min, needed);
    if (this.#history.length >= recentReadings && total > keep && waiting === 0) this.#work(() => this.#trim(keep));
    else if (total < this.#min) this.#work(() => this.#warm());
    return reading;
  }

  /** One at a time. A pool that cannot connect tells those who use it; here it is tried again with the next reading. */
  #work(task: () => Promise<void>): void {
    if (this.#closed) return;
    this.#working ??= task()
      .catch(() => {})
      .finally(() => {
        this.#working = null;
        // What was taken here was not needed by anyone.
        this.#used = this.#pool.totalCount - this.#pool.idleCount;
      });
  }

  async #warm(): Promise<void> {
    const { totalCount, idleCount } = this.#pool;
    if (totalCount >= this.#min) return;
    // The idle ones are given out first, so they are asked for too.
    const asked = this.#min - totalCount + idleCount;
    const clients = await Promise.allSettled(Array.from({ length: asked }, () => this.#pool.connect()));
    for (const client of clients) if (client.status === 'fulfilled') client.value.release();
  }

  async #trim(keep: number): Promise<void> {
    while (!this.#closed && this.#pool.totalCount > keep && this.#pool.idleCount > 0 && this.#pool.waitingCount === 0) {
      const client = await this.#pool.connect();
      client.release(true);
      this.#trimmed++;
    }
  }

  history(): readonly PoolReading[] {
    return this.#history;
  }

  report(): PoolReport {
    const peak = Math.max(0, ...this.#history.map(({ used }) => used));
    const waited = this.#history.filter(({ waiting }) => waiting > 0).length / Math.max(1, this.#history.length);
    return { min: this.#min, max: this.#max, peak, waited, advice: this.#advise(peak, waited) };
  }

  #advise(peak: number, waited: number): string {
    if (this.#history.length < recentReadings) return 'Too few readings to say anything.';
    if (waited > oftenWaited)
      return `Requests often wait for one of ${this.#max} connections: look for slow queries first, then raise max.`;
    if (peak < this.#min) return `At most ${peak} connections were in use at once: min could be ${Math.max(1, peak)}.`;
    return 'The limits fit.';
  }

  /** Idle connections go: down to the minimum, and all of them when memory is about to end. */
  relieve(pressure: Pressure): void {
    this.#work(() => this.#trim(pressure === 'critical' ? 0 : this.#min));
  }

  /** `evictions`: connections closed because they were not needed. */
  statistics(): Occupancy {
    return occupancyOf('connection pool', this.#pool.totalCount, this.#max, { evictions: this.#trimmed });
  }

  /** The pool itself belongs to its DataSource, which closes it. */
  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    this.#timers.clear();
    this.#pool.off('acquire', this.#acquired);
    await this.#working;
    this.#history.length = 0;
  }
}

export const connectionPool: ServiceDefinition = {
  key: 'connectionPool',
  provide: ConnectionPoolOptimizer,
  create: ({ connectionPool: options }) => {
    if (!options) throw new Error('connectionPool needs { dataSource }.');
    return new ConnectionPoolOptimizer(options);
  },
};
