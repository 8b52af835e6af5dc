import type { HealthReason } from '@memory-plus/core/protocol/backend';
import { SnapshotStore } from './common/leaks/snapshot-store.ts';
import { MemoryLeakDetectorService } from './common/services/memory-leak-detector.service.ts';
import { CollectionObserver } from './common/utils/collection-observer.ts';
import { EventLoopMonitor } from './common/utils/event-loop.ts';
import { GarbageCollector } from './common/utils/garbage-collection.ts';
import { ManagedTimers } from './common/utils/managed-timers.ts';
import { PressureRegistry } from './common/utils/memory-pressure.ts';
import { cachedReader, type MemoryReading } from './common/utils/memory-statistics.ts';
import { SampleHistory } from './common/utils/sample-history.ts';
import { assess } from './common/utils/thresholds.ts';
import type { ResolvedOptions } from './options.ts';

/** Readings are shared by requests that come within this many milliseconds. */
const readingAge = 50;
/** Time between two readings for detector, history and thresholds. */
export const readingInterval = 5_000;
/** A collection on demand stops the program, so nobody can ask for one more often. */
const collectionCoolDown = 10_000;

export interface MonitorEvents {
  /** Something inside failed; the monitor goes on. */
  readonly onError: (error: unknown) => void;
}

/** Everything that measures one process, without any web framework. Nothing runs before `start` and nothing after `stop`. */
export class MemoryMonitor {
  readonly options: ResolvedOptions;
  readonly collections = new CollectionObserver();
  readonly eventLoop = new EventLoopMonitor();
  readonly collector = new GarbageCollector(collectionCoolDown);
  readonly history = new SampleHistory();
  readonly pressure = new PressureRegistry();
  /** What else may be wrong with the server: each says so when it is asked. */
  readonly conditions = new Set<() => readonly HealthReason[]>();
  /** How often a health check was made; nobody watches a server where it stays 0. */
  healthChecks = 0;
  readonly snapshots: SnapshotStore;
  readonly detector: MemoryLeakDetectorService;
  readonly read: () => MemoryReading = cachedReader(readingAge);
  #timers = new ManagedTimers();

  constructor(options: ResolvedOptions, { onError }: MonitorEvents) {
    this.options = options;
    this.snapshots = new SnapshotStore(options.snapshots);
    this.detector = new MemoryLeakDetectorService(
      {
        collector: this.collector,
        flushCollections: () => this.collections.flush(),
        snapshot: async () => {
          if (options.snapshots.enabled) await this.snapshots.take();
        },
        onError,
        knownLeaks: options.knownLeaks,
      },
      options.detector,
    );
  }

  start(): void {
    this.#timers = new ManagedTimers();
    this.collections.start();
    this.collections.onMajor((collection) => {
      this.history.collected(collection);
      this.detector.collected(collection);
    });
    this.eventLoop.start();
    this.detector.start();
    this.#timers.interval(() => this.#sample(), readingInterval);
  }

  stop(): void {
    this.#timers.clear();
    this.detector.stop();
    this.snapshots.close();
    this.eventLoop.stop();
    this.collections.stop();
  }

  troubles(): HealthReason[] {
    return [...this.conditions].flatMap((condition) => condition());
  }

  #sample(): void {
    const reading = this.read();
    const delay = this.eventLoop.figures().p99;
    this.history.read(reading, delay);
    this.detector.read(reading, delay);
    this.pressure.update(assess(reading, null, this.options.thresholds).status);
  }
}
