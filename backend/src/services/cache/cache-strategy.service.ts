import type { Bytes, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import type { Relievable } from '../../common/utils/memory-pressure.ts';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import { chooseRedis, type RedisCommands, type RedisLinkOptions } from '../redis-link.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { SingleFlight } from '../single-flight.ts';
import { SecondLevel } from './second-level.ts';

export type Cached = object | string;

export interface CacheStrategyOptions {
  /** 10,000 unless told otherwise. */
  readonly maxEntries?: number;
  /** 100 MB unless told otherwise. */
  readonly maxBytes?: Bytes;
  /** Five minutes unless told otherwise, or told for an entry. */
  readonly ttl?: Milliseconds;
  /** Bytes of a value; estimated by walking it where this is left out. */
  readonly sizeOf?: (value: Cached) => Bytes;
  /** The second level, shared by all instances: a client of ioredis. The application's unless told; null: none. Its values go through JSON. */
  readonly redis?: RedisCommands | null;
  /** With a second level: an entry is this long in memory at most, so that a change by another instance is seen. 30 s unless told otherwise. */
  readonly localTtl?: Milliseconds;
  /** Before each key in Redis. */
  readonly prefix?: string;
  readonly link?: RedisLinkOptions;
}

interface Found {
  readonly value: Cached;
  readonly ttl: Milliseconds;
  readonly loaded?: boolean;
}

/**
 * A cache of two levels: the memory of this process, bounded, and Redis where there is one. Works without Redis, also when it dies midway,
 * and uses it again when it is back. A value that many ask for at once is loaded once.
 */
export class CacheStrategyService implements BoundedService {
  readonly #memory: MemorySafeCache<Cached>;
  readonly #second: SecondLevel | null;
  readonly #flights = new SingleFlight<Found | undefined>();
  readonly #ttl: Milliseconds;
  readonly #localTtl: Milliseconds;
  readonly parts: readonly Relievable[];

  constructor(options: CacheStrategyOptions = {}) {
    const { maxEntries = 10_000, maxBytes = 100 * 1024 * 1024, ttl = 300_000, localTtl = 30_000, sizeOf } = options;
    checkLimits('CacheStrategyService', { maxEntries, maxBytes, ttl, localTtl });
    const { redis, prefix = 'memory-plus:cache:', link } = options;
    const second = redis ? new SecondLevel(redis, prefix, link) : null;
    this.#second = second;
    this.#ttl = ttl;
    this.#localTtl = second ? localTtl : Number.POSITIVE_INFINITY;
    const memoryTtl = Math.min(ttl, this.#localTtl);
    this.#memory = new MemorySafeCache({
      name: 'cache',
      maxEntries,
      maxBytes,
      ttl: memoryTtl,
      ...(sizeOf ? { sizeOf } : {}),
    });
    this.parts = second ? [{ relieve: () => {}, statistics: () => second.statistics('cache in Redis') }] : [];
  }

  /** `none`: there is no Redis. `degraded`: there is one, it does not answer, and the cache works without it. */
  get secondLevel(): 'none' | 'ready' | 'degraded' {
    return this.#second?.state ?? 'none';
  }

  /** Of the memory alone: at once, without asking Redis. */
  getNow<V extends Cached>(key: string): V | undefined {
    return this.#memory.get(key) as V | undefined;
  }

  async get<V extends Cached>(key: string): Promise<V | undefined> {
    const value = this.#memory.get(key);
    const second = this.#second;
    if (value !== undefined || !second) return value as V | undefined;
    const found = await this.#flights.run(
      readOf(key),
      () => this.#lookUp(second, key),
      (one) => this.#remember(key, one),
    );
    return found?.value as V | undefined;
  }

  async #lookUp(second: SecondLevel, key: string): Promise<Found | undefined> {
    const stored = await second.get(key);
    if (!stored || !isCached(stored.value)) return undefined;
    const ttl = stored.expires - epochNow();
    return ttl > 0 ? { value: stored.value, ttl } : undefined;
  }

  #remember(key: string, found: Found | undefined): void {
    if (found) this.#memory.set(key, found.value, Math.min(found.ttl, this.#localTtl));
  }

  /** False when the value is larger than the memory's limit and was kept in Redis only, if at all. */
  set(key: string, value: Cached, ttl?: Milliseconds): boolean {
    if (this.#flights.size > 0) this.#invalidate(key);
    // Without a time of its own an entry has the memory's.
    const kept = this.#memory.set(key, value, ttl === undefined ? ttl : Math.min(ttl, this.#localTtl));
    if (this.#second) void this.#second.set(key, value, ttl ?? this.#ttl);
    return kept;
  }

  /**
   * What is cached, or what `load` gives. Loads once for all who ask meanwhile; a load that failed is not kept, and a result that was
   * replaced or deleted while it was loaded is not either.
   */
  async getOrLoad<V extends Cached>(key: string, load: () => Promise<V>, ttl: Milliseconds = this.#ttl): Promise<V> {
    const known = this.#memory.get(key);
    if (known !== undefined) return known as V;
    const found = await this.#flights.run(
      loadOf(key),
      async () => {
        const shared = this.#second ? await this.#lookUp(this.#second, key) : undefined;
        return shared ?? { value: await load(), ttl, loaded: true };
      },
      (one) => {
        this.#remember(key, one);
        if (one?.loaded) void this.#second?.set(key, one.value, ttl);
      },
    );
    return found?.value as V;
  }

  #invalidate(key: string): void {
    this.#flights.invalidate(readOf(key));
    this.#flights.invalidate(loadOf(key));
  }

  /** In both levels. */
  async delete(key: string): Promise<void> {
    this.#invalidate(key);
    this.#memory.delete(key);
    await this.#second?.delete(key);
  }

  /** In both levels. */
  async clear(): Promise<void> {
    this.#flights.invalidateAll();
    this.#memory.clear();
    await this.#second?.clear();
  }

  relieve(pressure: Pressure): void {
    this.#memory.relieve(pressure);
  }

  statistics(): Occupancy {
    return this.#memory.statistics();
  }

  onModuleDestroy(): void {
    this.#flights.invalidateAll();
    this.#memory.clear();
  }
}

function readOf(key: string): string {
  return `read ${key}`;
}

function loadOf(key: string): string {
  return `load ${key}`;
}

function isCached(value: unknown): value is Cached {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

export const cacheStrategy: ServiceDefinition = {
  key: 'cache',
  provide: CacheStrategyService,
  create: ({ cache }, redis) => new CacheStrategyService({ ...cache, redis: chooseRedis(cache?.redis, redis) }),
};
