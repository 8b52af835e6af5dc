import type { EpochMs, Milliseconds } from '@memory-plus/core/model';

/** Bins that an activity has at most; with more they become twice as wide. */
export const maxBins = 64;
const narrowest: Milliseconds = 250;

export interface ActivityBin {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly renders: number;
  readonly time: Milliseconds;
}

/**
 * How often something rendered, and for how long, over time: at most 64 bins however long it lasts. Bins begin at whole multiples of
 * their width, so that those of several components, and of several documents, fall on one another.
 */
export class Activity {
  #width: Milliseconds = narrowest;
  /** By number: the bin `n` begins at `n · width`. */
  #bins = new Map<number, { renders: number; time: Milliseconds }>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  add(at: EpochMs, renders: number, time: Milliseconds): void {
    this.#first = Math.min(this.#first, at);
    this.#last = Math.max(this.#last, at);
    while (Math.floor(this.#last / this.#width) - Math.floor(this.#first / this.#width) >= maxBins) this.#widen();
    this.#put(Math.floor(at / this.#width), renders, time);
  }

  take(other: Activity): void {
    for (const { from, renders, time } of other.bins) this.add(from, renders, time);
  }

  /** In the order of time; empty ones are left out. */
  get bins(): ActivityBin[] {
    return [...this.#bins]
      .sort(([a], [b]) => a - b)
      .map(([bin, sums]) => ({ from: bin * this.#width, to: (bin + 1) * this.#width, ...sums }));
  }

  #put(bin: number, renders: number, time: Milliseconds): void {
    const known = this.#bins.get(bin);
    if (known) {
      known.renders += renders;
      known.time += time;
    } else this.#bins.set(bin, { renders, time });
  }

  #widen(): void {
    const before = this.#bins;
    this.#width *= 2;
    this.#bins = new Map();
    for (const [bin, { renders, time }] of before) this.#put(Math.floor(bin / 2), renders, time);
  }
}
