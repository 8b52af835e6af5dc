import { type Emit, type EpochMs, type MetricSource, pathPattern, publicUrl, type Row } from '@memory-plus/core/model';
import { readServerTiming, type ServerTimingMetric } from '@memory-plus/core/protocol';
import type { PageEnvironment } from '../platform/environment.ts';
import { cut } from '../platform/text.ts';
import { observeEntries, reports } from './observe.ts';

/** Requests told of one second; what is beyond is counted. */
export const maxPerSecond = 200;

interface RequestEntry extends PerformanceEntry {
  readonly initiatorType: string;
  readonly responseStatus?: number;
  readonly transferSize: number;
  readonly requestStart: number;
  readonly serverTiming?: readonly ServerTimingMetric[];
}

const kinds: Readonly<Record<string, Row<'requests'>['kind']>> = {
  fetch: 'fetch',
  xmlhttprequest: 'xhr',
  beacon: 'beacon',
  navigation: 'navigation',
};

const detail = 'fetch, XMLHttpRequest, beacons and the load of the page, with what the server tells in Server-Timing';

/** Requests that scripts of the page sent, and its own load, as they end. Without the server's figures where it has none to tell. */
export const requestsSource: MetricSource<PageEnvironment> = {
  name: 'requests',
  group: 'requests',
  support: (environment) =>
    reports(environment, 'resource')
      ? { available: true, detail }
      : { available: false, because: 'this browser has no Resource Timing API' },
  start(environment, emit) {
    if (!reports(environment, 'resource')) return () => {};
    const { natives } = environment;
    const rate = new Rate(natives.now);
    const take = (entries: readonly PerformanceEntry[]) => {
      const before = rate.refused;
      for (const entry of entries as readonly RequestEntry[]) emitRequest(entry, natives.origin, emit, rate);
      if (rate.refused === before) return;
      const told = cut(`${rate.refused} left out, as more than ${maxPerSecond} came in a second; ${detail}`);
      emit('capabilities', { at: natives.now(), name: 'requests', available: true, detail: told });
    };
    const stops = ['resource', 'navigation'].map((type) => observeEntries(environment, type, {}, take));
    return () => {
      for (const stop of stops) stop();
    };
  },
};

function emitRequest(entry: RequestEntry, origin: EpochMs, emit: Emit, rate: Rate): void {
  const kind = kinds[entry.initiatorType];
  if (!kind || !/^https?:/i.test(entry.name) || !rate.admit()) return;
  const url = publicUrl(entry.name);
  const timing = readServerTiming(entry.serverTiming ?? []);
  // Of another origin that does not allow timing, all between the two ends is 0.
  const open = entry.requestStart > 0;
  emit('requests', {
    at: origin + entry.startTime,
    duration: entry.duration,
    url,
    route: cut(timing?.route ?? pathPattern(url)),
    kind,
    status: entry.responseStatus ? entry.responseStatus : null,
    transferred: open ? entry.transferSize : null,
    boot: timing?.boot ?? null,
    request: timing?.request ?? null,
    handling: timing?.handling ?? null,
    heapBefore: timing?.heapBefore ?? null,
    heapAfter: timing?.heapAfter ?? null,
    concurrent: timing?.concurrent ?? null,
    collections: timing?.collections ?? null,
  });
}

/** Admits so many a second, and counts what it refuses. */
class Rate {
  readonly #now: () => EpochMs;
  #since = Number.NEGATIVE_INFINITY;
  #admitted = 0;
  refused = 0;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  admit(): boolean {
    const now = this.#now();
    if (now - this.#since >= 1_000) {
      this.#since = now;
      this.#admitted = 0;
    }
    if (this.#admitted < maxPerSecond) {
      this.#admitted++;
      return true;
    }
    this.refused++;
    return false;
  }
}
