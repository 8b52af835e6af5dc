import type { History } from '@memory-plus/core/protocol/backend';
import type { MajorCollection } from './collection-observer.ts';
import type { MemoryReading } from './memory-statistics.ts';
import { pushBounded } from './structures.ts';

/** One hour of readings every 5 s. */
const mostSamples = 720;
const mostCollections = 1000;

/** The recent past, in memory: it ends with the process. */
export class SampleHistory {
  readonly #samples: History['samples'] = [];
  readonly #collections: History['collections'] = [];

  read({ at, heap, rss, external }: MemoryReading, eventLoop: number | null): void {
    pushBounded(
      this.#samples,
      { at, heapUsed: heap.used, heapTotal: heap.total, rss, external, eventLoop },
      mostSamples,
    );
  }

  collected({ at, after, pause }: MajorCollection): void {
    pushBounded(this.#collections, { at, after, pause }, mostCollections);
  }

  /** What lies after `from`. */
  since(from: number): Pick<History, 'samples' | 'collections'> {
    return {
      samples: this.#samples.filter(({ at }) => at > from),
      collections: this.#collections.filter(({ at }) => at > from),
    };
  }
}
