import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';

export type PageWindow = Window & typeof globalThis;

/** What `performance.memory` tells, where it exists. */
export interface HeapReading {
  readonly used: Bytes;
  readonly total: Bytes;
  readonly limit: Bytes;
}

/**
 * What the monitor uses of the browser, taken before the page can replace it. Absent where the environment lacks it
 * (Firefox, Safari, a server).
 */
export interface Natives {
  /** Monotonic, on the recording's clock. */
  now(): EpochMs;
  /** Monotonic, from an origin of its own: the cheapest clock, for durations. */
  clock(): Milliseconds;
  /** The wall clock, to notice jumps. */
  wall(): EpochMs;
  setTimeout(run: () => void, delay: Milliseconds): unknown;
  clearTimeout(timer: unknown): void;
  /** Runs once the code that is on the stack now has returned. */
  queueMicrotask(run: () => void): void;
  readonly origin: EpochMs;
  readonly readHeap: (() => HeapReading | null) | null;
  readonly WeakRef: WeakRefConstructor | undefined;
  readonly FinalizationRegistry: FinalizationRegistryConstructor | undefined;
  readonly PerformanceObserver: typeof PerformanceObserver | undefined;
  readonly MutationObserver: typeof MutationObserver | undefined;
  /** Whether it is a node in a document; false for anything else. */
  isConnected(object: object): boolean;
  /** The console as it was before the page could replace it. */
  print(...parts: readonly unknown[]): void;
  readonly reflect: Pick<typeof Reflect, 'defineProperty' | 'deleteProperty'>;
}

/** Works in a page, a worker, and where there is no window at all. */
export function captureNatives(scope: typeof globalThis): Natives {
  const { performance, setTimeout, clearTimeout, queueMicrotask, console } = scope;
  const print = console?.log?.bind(console);
  const clock = performance.now.bind(performance);
  const wall = scope.Date.now.bind(scope.Date);
  const origin = performance.timeOrigin;
  return {
    now: () => origin + clock(),
    clock,
    wall,
    setTimeout: (run, delay) => setTimeout(run, delay),
    clearTimeout: (timer) => clearTimeout(timer as number),
    queueMicrotask: (run) => queueMicrotask(run),
    origin,
    readHeap: heapReader(performance),
    WeakRef: scope.WeakRef,
    FinalizationRegistry: scope.FinalizationRegistry,
    PerformanceObserver: scope.PerformanceObserver,
    MutationObserver: scope.MutationObserver,
    isConnected: connectedReader(scope),
    print: (...parts) => print?.(...parts),
    reflect: { defineProperty: Reflect.defineProperty, deleteProperty: Reflect.deleteProperty },
  };
}

function connectedReader({ Node }: { readonly Node?: typeof globalThis.Node }): (object: object) => boolean {
  const get = Node && Object.getOwnPropertyDescriptor(Node.prototype, 'isConnected')?.get;
  const { apply } = Reflect;
  return (object) => {
    try {
      return get !== undefined && apply(get, object, []) === true;
    } catch {
      return false;
    }
  };
}

function heapReader(performance: Performance): (() => HeapReading | null) | null {
  if (!('memory' in performance)) return null;
  const get = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(performance), 'memory')?.get;
  const read = get ? get.bind(performance) : () => performance.memory;
  return () => {
    const memory: unknown = read();
    if (typeof memory !== 'object' || memory === null) return null;
    const { usedJSHeapSize: used, totalJSHeapSize: total, jsHeapSizeLimit: limit } = memory as Record<string, unknown>;
    return isSize(used) && isSize(total) && isSize(limit) ? { used, total, limit } : null;
  };
}

function isSize(value: unknown): value is Bytes {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}
