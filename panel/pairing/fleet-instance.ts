import { createLeakAnalysis, deviations, outlierLimit, sayBytes } from '@memory-plus/core/analysis';
import { type EpochMs, type Verdict, type VerdictWord, verdictWords } from '@memory-plus/core/model';
import { Series } from '../store/series.ts';
import { en } from '../strings/en.ts';
import type { Reading } from './prometheus.ts';

/** One process of a fleet: its heap, judged like any other server's. */
export class FleetInstance {
  readonly name: string;
  readonly used = new Series();
  limit = 0;
  rss: number | null = null;
  lastAt: EpochMs = 0;
  restarts = 0;
  verdict: Verdict;
  #analysis = createLeakAnalysis();
  #startedAt: number | null = null;
  #collections: number | null = null;

  constructor(name: string) {
    this.name = name;
    this.verdict = this.#analysis.verdict(0);
  }

  /** Readings in the order of time; what is not later than the last one is left out. */
  add(readings: readonly Reading[]): void {
    for (const reading of readings) if (reading.at > this.lastAt) this.#add(reading);
    this.verdict = this.#analysis.verdict(this.lastAt);
  }

  #add({ at, used, total, limit, floor, collections, startedAt, rss, external, arrayBuffers }: Reading): void {
    if (used === undefined) return;
    this.lastAt = at;
    // Told in fractions that may differ by rounding; a process does not start twice in a second.
    if (startedAt !== undefined && this.#startedAt !== null && Math.abs(startedAt - this.#startedAt) > 1) {
      this.restarts++;
      this.#collections = null;
      this.#analysis.cut(at, 'restart');
    }
    this.#startedAt = startedAt ?? this.#startedAt;
    if (collections !== undefined) {
      if (this.#collections !== null && collections > this.#collections)
        this.#analysis.collection({ at, after: floor ?? null, pause: null });
      this.#collections = collections;
    }
    this.limit = limit ?? this.limit;
    this.rss = rss ?? this.rss;
    this.used.push(at, used);
    this.#analysis.heap({ at, used, total: total ?? used, limit: this.limit, floor: false });
    if (rss === undefined || external === undefined) return;
    this.#analysis.row('process', {
      at,
      rss,
      external,
      arrayBuffers: arrayBuffers ?? null,
      containerLimit: null,
      eventLoopDelay: null,
    });
  }
}

/** An instance with what sets it apart from its peers. */
export interface Ranked {
  readonly instance: FleetInstance;
  /** Robust deviations from the peers' median, of the heap or of its growth, whichever is more. */
  readonly deviation: number;
  /** Why it stands out, for a person; null where it does not. */
  readonly why: string | null;
}

const quiet: ReadonlySet<VerdictWord> = new Set(['clean', 'insufficient-data']);

/** Outliers first: the worse verdict, then whoever stands out most from the others. */
export function rank(instances: readonly FleetInstance[]): readonly Ranked[] {
  const heaps = instances.map(({ used }) => used.last);
  // The slope of noise is none.
  const rates = instances.map(({ verdict }) => (quiet.has(verdict.word) ? 0 : (verdict.evidence.rate?.value ?? 0)));
  const [byHeap, byRate] = [deviations(heaps), deviations(rates)];
  const middle = [...heaps].filter((heap) => heap !== null).sort((a, b) => a - b)[heaps.length >> 1] ?? 0;
  return instances
    .map((instance, index) => {
      const heap = byHeap[index] ?? 0;
      const rate = byRate[index] ?? 0;
      return { instance, deviation: Math.max(Math.abs(heap), rate), why: whyOf(heap, rate, middle) };
    })
    .sort(
      (a, b) =>
        verdictWords.indexOf(b.instance.verdict.word) - verdictWords.indexOf(a.instance.verdict.word) ||
        b.deviation - a.deviation ||
        a.instance.name.localeCompare(b.instance.name),
    );
}

function whyOf(heap: number, rate: number, middle: number): string | null {
  if (rate > outlierLimit) return en.backend.fleet.growsUnlike;
  if (heap > outlierLimit) return en.backend.fleet.farAbove(sayBytes(middle));
  return heap < -outlierLimit ? en.backend.fleet.farBelow(sayBytes(middle)) : null;
}
