import os from 'node:os';
import v8 from 'node:v8';
import type { Bytes, EpochMs } from '@memory-plus/core/model';

/** The memory of this process at one moment. */
export interface MemoryReading {
  readonly at: EpochMs;
  readonly heap: { readonly used: Bytes; readonly total: Bytes; readonly limit: Bytes };
  readonly rss: Bytes;
  readonly external: Bytes;
  readonly arrayBuffers: Bytes;
  readonly containerLimit: Bytes | null;
}

const { timeOrigin } = performance;

/** Milliseconds since 1970 on the monotonic clock of this process: does not jump when the system's clock is set. */
export function epochNow(): EpochMs {
  return timeOrigin + performance.now();
}

export function readMemory(): MemoryReading {
  const { heapUsed, heapTotal, rss, external, arrayBuffers } = process.memoryUsage();
  return {
    at: epochNow(),
    heap: { used: heapUsed, total: heapTotal, limit: v8.getHeapStatistics().heap_size_limit },
    rss,
    external,
    arrayBuffers,
    containerLimit: containerLimit(process.constrainedMemory(), os.totalmem()),
  };
}

/**
 * The container's limit, or null. Without one Linux reports a number near 2^63 or 2^64, or 0 where cgroups are unknown; a limit above
 * the machine's memory limits nothing either.
 */
export function containerLimit(reported: number | undefined, systemTotal: Bytes): Bytes | null {
  if (reported === undefined || !(reported > 0) || reported > systemTotal) return null;
  return reported;
}

/** Readings that are at most `maxAge` ms old: many clients asking at once cost one reading. */
export function cachedReader(maxAge: number, read: () => MemoryReading = readMemory): () => MemoryReading {
  let last: MemoryReading | null = null;
  return () => {
    if (last === null || epochNow() - last.at > maxAge) last = read();
    return last;
  };
}
