import type { Health, Stats } from '@memory-plus/core/protocol/backend';

const MB = 1024 * 1024;

/** A server whose heap is a flat sawtooth: a major collection each 90 s. Its clock is 3 ms ahead. */
export function fakeBackend(now: () => number): (url: string) => Promise<Response> {
  const started = now();
  const period = 90_000;
  const head = () => ({ schema: 'memory-plus/backend@1' as const, bootId: 'boot-1', serverTime: now() + 3 });
  const used = (at: number) => (180 + (((at - started) % period) / period) * 42) * MB;
  const stats = (): Stats => {
    const elapsed = now() - started;
    const collections = Math.floor(elapsed / period);
    return {
      ...head(),
      at: now() + 3,
      uptime: elapsed + 3_600_000,
      heap: { used: used(now()), total: 260 * MB, limit: 4096 * MB },
      rss: (402 + 6 * Math.sin(elapsed / 40_000)) * MB,
      external: 12 * MB,
      arrayBuffers: 4 * MB,
      container: { limit: 1024 * MB },
      eventLoop: { window: 2_000, mean: 1.2, p99: 4 + 3 * Math.sin(elapsed / 9_000) ** 8, max: 12, utilization: 0.12 },
      collections: {
        major: collections,
        minor: collections * 12,
        pause: collections * 9,
        last:
          collections === 0
            ? null
            : {
                at: started + collections * period + 3,
                after: (180 + 0.3 * Math.sin(collections * 2.4)) * MB,
                pause: 9,
              },
      },
      services: [],
    };
  };
  const health = (): Health => ({
    ...head(),
    status: 'ok',
    reasons: [],
    heap: { used: used(now()), limit: 4096 * MB, ratio: 0.05 },
    container: { rss: 402 * MB, limit: 1024 * MB, ratio: 0.39 },
    eventLoop: { delay: 4 },
    verdict: 'clean',
  });
  return async (url) => {
    const answer = url.endsWith('/stats') ? stats() : url.endsWith('/health') ? health() : null;
    return answer
      ? new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })
      : new Response('not found', { status: 404 });
  };
}
