import type { EpochMs, Milliseconds } from '@memory-plus/core/model';

const remembered = 8;

/**
 * Estimates how far a server's clock is ahead of this browser's. Of the last answers the one with the shortest way counts: the server wrote
 * its time somewhere between request and answer, the middle is off by at most half of that.
 */
export class ClockOffset {
  #samples: { readonly way: Milliseconds; readonly offset: Milliseconds }[] = [];

  add(sentAt: EpochMs, receivedAt: EpochMs, serverTime: EpochMs): void {
    const way = Math.max(0, receivedAt - sentAt);
    this.#samples.push({ way, offset: serverTime - (sentAt + way / 2) });
    if (this.#samples.length > remembered) this.#samples.shift();
  }

  get value(): Milliseconds | null {
    let best = this.#samples[0];
    for (const sample of this.#samples) if (best && sample.way < best.way) best = sample;
    return best ? best.offset : null;
  }
}
