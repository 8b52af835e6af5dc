import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Bytes, Milliseconds } from '@memory-plus/core/model';

export interface CollectionReport {
  readonly before: Bytes;
  readonly after: Bytes;
  readonly freed: Bytes;
  readonly duration: Milliseconds;
}

export type Collect = () => void;

/**
 * The function that collects all garbage, also in a process that was started without `--expose-gc`; null where V8 does not give it.
 */
export function findCollect(): Collect | null {
  const exposed: unknown = Reflect.get(globalThis, 'gc');
  if (typeof exposed === 'function') return () => exposed();
  try {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    setFlagsFromString('--no-expose-gc');
    return typeof found === 'function' ? () => found() : null;
  } catch {
    return null;
  }
}

/** Collects garbage on demand, never more often than every `coolDown` milliseconds: each collection stops the program. */
export class GarbageCollector {
  readonly #collect: Collect | null;
  readonly #coolDown: Milliseconds;
  readonly #now: () => number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(coolDown: Milliseconds, collect = findCollect(), now: () => number = () => performance.now()) {
    this.#coolDown = coolDown;
    this.#collect = collect;
    this.#now = now;
  }

  get available(): boolean {
    return this.#collect !== null;
  }

  /** Milliseconds until the next collection is allowed; 0 when it is. */
  get wait(): Milliseconds {
    return Math.max(0, this.#last + this.#coolDown - this.#now());
  }

  /** Null when it is too early or not possible. */
  collect(): CollectionReport | null {
    if (!this.#collect || this.wait > 0) return null;
    const before = process.memoryUsage().heapUsed;
    const began = this.#now();
    this.#collect();
    this.#last = this.#now();
    const after = process.memoryUsage().heapUsed;
    return { before, after, freed: Math.max(0, before - after), duration: this.#last - began };
  }
}
