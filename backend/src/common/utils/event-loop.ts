import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Milliseconds } from '@memory-plus/core/model';

export interface EventLoopFigures {
  readonly window: Milliseconds;
  readonly mean: Milliseconds | null;
  readonly p99: Milliseconds | null;
  readonly max: Milliseconds | null;
  readonly utilization: number | null;
}

const window = 5_000;
/** The histogram's timer. Node counts it into each delay, so it is taken off again. */
const resolution = 20;

/** Delay and utilization of the event loop over the last full window of 5 s. */
export class EventLoopMonitor {
  #histogram: IntervalHistogram | null = null;
  #timer: NodeJS.Timeout | null = null;
  #utilization = performance.eventLoopUtilization();
  #figures: EventLoopFigures = { window, mean: null, p99: null, max: null, utilization: null };

  start(): void {
    if (this.#histogram) return;
    this.#histogram = monitorEventLoopDelay({ resolution });
    this.#histogram.enable();
    this.#utilization = performance.eventLoopUtilization();
    this.#timer = setInterval(() => this.#turn(), window).unref();
  }

  stop(): void {
    this.#histogram?.disable();
    if (this.#timer) clearInterval(this.#timer);
    this.#histogram = this.#timer = null;
  }

  figures(): EventLoopFigures {
    return this.#figures;
  }

  #turn(): void {
    const histogram = this.#histogram;
    if (!histogram) return;
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#utilization);
    this.#utilization = now;
    const seen = histogram.count > 0;
    this.#figures = {
      window,
      mean: seen ? delay(histogram.mean) : null,
      p99: seen ? delay(histogram.percentile(99)) : null,
      max: seen ? delay(histogram.max) : null,
      utilization,
    };
    histogram.reset();
  }
}

function delay(nanoseconds: number): Milliseconds {
  return Math.max(0, nanoseconds / 1e6 - resolution);
}
