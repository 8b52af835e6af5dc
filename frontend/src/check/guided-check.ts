import { roundLabel } from '@memory-plus/core/analysis';
import type { Bytes, Emit, EpochMs, Milliseconds } from '@memory-plus/core/model';

/** Rounds that a verdict needs. A prime number of repetitions keeps growth by accident from looking like growth by each. */
export const fewestRounds = 3;
export const maxRounds = 100;

export interface RoundReading {
  readonly at: EpochMs;
  readonly heapFloor: Bytes | null;
  readonly nodes: number | null;
  readonly retained: number;
}

export interface CheckResult {
  readonly word: 'insufficient-data' | 'clean' | 'leak';
  /** What grew in every round: by how much in a round on average. */
  readonly grew: { readonly [K in 'heapFloor' | 'nodes' | 'retained']?: number };
  readonly rounds: readonly RoundReading[];
  readonly sentence: string;
}

const series = ['heapFloor', 'nodes', 'retained'] as const;

/** Judges the readings after each round; the first one is the state to compare with. Only what grew in every round accuses. */
export function judgeRounds(rounds: readonly RoundReading[]): CheckResult {
  const compared = rounds.length - 1;
  if (compared < fewestRounds) {
    const sentence = `${Math.max(0, compared)} rounds are too few to judge; repeat the step at least ${fewestRounds} times, better 7.`;
    return { word: 'insufficient-data', grew: {}, rounds, sentence };
  }
  const grew: { [K in (typeof series)[number]]?: number } = {};
  for (const name of series) {
    const values = rounds.map((round) => round[name]);
    const first = values[0];
    const last = values.at(-1);
    const rises = values.every((value, i) => i === 0 || (value !== null && value > (values[i - 1] ?? value)));
    if (rises && typeof first === 'number' && typeof last === 'number') grew[name] = (last - first) / compared;
  }
  const names = Object.keys(grew);
  const sentence =
    names.length > 0
      ? `In each of ${compared} rounds there was more left than before: ${names.join(', ')}.`
      : `Nothing grew in every one of ${compared} rounds.`;
  return { word: names.length > 0 ? 'leak' : 'clean', grew, rounds, sentence };
}

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
