import os from 'node:os';
import v8 from 'node:v8';
import { assess, type Thresholds, worst } from '../common/utils/thresholds.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';

export type IndicatorStatus = 'up' | 'degraded' | 'down';

const statuses = { ok: 'up', warning: 'degraded', critical: 'down' } as const;

/** What a health check says about memory: a status, and the figures that it rests on. */
export function memoryIndicator(
  monitor: MemoryMonitor,
  thresholds: Partial<Thresholds> = {},
): { readonly status: IndicatorStatus; readonly data: Record<string, unknown> } {
  monitor.healthChecks++;
  const { heap, rss, external, arrayBuffers, containerLimit, ...reading } = monitor.read();
  const delay = monitor.eventLoop.figures().p99;
  const limits = { ...monitor.options.thresholds, ...thresholds };
  const assessed = assess({ heap, rss, external, arrayBuffers, containerLimit, ...reading }, delay, limits);
  const reasons = [...assessed.reasons, ...monitor.troubles()];
  const level = worst(reasons);
  const data = {
    level,
    reasons: reasons.map(({ message }) => message),
    heap: { ...heap, ratio: heap.used / heap.limit },
    spaces: v8
      .getHeapSpaceStatistics()
      .map((space) => ({ name: space.space_name, used: space.space_used_size, size: space.space_size })),
    process: { rss, external, arrayBuffers },
    container: { limit: containerLimit, ratio: containerLimit === null ? null : rss / containerLimit },
    system: { total: os.totalmem(), free: os.freemem() },
    eventLoopDelay: delay,
  };
  return { status: statuses[level], data };
}
