import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { epochNow } from '../../common/utils/memory-statistics.ts';
import { occupancyOf } from '../bounded-service.ts';
import { type RedisCommands, RedisLink, type RedisLinkOptions } from '../redis-link.ts';

export interface Stored {
  readonly value: unknown;
  readonly expires: EpochMs;
}

/** Keys whose old value in Redis could not be removed yet. With more of them everything is removed. */
const mostOutdated = 10_000;

/**
 * Redis as the second level of a cache. What could not be written or removed while Redis was away is remembered by key, and removed
 * before anything is read again: an outage never brings an old value back.
 */
export class SecondLevel {
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #outdated = new Set<string>();
  #allOutdated = false;
  #cleaning: Promise<boolean> | null = null;
  #hits = 0;
  #misses = 0;

  constructor(client: RedisCommands, prefix: string, options?: RedisLinkOptions) {
    this.#link = new RedisLink(client, options);
    this.#prefix = prefix;
  }

  get state(): 'ready' | 'degraded' {
    return this.#link.state;
  }

  async get(key: string): Promise<Stored | undefined> {
    const found = (await this.#clean()) ? await this.#link.use((redis) => redis.get(this.#prefix + key)) : null;
    const stored = found?.answer ? parseStored(found.answer) : undefined;
    if (stored) this.#hits++;
    else this.#misses++;
    return stored;
  }

  async set(key: string, value: unknown, ttl: Milliseconds): Promise<void> {
    const text = write({ value, expires: epochNow() + ttl });
    const time = Math.max(1, Math.round(ttl));
    const written =
      text !== undefined &&
      (await this.#clean()) &&
      (await this.#link.use((redis) => redis.set(this.#prefix + key, text, 'PX', time)));
    if (!written) this.#forget(key);
  }

  async delete(key: string): Promise<void> {
    const removed = (await this.#clean()) && (await this.#link.use((redis) => redis.unlink(this.#prefix + key)));
    if (!removed) this.#forget(key);
  }

  async clear(): Promise<void> {
    this.#allOutdated = true;
    await this.#clean();
  }

  #forget(key: string): void {
    if (this.#allOutdated) return;
    this.#outdated.add(key);
    if (this.#outdated.size < mostOutdated) return;
    this.#outdated.clear();
    this.#allOutdated = true;
  }

  /** True when nothing outdated is left in Redis. */
  async #clean(): Promise<boolean> {
    if (this.#outdated.size === 0 && !this.#allOutdated) return true;
    this.#cleaning ??= this.#remove().finally(() => {
      this.#cleaning = null;
    });
    return this.#cleaning;
  }

  async #remove(): Promise<boolean> {
    if (this.#allOutdated) {
      // What is written meanwhile is outdated by itself again when it fails.
      this.#allOutdated = false;
      if (!(await this.#removeAll())) {
        this.#allOutdated = true;
        this.#outdated.clear();
        return false;
      }
    }
    const keys = [...this.#outdated];
    if (keys.length === 0) return true;
    const removed = await this.#link.use((redis) => redis.unlink(...keys.map((key) => this.#prefix + key)));
    if (removed) for (const key of keys) this.#outdated.delete(key);
    return removed !== null;
  }

  async #removeAll(): Promise<boolean> {
    const pattern = `${this.#prefix.replace(/[[\]*?\\]/g, '\\$&')}*`;
    let cursor = '0';
    do {
      const page = await this.#link.use((redis) => redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000));
      if (!page) return false;
      const [next, keys] = page.answer;
      if (keys.length > 0 && !(await this.#link.use((redis) => redis.unlink(...keys)))) return false;
      cursor = next;
    } while (cursor !== '0');
    return true;
  }

  /** `entries`: keys that wait to be removed from Redis. `refused`: commands that were not sent or got no answer. */
  statistics(name: string): Occupancy {
    const entries = this.#allOutdated ? mostOutdated : this.#outdated.size;
    return occupancyOf(name, entries, mostOutdated, {
      hits: this.#hits,
      misses: this.#misses,
      refused: this.#link.skipped,
    });
  }
}

/** Undefined for what JSON cannot write: it stays in memory only. */
function write({ value, expires }: Stored): string | undefined {
  try {
    return JSON.stringify([expires, value]);
  } catch {
    return undefined;
  }
}

function parseStored(text: string): Stored | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || parsed.length !== 2 || typeof parsed[0] !== 'number') return undefined;
    return { expires: parsed[0], value: parsed[1] };
  } catch {
    return undefined;
  }
}
