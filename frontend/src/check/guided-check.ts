import { type CheckResult, judgeRounds, type RoundReading, roundLabel } from '@memory-plus/core/analysis';
import type { Emit, Milliseconds } from '@memory-plus/core/model';

export const maxRounds = 100;

export interface CheckSurroundings {
  readonly emit: Emit;
  /** Waits until what is garbage now has been collected and the numbers are read again; false when that did not happen in time. */
  readonly settle: (timeout: Milliseconds) => Promise<boolean>;
  readonly read: () => RoundReading;
}

/** "Do a step and undo it, several times": compares what each round leaves behind. */
export class GuidedCheck {
  readonly #around: () => CheckSurroundings;
  readonly #timeout: Milliseconds;
  #rounds: RoundReading[] | null = null;

  constructor(around: () => CheckSurroundings, timeout: Milliseconds = 30_000) {
    this.#around = around;
    this.#timeout = timeout;
  }

  /** Reads the state to compare with, after a collection. */
  async begin(): Promise<boolean> {
    this.#rounds = [];
    return this.#read();
  }

  /** Ends a round. False when the browser did not collect garbage in time; the round then does not count. */
  async round(): Promise<boolean> {
    if (!this.#rounds) return this.begin();
    if (this.#rounds.length > maxRounds) return false;
    const { emit, read } = this.#around();
    emit('marks', { at: read().at, label: roundLabel(this.#rounds.length) });
    return this.#read();
  }

  end(): CheckResult {
    const rounds = this.#rounds ?? [];
    this.#rounds = null;
    return judgeRounds(rounds);
  }

  async #read(): Promise<boolean> {
    const { settle, read } = this.#around();
    const settled = await settle(this.#timeout);
    if (settled) this.#rounds?.push(read());
    return settled;
  }
}
