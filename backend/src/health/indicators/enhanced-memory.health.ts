import os from 'node:os';
import v8 from 'node:v8';
import type { HealthReason } from '@memory-plus/core/protocol/backend';
import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { assess, type Thresholds, worst } from '../../common/utils/thresholds.ts';
import { MemoryMonitor } from '../../memory-monitor.ts';

/**
 * Memory as a health indicator of @nestjs/terminus. Ok is `up`; warning is `degraded`, which still answers 200; critical is `down`,
 * which answers 503. Meant for readiness: a restart by a liveness probe only hides a leak.
 */
@Injectable()
export class EnhancedMemoryHealthIndicator {
  readonly #service: HealthIndicatorService;
  readonly #monitor: MemoryMonitor;

  constructor(
    @Inject(HealthIndicatorService) service: HealthIndicatorService,
    @Inject(MemoryMonitor) monitor: MemoryMonitor,
  ) {
    this.#service = service;
    this.#monitor = monitor;
  }

  /** `thresholds` replaces those of the module for this check. */
  check<const Key extends string>(key: Key, thresholds: Partial<Thresholds> = {}): HealthIndicatorResult<Key> {
    const indicator = this.#service.check(key);
    const reading = this.#monitor.read();
    const delay = this.#monitor.eventLoop.figures().p99;
    const limits = { ...this.#monitor.options.thresholds, ...thresholds };
    const { reasons } = assess(reading, delay, limits);
    const data = {
      level: worst(reasons),
      reasons: reasons.map(sentenceOf),
      ...this.#breakdown(),
      eventLoopDelay: delay,
    };
    if (data.level === 'critical') return indicator.down(data);
    return data.level === 'warning' ? indicator.degraded(data) : indicator.up(data);
  }

  #breakdown() {
    const { heap, rss, external, arrayBuffers, containerLimit } = this.#monitor.read();
    return {
      heap: { ...heap, ratio: heap.used / heap.limit },
      spaces: v8
        .getHeapSpaceStatistics()
        .map((space) => ({ name: space.space_name, used: space.space_used_size, size: space.space_size })),
      process: { rss, external, arrayBuffers },
      container: { limit: containerLimit, ratio: containerLimit === null ? null : rss / containerLimit },
      system: { total: os.totalmem(), free: os.freemem() },
    };
  }
}

function sentenceOf({ message }: HealthReason): string {
  return message;
}
