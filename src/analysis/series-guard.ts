import type { Bytes, EpochMs, Milliseconds, Row } from '../model/index.ts';

export type CutReason = 'gap' | 'clock-jump' | 'restart' | 'navigation' | 'cleared';

/** What to do with a reading. */
export type Admission =
  | { readonly kind: 'take' }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'cut'; readonly reason: CutReason };

export interface GuardLimits {
  /** A gap longer than this ends the series: sleep, a discarded tab, a lost connection. */
  readonly gap: Milliseconds;
  /** A clock that goes back by more than this was set. */
  readonly clockStep: Milliseconds;
}

export const defaultGuardLimits: GuardLimits = { gap: 300_000, clockStep: 1_000 };

/** Browsers that hide the heap round it to such steps and refresh it every 20 minutes. */
const bucketStep = 100_000;
const bucketReadings = 60;

/** Decides for each heap reading whether it continues the series. */
export class SeriesGuard {
  readonly #limits: GuardLimits;
  #last: { at: EpochMs; used: Bytes; total: Bytes } | null = null;
  #lowest = Number.POSITIVE_INFINITY;
  #readings = 0;
  #changes = 0;
  #rounded = true;

  constructor(limits: GuardLimits = defaultGuardLimits) {
    this.#limits = limits;
  }

  /** True once the readings look like those of a browser that rounds and rarely refreshes them. */
  get bucketed(): boolean {
    return this.#rounded && this.#readings >= bucketReadings && this.#changes * bucketReadings <= this.#readings;
  }

  admit(row: Row<'heap'>): Admission {
    if (!Number.isFinite(row.at) || !Number.isFinite(row.used) || row.used < 0) return { kind: 'ignore' };
    const last = this.#last;
    const admission = last ? this.#compare(row, last) : ({ kind: 'take' } as const);
    if (admission.kind === 'ignore') return admission;
    if (admission.kind === 'cut') this.reset();
    this.#readings++;
    if (this.#last && row.used !== this.#last.used) this.#changes++;
    this.#rounded &&= row.used % bucketStep === 0;
    this.#lowest = Math.min(this.#lowest, row.used);
    this.#last = { at: row.at, used: row.used, total: row.total };
    return admission;
  }

  reset(): void {
    this.#last = null;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#readings = 0;
    this.#changes = 0;
    this.#rounded = true;
  }

  #compare(row: Row<'heap'>, last: { at: EpochMs; used: Bytes; total: Bytes }): Admission {
    const elapsed = row.at - last.at;
    if (elapsed < -this.#limits.clockStep) return { kind: 'cut', reason: 'clock-jump' };
    if (elapsed <= 0) return { kind: 'ignore' };
    if (elapsed > this.#limits.gap) return { kind: 'cut', reason: 'gap' };
    // A new process or document starts far below everything the old one ever showed, and gives its reserved pages back.
    if (row.used < this.#lowest / 2 && row.total < last.total * 0.6) return { kind: 'cut', reason: 'restart' };
    return { kind: 'take' };
  }
}
