import type { Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { ManagedTimers } from '../../common/utils/managed-timers.ts';
import { MemorySafeCache, type Pressure } from '../../common/utils/memory-safe-cache.ts';
import { type BoundedService, checkLimits } from '../bounded-service.ts';
import { chooseRedis, type RedisCommands, RedisLink, type RedisLinkOptions } from '../redis-link.ts';
import type { ServiceDefinition } from '../service-definition.ts';

export interface RateLimiterOptions {
  /** Clients and routes that are counted; 100,000 unless told otherwise. The one that was quiet longest is forgotten first. */
  readonly maxKeys?: number;
  /** What is over is thrown away this often; 60 s unless told otherwise. */
  readonly cleanupPeriod?: Milliseconds;
  /** Counts for all instances: a client of ioredis. The application's unless told; null: none. While it does not answer each instance counts for itself. */
  readonly redis?: RedisCommands | null;
  readonly prefix?: string;
  readonly link?: RedisLinkOptions;
}

/** What the guard of @nestjs/throttler asks for. Times in seconds. */
export interface ThrottlerRecord {
  totalHits: number;
  timeToExpire: number;
  isBlocked: boolean;
  timeToBlockExpire: number;
}

/** Ends on the clock of `performance.now()`. */
interface Count {
  hits: number;
  windowEnds: number;
  blockEnds: number;
}

const bytesOfOne = 300;

/** One step in Redis: block, window and count of a key. Returns hits, milliseconds left of the window, milliseconds left of the block. */
const countScript = `
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then return {tonumber(ARGV[2]) + 1, math.max(redis.call('PTTL', KEYS[1]), 0), blocked} end
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
local left = redis.call('PTTL', KEYS[1])
if hits > tonumber(ARGV[2]) then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
  redis.call('DEL', KEYS[1])
  return {hits, left, tonumber(ARGV[3])}
end
return {hits, left, 0}`;

/**
 * The store of @nestjs/throttler with a bound, which its own store does not have. Give it to `ThrottlerModule`:
 * `ThrottlerModule.forRootAsync({ inject: [RateLimiterService], useFactory: (storage) => ({ throttlers: [{ ttl: 60_000, limit: 100 }], storage }) })`
 */
export class RateLimiterService implements BoundedService {
  readonly #counts: MemorySafeCache<Count>;
  readonly #timers = new ManagedTimers();
  readonly #link: RedisLink | null;
  readonly #prefix: string;
  #refused = 0;

  constructor(options: RateLimiterOptions = {}) {
    const { maxKeys = 100_000, cleanupPeriod = 60_000, redis, prefix = 'memory-plus:rate:', link } = options;
    checkLimits('RateLimiterService', { maxKeys, cleanupPeriod });
    this.#counts = new MemorySafeCache<Count>({
      name: 'rate limiter',
      maxEntries: maxKeys,
      maxBytes: maxKeys * bytesOfOne,
      sizeOf: () => bytesOfOne,
    });
    this.#link = redis ? new RedisLink(redis, link) : null;
    this.#prefix = prefix;
    this.#timers.interval(() => this.#cleanUp(), cleanupPeriod);
  }

  /** Counts one request. @param ttl length of the window @param blockDuration both in milliseconds */
  async increment(
    key: string,
    ttl: Milliseconds,
    limit: number,
    blockDuration: Milliseconds,
    throttler: string,
  ): Promise<ThrottlerRecord> {
    const full = `${throttler}:${key}`;
    const shared = this.#link ? await this.#inRedis(this.#link, full, ttl, limit, blockDuration) : null;
    const record = shared ?? this.#inMemory(full, ttl, limit, blockDuration);
    if (record.isBlocked) this.#refused++;
    return record;
  }

  #inMemory(key: string, ttl: Milliseconds, limit: number, blockDuration: Milliseconds): ThrottlerRecord {
    const now = performance.now();
    const known = this.#counts.get(key);
    const count = known && isAlive(known, now) ? known : { hits: 0, windowEnds: now + ttl, blockEnds: 0 };
    if (count !== known) this.#counts.set(key, count);
    if (count.blockEnds <= now) {
      if (count.windowEnds <= now || count.blockEnds > 0) {
        count.hits = 0;
        count.windowEnds = now + ttl;
        count.blockEnds = 0;
      }
      count.hits++;
      if (count.hits > limit) count.blockEnds = now + blockDuration;
    }
    return recordOf(count.hits, count.windowEnds - now, count.blockEnds - now);
  }

  async #inRedis(
    link: RedisLink,
    key: string,
    ttl: Milliseconds,
    limit: number,
    blockDuration: Milliseconds,
  ): Promise<ThrottlerRecord | null> {
    const [count, block] = [`${this.#prefix}{${key}}`, `${this.#prefix}{${key}}:blocked`];
    const reply = await link.use((redis) => redis.eval(countScript, 2, count, block, ttl, limit, blockDuration));
    if (!reply || !Array.isArray(reply.answer)) return null;
    const [hits, windowLeft, blockLeft] = reply.answer.map(Number);
    return recordOf(hits ?? 0, windowLeft ?? 0, blockLeft ?? 0);
  }

  #cleanUp(): void {
    const now = performance.now();
    for (const key of [...this.#counts.keys()]) {
      const count = this.#counts.peek(key);
      if (count && !isAlive(count, now)) this.#counts.delete(key);
    }
  }

  /** Keeps its counts until memory is about to end: who was counted would begin anew. */
  relieve(pressure: Pressure): void {
    if (pressure === 'critical') this.#counts.relieve('warning');
  }

  statistics(): Occupancy {
    return { ...this.#counts.statistics(), refused: this.#refused };
  }

  onModuleDestroy(): void {
    this.#timers.clear();
    this.#counts.clear();
  }
}

function isAlive({ windowEnds, blockEnds }: Count, now: number): boolean {
  return windowEnds > now || blockEnds > now;
}

function recordOf(hits: number, windowLeft: Milliseconds, blockLeft: Milliseconds): ThrottlerRecord {
  const seconds = (left: Milliseconds) => Math.max(0, Math.ceil(left / 1000));
  return {
    totalHits: hits,
    timeToExpire: seconds(windowLeft),
    isBlocked: blockLeft > 0,
    timeToBlockExpire: seconds(blockLeft),
  };
}

export const rateLimiter: ServiceDefinition = {
  key: 'rateLimiter',
  provide: RateLimiterService,
  create: ({ rateLimiter: options }, redis) =>
    new RateLimiterService({ ...options, redis: chooseRedis(options?.redis, redis) }),
};
