import type { EpochMs } from '@memory-plus/core/model';
import type { History } from '@memory-plus/core/protocol/backend';
import type { MajorCollection } from './collection-observer.ts';
import type { MemoryReading } from './memory-statistics.ts';
import { pushBounded } from './structures.ts';

/** One hour of readings every 5 s. */
const mostSamples = 720;
const mostCollections = 1000;

/** Told of each row as it comes. */
export interface HistorySink {
  sample(row: History['samples'][number]): void;
  collection(row: History['collections'][number]): void;
}

/** The recent past, in memory: it ends with the process. */
export class SampleHistory {
  readonly #sinks = new Set<HistorySink>();
  readonly #samples: History['samples'] = [];
  readonly #collections: History['collections'] = [];

  read({ at, heap, rss, external }: MemoryReading, eventLoop: number | null): void {
    const row = { at, heapUsed: heap.used, heapTotal: heap.total, rss, external, eventLoop };
    pushBounded(this.#samples, row, mostSamples);
    for (const sink of this.#sinks) sink.sample(row);
  }

  collected({ at, after, pause }: MajorCollection): void {
    const row = { at, after, pause };
    pushBounded(this.#collections, row, mostCollections);
    for (const sink of this.#sinks) sink.collection(row);
  }

  /** Tells `sink` of what comes from now on, until the returned function is called. */
  pass(sink: HistorySink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** What lies after `from` and not after `to`. */
  between(from: EpochMs, to: EpochMs): Pick<History, 'samples' | 'collections'> {
    return {
      samples: this.#samples.filter(({ at }) => at > from && at <= to),
      collections: this.#collections.filter(({ at }) => at > from && at <= to),
    };
  }
}
