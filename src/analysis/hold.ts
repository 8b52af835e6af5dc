import type { EpochMs, Milliseconds } from '../model/index.ts';

export interface HoldTimes {
  /** The condition must be seen true this long, without a break, before it counts. */
  readonly raiseAfter: Milliseconds;
  /** And seen over this long before it is over. */
  readonly resolveAfter: Milliseconds;
  /** Nothing is known across a longer silence of the readings: a hold time starts again. */
  readonly longestGap: Milliseconds;
}

/** `between` the two thresholds of a hysteresis neither side gains. */
export type Side = 'over' | 'between' | 'under';

/** A condition with hold times in both directions. Readings in the order of time; an older one is left out. */
export class Hold {
  readonly #times: HoldTimes;
  #raised = false;
  /** Since when the readings have spoken against the present state. */
  #since: EpochMs | null = null;
  #last: EpochMs | null = null;

  constructor(times: HoldTimes) {
    this.#times = times;
  }

  get raised(): boolean {
    return this.#raised;
  }

  /** Returns what changed with this reading. */
  update(at: EpochMs, side: Side): 'raised' | 'resolved' | null {
    if (!Number.isFinite(at) || (this.#last !== null && at < this.#last)) return null;
    if (this.#last !== null && at - this.#last > this.#times.longestGap) this.#since = null;
    this.#last = at;
    // While waiting to raise, a dip between the thresholds is no longer over them; while raised, it is not yet under them.
    const against = this.#raised ? side === 'under' : side === 'over';
    if (!against) {
      this.#since = null;
      return null;
    }
    this.#since ??= at;
    if (at - this.#since < (this.#raised ? this.#times.resolveAfter : this.#times.raiseAfter)) return null;
    this.#raised = !this.#raised;
    this.#since = null;
    return this.#raised ? 'raised' : 'resolved';
  }

  /** Starts over, after a cut. Returns whether it was raised. */
  reset(): boolean {
    const was = this.#raised;
    this.#raised = false;
    this.#since = null;
    this.#last = null;
    return was;
  }
}
