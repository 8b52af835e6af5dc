import type { Bytes, EpochMs, Milliseconds } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';

/** Folds readings into the lowest of each span of time, for series that no collection clears. Constant memory. */
export class Minima {
  readonly #span: Milliseconds;
  readonly #emit: (point: FloorPoint) => void;
  #lowest: FloorPoint | null = null;
  #until = 0;

  constructor(span: Milliseconds, emit: (point: FloorPoint) => void) {
    this.#span = span;
    this.#emit = emit;
  }

  add(at: EpochMs, bytes: Bytes): void {
    if (this.#lowest && at >= this.#until) {
      this.#emit(this.#lowest);
      this.#lowest = null;
    }
    if (!this.#lowest) this.#until = at + this.#span;
    if (!this.#lowest || bytes < this.#lowest.bytes) this.#lowest = { at, bytes };
  }

  clear(): void {
    this.#lowest = null;
  }
}

/** How much a raw series grew within a sliding window, from its lowest point to now. Bounded: 60 spans. */
export class SlidingGrowth {
  readonly #window: Milliseconds;
  readonly #spans: { at: EpochMs; lowest: Bytes }[] = [];

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  add(at: EpochMs, bytes: Bytes): void {
    const last = this.#spans[this.#spans.length - 1];
    if (last && at - last.at < this.#window / 60) last.lowest = Math.min(last.lowest, bytes);
    else this.#spans.push({ at, lowest: bytes });
    while ((this.#spans[0]?.at ?? at) < at - this.#window || this.#spans.length > 61) this.#spans.shift();
  }

  /** Growth from the lowest reading of the window to `bytes`. */
  growth(at: EpochMs, bytes: Bytes): { bytes: Bytes; over: Milliseconds } | null {
    let lowest = this.#spans[0];
    if (!lowest) return null;
    for (const span of this.#spans) if (span.lowest <= lowest.lowest) lowest = span;
    return { bytes: bytes - lowest.lowest, over: at - lowest.at };
  }

  clear(): void {
    this.#spans.length = 0;
  }
}
