import { randomUUID } from 'node:crypto';
import os from 'node:os';
import v8 from 'node:v8';
import {
  backendSchema,
  type Health,
  type HeapStatistics,
  type ProcessInfo,
  type Stats,
} from '@memory-plus/core/protocol/backend';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CollectionObserver } from '../common/utils/collection-observer.ts';
import { EventLoopMonitor } from '../common/utils/event-loop.ts';
import { cachedReader, epochNow, type MemoryReading } from '../common/utils/memory-statistics.ts';
import { assess } from '../common/utils/thresholds.ts';
import { OPTIONS, type ResolvedOptions } from '../options.ts';

/** Readings are shared by requests that come within this many milliseconds. */
const readingAge = 50;

/** What the API's read routes answer. Independent of the web framework that serves them. */
@Injectable()
export class MemoryApi implements OnModuleInit, OnModuleDestroy {
  readonly bootId = randomUUID();
  readonly collections = new CollectionObserver();
  readonly eventLoop = new EventLoopMonitor();
  readonly #options: ResolvedOptions;
  readonly #read: () => MemoryReading = cachedReader(readingAge);

  constructor(@Inject(OPTIONS) options: ResolvedOptions) {
    this.#options = options;
  }

  onModuleInit(): void {
    this.collections.start();
    this.eventLoop.start();
  }

  onModuleDestroy(): void {
    this.collections.stop();
    this.eventLoop.stop();
  }

  stats(): Stats {
    const { containerLimit, ...reading } = this.#read();
    return {
      ...this.#envelope(),
      ...reading,
      uptime: uptime(),
      container: { limit: containerLimit },
      eventLoop: this.eventLoop.figures(),
      collections: this.collections.counts(),
    };
  }

  health(): Health {
    const reading = this.#read();
    const { heap, rss, containerLimit } = reading;
    const delay = this.eventLoop.figures().p99;
    const { status, reasons } = assess(reading, delay, this.#options.thresholds);
    return {
      ...this.#envelope(),
      status,
      reasons: [...reasons],
      heap: { used: heap.used, limit: heap.limit, ratio: heap.used / heap.limit },
      container: { rss, limit: containerLimit, ratio: containerLimit === null ? null : rss / containerLimit },
      eventLoop: { delay },
      verdict: 'insufficient-data',
    };
  }

  heapStatistics(): HeapStatistics {
    const heap = v8.getHeapStatistics();
    return {
      ...this.#envelope(),
      statistics: {
        totalHeapSize: heap.total_heap_size,
        totalHeapSizeExecutable: heap.total_heap_size_executable,
        totalPhysicalSize: heap.total_physical_size,
        totalAvailableSize: heap.total_available_size,
        usedHeapSize: heap.used_heap_size,
        heapSizeLimit: heap.heap_size_limit,
        mallocedMemory: heap.malloced_memory,
        peakMallocedMemory: heap.peak_malloced_memory,
        externalMemory: heap.external_memory,
        nativeContexts: heap.number_of_native_contexts,
        detachedContexts: heap.number_of_detached_contexts,
      },
      spaces: v8.getHeapSpaceStatistics().map((space) => ({
        name: space.space_name,
        size: space.space_size,
        used: space.space_used_size,
        available: space.space_available_size,
        physical: space.physical_space_size,
      })),
    };
  }

  processInfo(): ProcessInfo {
    const usage = process.resourceUsage();
    const { rss, containerLimit } = this.#read();
    return {
      ...this.#envelope(),
      startedAt: performance.timeOrigin,
      uptime: uptime(),
      node: process.versions.node.split('.')[0] ?? '',
      cpu: { user: usage.userCPUTime / 1000, system: usage.systemCPUTime / 1000 },
      memory: {
        rss,
        maxRss: usage.maxRSS * 1024,
        systemTotal: os.totalmem(),
        systemFree: os.freemem(),
        containerLimit,
      },
      handles: { active: process.getActiveResourcesInfo().length },
    };
  }

  #envelope() {
    return { schema: backendSchema, bootId: this.bootId, serverTime: epochNow() } as const;
  }
}

function uptime(): number {
  return process.uptime() * 1000;
}
