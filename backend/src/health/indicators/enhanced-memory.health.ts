import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { Thresholds } from '../../common/utils/thresholds.ts';
import { MemoryMonitor } from '../../memory-monitor.ts';
import { memoryIndicator } from '../memory-indicator.ts';

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
    const { status, data } = memoryIndicator(this.#monitor, thresholds);
    const indicator = this.#service.check(key);
    if (status === 'down') return indicator.down(data);
    return status === 'degraded' ? indicator.degraded(data) : indicator.up(data);
  }
}
