import type { Bytes, EpochMs } from '../model/index.ts';
import { writeDecimal, writeNumber } from '../words/language.ts';
import { say } from '../words/rounds.ts';
import { sayBytes } from './words.ts';

/** Rounds after which what is counted may accuse. A prime number of repetitions keeps growth by accident from looking like growth by each. */
export const fewestRounds = 3;
/** A heap also fills with compiled code and tables of the runtime at first: it needs more rounds, and more growth in each. */
const fewestHeapRounds = 5;
const smallestHeapGrowth: Bytes = 10 * 1024;
/** How many rounds to suggest. */
export const wantedRounds = 7;

/** What was left after a round and a forced collection. Null: cannot be read here. */
export interface RoundReading {
  readonly at: EpochMs;
  readonly heapFloor: Bytes | null;
  readonly nodes: number | null;
  readonly listeners: number | null;
  readonly retained: number;
}

export const roundSeries = ['retained', 'nodes', 'listeners', 'heapFloor'] as const;
export type RoundSeries = (typeof roundSeries)[number];

export interface CheckResult {
  readonly word: 'insufficient-data' | 'clean' | 'leak';
  /** What grew in every round: by how much in a round on average. */
  readonly grew: { readonly [K in RoundSeries]?: number };
  readonly rounds: readonly RoundReading[];
  readonly sentence: string;
}

/** Judges the readings after each round; the first one is the state to compare with. Only what grew in every round accuses. */
export function judgeRounds(rounds: readonly RoundReading[]): CheckResult {
  const compared = rounds.length - 1;
  if (compared < fewestRounds) {
    const sentence = say.counted('tooFew', Math.max(0, compared), { fewest: fewestRounds, wanted: wantedRounds });
    return { word: 'insufficient-data', grew: {}, rounds, sentence };
  }
  const grew: { [K in RoundSeries]?: number } = {};
  for (const name of roundSeries) {
    const growth = growthOf(name, rounds);
    if (growth !== null) grew[name] = growth;
  }
  return { word: Object.keys(grew).length > 0 ? 'leak' : 'clean', grew, rounds, sentence: sentenceOf(grew, compared) };
}

/** Average growth in a round of what grew in every one; null otherwise. */
function growthOf(name: RoundSeries, rounds: readonly RoundReading[]): number | null {
  const isHeap = name === 'heapFloor';
  const values = rounds.map((round) => round[name]);
  const steps = values.slice(1).map((value, i) => {
    const before = values[i];
    return value === null || before === null || before === undefined ? null : value - before;
  });
  const least = isHeap ? smallestHeapGrowth : 1;
  if (steps.length < (isHeap ? fewestHeapRounds : fewestRounds)) return null;
  let sum = 0;
  for (const step of steps) {
    if (step === null || step < least) return null;
    sum += step;
  }
  return sum / steps.length;
}

function sentenceOf(grew: CheckResult['grew'], compared: number): string {
  const parts = roundSeries.flatMap((name) => {
    const growth = grew[name];
    if (growth === undefined) return [];
    return name === 'heapFloor'
      ? [say('heapFloor', { bytes: sayBytes(growth) })]
      : [say.counted(name, growth, { number: sayNumber(growth) })];
  });
  if (parts.length > 0) return say.counted('grew', compared, { parts: parts.join(', ') });
  const sentence = say.counted('quiet', compared);
  return compared >= fewestHeapRounds ? sentence : say('heapNeeds', { sentence, fewest: fewestHeapRounds });
}

function sayNumber(value: number): string {
  return Number.isInteger(value) ? writeNumber(value) : writeDecimal(value, 1);
}
