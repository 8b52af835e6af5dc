import type { HealthReason } from '@memory-plus/core/protocol/backend';
import type { Redis } from 'ioredis';
import { withDeadline } from '../common/utils/deadline.ts';
import { ManagedTimers } from '../common/utils/managed-timers.ts';
import { optionalModule } from './optional-module.ts';

/** `off`: no address was given. `degraded`: there is an address, and nobody answers there now. */
export type RedisState = 'off' | 'connected' | 'degraded';

export interface RedisLog {
  /** Called once each time that the state changes, with what it means. Never contains the address's password. */
  warn(message: string): void;
}

/**
 * A connection that an application can do without. Commands fail at once while it is degraded (nothing is queued), so each caller falls
 * back to what it does without Redis; it comes back by itself.
 */
export interface RedisConnection {
  /** Null when Redis is off. `client.duplicate()` gives a second connection, as a subscriber needs. */
  readonly client: Redis | null;
  state(): RedisState;
  /** Calls `listener` at each change of the state until the returned function is called. */
  onState(listener: (state: RedisState) => void): () => void;
  close(): Promise<void>;
}

/** The application's `RedisConnection`; off unless the option `redis` names one. */
export const REDIS = Symbol('RedisConnection');

export const redisOff: RedisConnection = {
  client: null,
  state: () => 'off',
  onState: () => () => {},
  close: async () => {},
};

/** A command that takes longer has failed: Redis answers within a millisecond or is not well. */
const commandTimeout = 1_000;
const connectTimeout = 5_000;
const longestPause = 5_000;
const pingInterval = 5_000;

/**
 * Connects to `url` (redis:// or rediss://); without one Redis is off. Resolves after the first attempt, whether it succeeded or not: a
 * Redis that is down never holds up the start.
 * @throws Error when `url` is no address of a Redis, or ioredis is not installed
 */
export async function connectRedis(url: string | undefined, log: RedisLog): Promise<RedisConnection> {
  if (url === undefined) return redisOff;
  const address = redisAddress(url);
  const { Redis } = await optionalModule('ioredis', 'A Redis connection', () => import('ioredis'));
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout,
    connectTimeout,
    retryStrategy: (attempt) => Math.min(longestPause, 50 * 2 ** Math.min(attempt, 10)),
  });
  const connection = new WatchedRedis(client, address, log);
  await connection.begin();
  return connection;
}

/** Why Redis is not well, for a health check. */
export function redisReasons(redis: RedisConnection): HealthReason[] {
  if (redis.state() !== 'degraded') return [];
  const message = 'Redis does not answer: caches and limits are those of this process alone.';
  return [{ signal: 'redis', level: 'warning', message, value: null, threshold: null }];
}

/** Host and port, without user and password. @throws Error when it is no address of a Redis; the address is not repeated, it may hold a password */
export function redisAddress(url: string): string {
  if (!isRedisUrl(url))
    throw new Error('The address of Redis must look like redis://host:6379 or rediss://user:password@host:6379/0');
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}

export function isRedisUrl(url: string): boolean {
  return /^rediss?:\/\/[^/]/.test(url) && URL.canParse(url);
}

class WatchedRedis implements RedisConnection {
  readonly client: Redis;
  readonly #address: string;
  readonly #log: RedisLog;
  readonly #listeners = new Set<(state: RedisState) => void>();
  readonly #timers = new ManagedTimers();
  #state: RedisState = 'connected';
  #closed = false;

  constructor(client: Redis, address: string, log: RedisLog) {
    this.client = client;
    this.#address = address;
    this.#log = log;
    client.on('ready', () => this.#enter('connected'));
    client.on('close', () => this.#enter('degraded'));
    // Each failed attempt comes here and is followed by `close`; without a listener it would be written to the console each time.
    client.on('error', () => {});
  }

  async begin(): Promise<void> {
    const inTime = await withDeadline(this.client.connect(), connectTimeout).catch(() => false);
    if (!inTime) this.#enter('degraded');
    // A Redis that hangs keeps its connection, so only a question shows it.
    this.#timers.interval(() => this.#ping(), pingInterval);
  }

  state(): RedisState {
    return this.#state;
  }

  onState(listener: (state: RedisState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.clear();
    this.#listeners.clear();
    const quit = this.#state === 'connected' ? this.client.quit() : Promise.reject(new Error('not connected'));
    await quit.catch(() => this.client.disconnect());
  }

  #ping(): void {
    this.client.ping().then(
      () => this.#enter('connected'),
      () => this.#enter('degraded'),
    );
  }

  #enter(state: 'connected' | 'degraded'): void {
    if (state === this.#state || this.#closed) return;
    this.#state = state;
    this.#log.warn(
      state === 'connected'
        ? `Redis at ${this.#address} answers again.`
        : `Redis at ${this.#address} does not answer. The application goes on without it.`,
    );
    for (const listener of this.#listeners) listener(state);
  }
}
