import type { EpochMs, Milliseconds } from '@memory-plus/core/model';

const remembered = 8;
/** Clocks drift; two answers that disagree by more than their doubt and this mean that one clock was set. */
const drift: Milliseconds = 250;

/** How far a server's clock is ahead of this browser's: `value`, give or take `doubt`. */
export interface Offset {
  readonly value: Milliseconds;
  readonly doubt: Milliseconds;
}

/**
 * Estimates how far a server's clock is ahead of this browser's. Of the last answers the one with the shortest way counts: the server wrote
 * its time somewhere between request and answer, the middle is off by at most half of that.
 */
export class ClockOffset {
  #samples: Offset[] = [];

  add(sentAt: EpochMs, receivedAt: EpochMs, serverTime: EpochMs): void {
    const doubt = Math.max(0, receivedAt - sentAt) / 2;
    const sample = { value: serverTime - (sentAt + doubt), doubt };
    const best = this.best;
    if (best && Math.abs(best.value - sample.value) > best.doubt + doubt + drift) this.#samples = [];
    this.#samples.push(sample);
    if (this.#samples.length > remembered) this.#samples.shift();
  }

  /** Null before the first answer. */
  get best(): Offset | null {
    let best = this.#samples[0] ?? null;
    for (const sample of this.#samples) if (best && sample.doubt < best.doubt) best = sample;
    return best;
  }
}
