import type { Milliseconds } from '@memory-plus/core/model';
import { withDeadline } from '../common/utils/deadline.ts';

/** What is used of a client of ioredis. */
export interface RedisCommands {
  readonly status: string;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', ttl: number): Promise<unknown>;
  unlink(...keys: string[]): Promise<number>;
  scan(cursor: string, match: 'MATCH', pattern: string, count: 'COUNT', number: number): Promise<[string, string[]]>;
  eval(script: string, keys: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
}

export interface RedisLinkOptions {
  /** A command that takes longer counts as failed. */
  readonly timeout?: Milliseconds;
  /** After a failure nothing is tried for this long. */
  readonly pause?: Milliseconds;
}

/** What a service was told, or else what the application has. */
export function chooseRedis(
  told: RedisCommands | null | undefined,
  application: RedisCommands | null = null,
): RedisCommands | null {
  return told === undefined ? application : told;
}

/** Commands under way at once; more are not sent. */
const mostCommands = 1_000;

/**
 * Uses Redis while it is there and never waits for it when it is not: a command is answered, or it is null at once (no connection, a
 * failure shortly before, too many under way) or after the time limit. The client is the application's: it is not closed here.
 */
export class RedisLink {
  readonly #client: RedisCommands;
  readonly #timeout: Milliseconds;
  readonly #pause: Milliseconds;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  #skipped = 0;

  constructor(client: RedisCommands, { timeout = 250, pause = 1_000 }: RedisLinkOptions = {}) {
    this.#client = client;
    this.#timeout = timeout;
    this.#pause = pause;
  }

  /** `degraded`: Redis is not used now, and the service works without it. */
  get state(): 'ready' | 'degraded' {
    return this.#client.status === 'ready' && performance.now() >= this.#pausedUntil ? 'ready' : 'degraded';
  }

  /** Commands that were not sent or got no answer. */
  get skipped(): number {
    return this.#skipped;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** The answer in an object, or null. Never rejects. */
  async use<T>(command: (client: RedisCommands) => Promise<T>): Promise<{ readonly answer: T } | null> {
    if (this.state === 'degraded' || this.#underWay >= mostCommands) return this.#skip();
    this.#underWay++;
    try {
      let answer: T | undefined;
      const work = command(this.#client).then((value) => {
        answer = value;
      });
      if (await withDeadline(work, this.#timeout)) return { answer: answer as T };
    } catch {
      // What failed is told by the answer and by the state; the client reports its connection itself.
    } finally {
      this.#underWay--;
    }
    this.#pausedUntil = performance.now() + this.#pause;
    return this.#skip();
  }

  #skip(): null {
    this.#skipped++;
    return null;
  }
}
