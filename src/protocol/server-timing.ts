import type { Bytes, Milliseconds } from '../model/index.ts';
import { maxNameLength } from '../model/index.ts';

/** What a server tells about one request in its answer's `Server-Timing` header (https://www.w3.org/TR/server-timing/). */
export interface RequestTiming {
  /** The process: its boot id, as in the backend's API. */
  readonly boot: string;
  /** Running number of the request in that process, from 1. */
  readonly request: number;
  /** From the begin of the handling until the answer was ready. */
  readonly handling: Milliseconds;
  /** Heap in use at both moments. */
  readonly heapBefore: Bytes;
  readonly heapAfter: Bytes;
  /** Other requests that were handled in the meantime: they share the heap. */
  readonly concurrent: number;
  /** Collections that were noticed in the meantime; there may have been more. */
  readonly collections: number;
  /** `GET /orders/:id`: the pattern, never the address. Null where the host has no routes that could be read. */
  readonly route: string | null;
}

/** One metric as a browser hands it over (`PerformanceServerTiming`). */
export interface ServerTimingMetric {
  readonly name: string;
  readonly duration: number;
  readonly description: string;
}

const figures = ['request', 'before', 'after', 'concurrent', 'gc'] as const;

/** The header's value: `heap;dur=3.1;desc="boot=…,request=7,before=…,after=…,concurrent=0,gc=0", route;desc="GET /orders/:id"`. */
export function formatServerTiming(timing: RequestTiming): string {
  const { boot, request, handling, heapBefore, heapAfter, concurrent, collections, route } = timing;
  const values = [request, heapBefore, heapAfter, concurrent, collections];
  const told = figures.map((name, index) => `${name}=${Math.round(values[index] ?? 0)}`);
  const heap = `heap;dur=${handling.toFixed(1)};desc="boot=${text(boot)},${told.join(',')}"`;
  return route === null ? heap : `${heap}, route;desc="${text(route)}"`;
}

/** The figures of a Memory+ backend among the metrics of an answer; null where there are none. The server is a stranger: nothing else gets through. */
export function readServerTiming(metrics: readonly ServerTimingMetric[]): RequestTiming | null {
  const heap = metrics.find(({ name, description }) => name === 'heap' && description.startsWith('boot='));
  if (!heap || !(heap.duration >= 0 && heap.duration < Number.POSITIVE_INFINITY)) return null;
  const told = new Map(heap.description.split(',').map((part) => part.split('=', 2) as [string, string | undefined]));
  const boot = told.get('boot');
  const [request, heapBefore, heapAfter, concurrent, collections] = figures.map((name) => figure(told.get(name)));
  if (!boot || boot.length > maxNameLength || request === undefined || heapBefore === undefined) return null;
  if (heapAfter === undefined || concurrent === undefined || collections === undefined) return null;
  const route = metrics.find(({ name }) => name === 'route')?.description.slice(0, maxNameLength);
  return {
    boot,
    request,
    handling: heap.duration,
    heapBefore,
    heapAfter,
    concurrent,
    collections,
    route: route || null,
  };
}

function figure(value: string | undefined): number | undefined {
  const number = /^\d{1,16}$/.test(value ?? '') ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** As a quoted string of a header allows it: printable ASCII without quotes and backslashes. */
function text(value: string): string {
  return value.replace(/[^\x20-\x7e]|["\\]/g, '_').slice(0, maxNameLength);
}
