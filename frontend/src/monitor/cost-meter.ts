import type { Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import { describeError } from '../platform/text.ts';

/** Above this share of a second the monitor slows itself down. */
export const affordable: Milliseconds = 10;
/** How far the intervals are stretched at most. */
export const maxStretch = 8;

/** Adds up the time that the monitor takes from the page and decides how far it has to hold back. */
export class CostMeter {
  readonly #natives: Natives;
  #spent: Milliseconds = 0;
  #depth = 0;
  #stretch = 1;
  #failures = 0;
  #lastFailure = '';

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  /** Bills `work`. What it throws does not reach the page. Nested calls are billed once. */
  guard = (work: () => void): void => {
    if (this.#depth > 0) {
      this.#attempt(work);
      return;
    }
    const begin = this.#natives.now();
    this.#depth++;
    try {
      this.#attempt(work);
    } finally {
      this.#depth--;
      this.#spent += this.#natives.now() - begin;
    }
  };

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failures++;
      this.#lastFailure = describeError(error);
    }
  }

  /** By how much intervals are stretched now: 1, 2, 4 or 8. */
  get stretch(): number {
    return this.#stretch;
  }

  get failures(): { readonly count: number; readonly last: string } {
    return { count: this.#failures, last: this.#lastFailure };
  }

  /** Closes a second: what was spent in it. Doubles or halves the stretch. */
  settle(elapsed: Milliseconds): Milliseconds {
    const perSecond = (this.#spent / Math.max(elapsed, 1)) * 1000;
    this.#spent = 0;
    if (perSecond > affordable) this.#stretch = Math.min(maxStretch, this.#stretch * 2);
    else if (perSecond < affordable / 2) this.#stretch = Math.max(1, this.#stretch / 2);
    return perSecond;
  }
}
