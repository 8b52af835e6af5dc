import type { Milliseconds } from '@memory-plus/core/model';

export type Cancel = () => void;

/**
 * Timeouts and intervals that never keep the process alive and end together. Give one to each service and call `clear` when the
 * service is destroyed: nothing that it started runs on, and nothing that the callbacks hold stays in memory.
 */
export class ManagedTimers {
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  /** How many are waiting. */
  get size(): number {
    return this.#timers.size;
  }

  timeout(run: () => void, delay: Milliseconds): Cancel {
    if (this.#closed) return () => {};
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delay);
    return this.#keep(timer);
  }

  interval(run: () => void, period: Milliseconds): Cancel {
    if (this.#closed) return () => {};
    return this.#keep(setInterval(run, period));
  }

  #keep(timer: NodeJS.Timeout): Cancel {
    this.#timers.add(timer.unref());
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Ends all of them; those that are asked for later are not started. */
  clear(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
