import { z } from 'zod';
import { verdictWords } from '../../model/index.ts';
import { bytes, count, duration, envelope, maybeBytes, moment, ratio, sentence, shortText } from './common.ts';

/** How full a bounded service is. Null: it has no such bound, or does not count this. */
export const occupancySchema = z.object({
  name: shortText,
  entries: count,
  maxEntries: count.nullable(),
  bytes: maybeBytes,
  maxBytes: maybeBytes,
  hits: count.nullable(),
  misses: count.nullable(),
  evictions: count.describe('Dropped to make room, because they were too old, or because memory was short'),
  refused: count.describe('What was not taken in because it did not fit'),
});

/** `GET stats`: the figures that a client draws, cheap enough to ask for each second. */
export const statsSchema = z.object({
  ...envelope,
  at: moment.describe('When the memory was read'),
  uptime: duration,
  heap: z.object({
    used: bytes,
    total: bytes.describe('What V8 has taken from the system for the heap'),
    limit: bytes.describe('heap_size_limit: where V8 gives up'),
  }),
  rss: bytes,
  external: bytes,
  arrayBuffers: bytes,
  container: z.object({
    limit: maybeBytes.describe('Memory limit of the container (cgroup), null where there is none'),
  }),
  eventLoop: z.object({
    window: duration.describe('Length of the stretch that the figures speak of'),
    mean: duration.nullable().describe('Mean delay of the event loop; null before the first window is over'),
    p99: duration.nullable(),
    max: duration.nullable(),
    utilization: ratio.nullable(),
  }),
  collections: z.object({
    major: count.describe('Major collections since start'),
    minor: count,
    pause: duration.describe('Total time that collections stopped the program'),
    last: z
      .object({ at: moment, after: bytes.describe('Heap left by it: the floor'), pause: duration })
      .nullable()
      .describe('The last major collection'),
  }),
  services: z.array(occupancySchema).max(100).describe('Bounded services of the application'),
});

/** Why health is not `ok`: what was measured, and the limit it passed. */
export const healthReasonSchema = z.object({
  signal: z.enum(['heap', 'container', 'event-loop', 'leak', 'alert', 'storage', 'redis']),
  level: z.enum(['warning', 'critical']),
  message: sentence,
  value: z.number().nullable(),
  threshold: z.number().nullable(),
});

export const healthStatusSchema = z.enum(['ok', 'warning', 'critical']);

/** `GET health`. The answer is 200 whatever the status: it is a report, not a readiness probe (that is `/api/health`). */
export const healthSchema = z.object({
  ...envelope,
  status: healthStatusSchema,
  reasons: z.array(healthReasonSchema).max(50),
  heap: z.object({ used: bytes, limit: bytes, ratio }),
  container: z.object({ rss: bytes, limit: maybeBytes, ratio: ratio.nullable() }),
  eventLoop: z.object({ delay: duration.nullable().describe('99th percentile of the last window') }),
  verdict: z.enum(verdictWords as readonly [string, ...string[]]).describe('Of the leak detector'),
});

/** `GET heap-statistics`: V8's own account, with its spaces. */
export const heapStatisticsSchema = z.object({
  ...envelope,
  statistics: z.object({
    totalHeapSize: bytes,
    totalHeapSizeExecutable: bytes,
    totalPhysicalSize: bytes,
    totalAvailableSize: bytes,
    usedHeapSize: bytes,
    heapSizeLimit: bytes,
    mallocedMemory: bytes,
    peakMallocedMemory: bytes,
    externalMemory: bytes,
    nativeContexts: count,
    detachedContexts: count,
  }),
  spaces: z.array(z.object({ name: shortText, size: bytes, used: bytes, available: bytes, physical: bytes })).max(50),
});

/** `GET process-info`: nothing here tells about the environment, paths or arguments of the process. */
export const processInfoSchema = z.object({
  ...envelope,
  startedAt: moment,
  uptime: duration,
  node: shortText.describe('Major version only'),
  cpu: z.object({ user: duration, system: duration }),
  memory: z.object({ rss: bytes, maxRss: bytes, systemTotal: bytes, systemFree: bytes, containerLimit: maybeBytes }),
  handles: z.object({ active: count.describe('Timers, sockets, requests that keep the process alive') }),
});

export type Occupancy = z.infer<typeof occupancySchema>;
export type Stats = z.infer<typeof statsSchema>;
export type Health = z.infer<typeof healthSchema>;
export type HealthReason = z.infer<typeof healthReasonSchema>;
export type HealthStatus = z.infer<typeof healthStatusSchema>;
export type HeapStatistics = z.infer<typeof heapStatisticsSchema>;
export type ProcessInfo = z.infer<typeof processInfoSchema>;
