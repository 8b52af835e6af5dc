import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { GCProfiler } from 'node:v8';
import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';
import { epochNow } from './memory-statistics.ts';

/** A major garbage collection. `after` is the floor: the heap it left. */
export interface MajorCollection {
  readonly at: EpochMs;
  readonly after: Bytes;
  readonly pause: Milliseconds;
}

export interface CollectionCounts {
  readonly major: number;
  readonly minor: number;
  readonly pause: Milliseconds;
  readonly last: MajorCollection | null;
}

/** The profiler keeps about 3 KB for each collection until it is read. */
const readEvery = 5_000;

/**
 * Watches every garbage collection of this process. Two sources make it exact: the profiler knows the heap left by each collection and
 * misses none, performance entries know when each happened. A major collection is passed on shortly after it happened.
 */
export class CollectionObserver {
  #profiler: GCProfiler | null = null;
  #entries: PerformanceObserver | null = null;
  #timer: NodeJS.Timeout | null = null;
  #majorTimes: EpochMs[] = [];
  #major = 0;
  #minor = 0;
  #pause = 0;
  #last: MajorCollection | null = null;
  readonly #listeners = new Set<(collection: MajorCollection) => void>();

  start(): void {
    if (this.#profiler) return;
    this.#profiler = startedProfiler();
    this.#entries = new PerformanceObserver((list) => this.#noticed(list.getEntries()));
    this.#entries.observe({ entryTypes: ['gc'] });
    this.#timer = setInterval(() => this.#read(), readEvery).unref();
  }

  stop(): void {
    this.#entries?.disconnect();
    if (this.#timer) clearInterval(this.#timer);
    this.#profiler?.stop();
    this.#profiler = this.#entries = this.#timer = null;
    this.#listeners.clear();
  }

  /** Passes on what happened until now, without waiting for the entries that tell when. */
  flush(): void {
    if (this.#profiler) this.#read();
  }

  /** Calls `listener` after each major collection until the returned function is called. */
  onMajor(listener: (collection: MajorCollection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What happened since `start`. */
  counts(): CollectionCounts {
    return { major: this.#major, minor: this.#minor, pause: this.#pause, last: this.#last };
  }

  /** Entries come in batches: each of them counts, not only the first. */
  #noticed(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      if (kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR)
        this.#majorTimes.push(performance.timeOrigin + entry.startTime + entry.duration);
    }
    if (this.#majorTimes.length > 0) this.#read();
  }

  #read(): void {
    const statistics = this.#profiler?.stop()?.statistics ?? [];
    this.#profiler = startedProfiler();
    for (const { gcType, cost, afterGC } of statistics) {
      const pause = cost / 1000;
      this.#pause += pause;
      if (gcType === 'Scavenge' || gcType === 'MinorMarkSweep' || gcType === 'MinorMarkCompact') this.#minor++;
      if (gcType !== 'MarkSweepCompact') continue;
      this.#major++;
      this.#last = { at: this.#majorTimes.shift() ?? epochNow(), after: afterGC.heapStatistics.usedHeapSize, pause };
      for (const listener of this.#listeners) listener(this.#last);
    }
    this.#majorTimes = [];
  }
}

function startedProfiler(): GCProfiler {
  const profiler = new GCProfiler();
  profiler.start();
  return profiler;
}

/** Node keeps the kind of a collection in `detail`, which the general type of an entry does not have. */
function kindOf(entry: PerformanceEntry): unknown {
  const detail: unknown = 'detail' in entry ? entry.detail : undefined;
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? detail.kind : undefined;
}
