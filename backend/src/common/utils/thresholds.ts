import type { Verdict } from '@memory-plus/core/model';
import type { HealthReason, HealthStatus } from '@memory-plus/core/protocol/backend';
import type { MemoryReading } from './memory-statistics.ts';

export interface Levels {
  readonly warning: number;
  readonly critical: number;
}

export interface Thresholds {
  /** Heap in use as a share of V8's heap_size_limit. */
  readonly heap: Levels;
  /** Resident memory as a share of the container's limit. Says nothing where there is no limit. */
  readonly container: Levels;
  /** 99th percentile of the event loop's delay, in milliseconds. */
  readonly eventLoop: Levels;
}

export const defaultThresholds: Thresholds = {
  heap: { warning: 0.75, critical: 0.85 },
  container: { warning: 0.75, critical: 0.85 },
  eventLoop: { warning: 200, critical: 1000 },
};

export interface Assessment {
  readonly status: HealthStatus;
  readonly reasons: readonly HealthReason[];
}

/** Judges one reading. Heap and container are two signals: either may be full while the other has room. */
export function assess(reading: MemoryReading, delay: number | null, thresholds: Thresholds): Assessment {
  const { heap, rss, containerLimit } = reading;
  const reasons = [
    judge('heap', heap.used / heap.limit, thresholds.heap, (v) => `The heap in use is ${percent(v)} of V8's limit`),
    containerLimit === null
      ? null
      : judge(
          'container',
          rss / containerLimit,
          thresholds.container,
          (v) => `Resident memory is ${percent(v)} of the container's limit`,
        ),
    delay === null
      ? null
      : judge(
          'event-loop',
          delay,
          thresholds.eventLoop,
          (v) => `The event loop was late by ${Math.round(v)} ms (99th percentile)`,
        ),
  ].filter((reason) => reason !== null);
  return { status: worst(reasons), reasons };
}

/** What the leak detector adds: its verdict, and the alerts that are raised (they have hold times; `assess` looks at one moment). */
export function leakReasons({ word, sentences }: Verdict, raised: readonly string[]): HealthReason[] {
  const reason = (signal: 'leak' | 'alert', message: string): HealthReason => ({
    signal,
    level: 'warning',
    message,
    value: null,
    threshold: null,
  });
  return [
    ...(word === 'suspect' || word === 'leak' ? [reason('leak', sentences.join(' ').slice(0, 1000))] : []),
    ...raised.filter((rule) => rule !== 'leak').map((rule) => reason('alert', `The alert "${rule}" is raised.`)),
  ];
}

export function worst(reasons: readonly HealthReason[]): HealthStatus {
  if (reasons.some(({ level }) => level === 'critical')) return 'critical';
  return reasons.length > 0 ? 'warning' : 'ok';
}

function judge(
  signal: HealthReason['signal'],
  value: number,
  { warning, critical }: Levels,
  describe: (value: number) => string,
): HealthReason | null {
  if (!(value >= warning)) return null;
  const level = value >= critical ? 'critical' : 'warning';
  const threshold = level === 'critical' ? critical : warning;
  return { signal, level, message: `${describe(value)}.`, value, threshold };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
