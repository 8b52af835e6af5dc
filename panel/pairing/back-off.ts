import type { Milliseconds } from '@memory-plus/core/model';

const shortest = 1_000;
const longest = 60_000;
/** A server that asks for a longer pause is asked again after this. */
const longestAsked = 300_000;

/** Pauses after failures: doubling from 1 s to 60 s, up to a fifth shorter by chance so that many panels do not call at once. */
export class BackOff {
  #failures = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The pause before the next try. `asked`: what the server wants at least. */
  next(asked: Milliseconds | null): Milliseconds {
    const pause = Math.min(longest, shortest * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    return Math.max(pause * (1 - 0.2 * this.#random()), Math.min(asked ?? 0, longestAsked));
  }

  /** From now on only the longest pause: trying sooner cannot help. */
  exhaust(): void {
    this.#failures = 10;
  }

  reset(): void {
    this.#failures = 0;
  }
}

/** `Retry-After` in seconds or as a date; null where it is missing or makes no sense. */
export function parseRetryAfter(header: string | null, now: number): Milliseconds | null {
  if (header === null) return null;
  const seconds = Number(header.trim());
  if (header.trim() !== '' && Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1_000 : null;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
