import { randomUUID } from 'node:crypto';
import os from 'node:os';
import v8 from 'node:v8';
import type { Verdict } from '@memory-plus/core/model';
import {
  backendSchema,
  type Health,
  type HeapStatistics,
  type History,
  type HistoryParameters,
  type Leaks,
  type ProcessInfo,
  type Stats,
} from '@memory-plus/core/protocol/backend';
import { epochNow, type MemoryReading } from '../common/utils/memory-statistics.ts';
import { assess, leakReasons, worst } from '../common/utils/thresholds.ts';
import { type MemoryMonitor, readingInterval } from '../memory-monitor.ts';
import type { MemoryStore } from '../storage/memory-store.ts';
import { asciiJson } from './send-json.ts';

const defaultPoints = 1000;
const defaultStretch = 3_600_000;

/** What the API's read routes answer. Independent of the web framework that serves them. */
export class MemoryApi {
  readonly bootId = randomUUID();
  readonly #monitor: MemoryMonitor;
  readonly #store: MemoryStore | null;
  /** How every answer begins, up to the clock. */
  readonly #beginning = `${JSON.stringify({ schema: backendSchema, bootId: this.bootId }).slice(0, -1)},"serverTime":`;
  #written: { readonly reading: MemoryReading | null; readonly rest: string } = { reading: null, rest: '' };

  constructor(monitor: MemoryMonitor, store: MemoryStore | null) {
    this.#monitor = monitor;
    this.#store = store;
  }

  stats(): Stats {
    return { ...this.envelope(), ...this.#figures(this.#monitor.read()) };
  }

  /** `stats` as JSON for `sendJson`. Requests that share a reading share its text: only the clock is written anew. */
  statsText(): string {
    const reading = this.#monitor.read();
    if (this.#written.reading !== reading)
      this.#written = { reading, rest: asciiJson(this.#figures(reading)).slice(1) };
    return `${this.#beginning}${epochNow()},${this.#written.rest}`;
  }

  #figures({ containerLimit, ...reading }: MemoryReading): Omit<Stats, keyof Envelope> {
    return {
      ...reading,
      uptime: uptime(),
      container: { limit: containerLimit },
      eventLoop: this.#monitor.eventLoop.figures(),
      collections: this.#monitor.collections.counts(),
      services: this.#monitor.pressure.occupancy(),
    };
  }

  health(): Health {
    const reading = this.#monitor.read();
    const { heap, rss, containerLimit } = reading;
    const delay = this.#monitor.eventLoop.figures().p99;
    const { detector, options } = this.#monitor;
    const verdict = detector.verdict();
    const reasons = [
      ...assess(reading, delay, options.thresholds).reasons,
      ...leakReasons(verdict, detector.raised()),
      ...this.#monitor.troubles(),
    ];
    return {
      ...this.envelope(),
      status: worst(reasons),
      reasons,
      heap: { used: heap.used, limit: heap.limit, ratio: heap.used / heap.limit },
      container: { rss, limit: containerLimit, ratio: containerLimit === null ? null : rss / containerLimit },
      eventLoop: { delay },
      verdict: verdict.word,
    };
  }

  heapStatistics(): HeapStatistics {
    const heap = v8.getHeapStatistics();
    return {
      ...this.envelope(),
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
    const { rss, containerLimit } = this.#monitor.read();
    return {
      ...this.envelope(),
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

  leaks(): Leaks {
    const { detector } = this.#monitor;
    return {
      ...this.envelope(),
      verdict: answerVerdict(detector.verdict()),
      settings: detector.settings,
      statistics: detector.statistics(),
      raised: [...detector.raised()],
      alerts: [...detector.alerts()],
      retained: detector.retained(),
      reports: detector.reports(),
    };
  }

  /** From the database where there is one that answers, else the last hour from memory. */
  async history({ from, to = epochNow(), points = defaultPoints, instance }: HistoryParameters): Promise<History> {
    const since = from ?? to - defaultStretch;
    const stored = await this.#store?.history({ from: since, to, points, instance: instance ?? null });
    if (stored) {
      const { width, ...rows } = stored;
      return { ...this.envelope(), kept: 'database', interval: Math.max(readingInterval, width), ...rows };
    }
    const { samples, collections } = this.#monitor.history.between(since, to);
    return {
      ...this.envelope(),
      kept: 'memory',
      interval: readingInterval,
      samples: samples.slice(-points),
      collections: collections.slice(-points),
    };
  }

  envelope(): Envelope {
    return { schema: backendSchema, bootId: this.bootId, serverTime: epochNow() };
  }
}

type Envelope = Pick<Stats, 'schema' | 'bootId' | 'serverTime'>;

/** The verdict without its list of findings, which the answer does not have. */
export function answerVerdict({ word, rule, evidence, sentences }: Verdict): Leaks['verdict'] {
  return { word, rule, evidence, sentences: [...sentences] };
}

function uptime(): number {
  return process.uptime() * 1000;
}
