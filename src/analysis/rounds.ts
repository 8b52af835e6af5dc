import type { Row } from '../model/index.ts';
import type { Round } from './facts.ts';

const mostRounds = 100;
const roundMark = /^round (\d{1,4})$/;

/** Label of the mark that a guided check sets at the end of round `number` (from 1), before it forces a collection. */
export function roundLabel(number: number): string {
  return `round ${number}`;
}

/** Reads the rounds of a guided check: each mark, with the first floor reading after it. */
export class Rounds {
  #rounds: Round[] = [];
  #waiting: number | null = null;

  mark(row: Row<'marks'>): void {
    const number = roundMark.exec(row.label)?.[1];
    if (number === undefined) return;
    if (Number(number) === 1) this.#rounds = [];
    this.#waiting = Number(number);
  }

  heap(row: Row<'heap'>): void {
    if (this.#waiting === null || !row.floor) return;
    this.#rounds.push({ at: row.at, number: this.#waiting, floor: row.used });
    if (this.#rounds.length > mostRounds) this.#rounds.shift();
    this.#waiting = null;
  }

  facts(): readonly Round[] {
    return this.#rounds;
  }

  clear(): void {
    this.#rounds = [];
    this.#waiting = null;
  }
}
