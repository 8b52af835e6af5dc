import { spawnSync } from 'node:child_process';
import { MemoryManagementModule, MemoryMonitor, MemorySafeCache } from '@memory-plus/backend';
import type { INestApplication } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { adapters, call, start } from './host.ts';
import { requireProgram } from './services/child.ts';

describe.each(adapters)('on %s', (adapter) => {
  let app: INestApplication;
  let base: string;
  afterEach(async () => await app.close());
  const open = async (options: Parameters<typeof MemoryManagementModule.forRoot>[0]) => {
    ({ app, base } = await start(MemoryManagementModule.forRoot(options), adapter));
  };

  it.each([
    ['up', 'ok', {}, 200],
    ['degraded', 'degraded', { heap: { warning: 0.000001, critical: 1 } }, 200],
    ['down', 'error', { heap: { warning: 0.0000001, critical: 0.000001 } }, 503],
  ])('health is %s by the thresholds', async (indicator, overall, thresholds, status) => {
    await open({ health: true, thresholds });
    const answer = await call(base, '/api/health');
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      status: overall,
      details: {
        memory: {
          status: indicator,
          heap: { limit: expect.any(Number) },
          spaces: expect.any(Array),
          system: expect.any(Object),
        },
      },
    });
  });

  it('health and metrics refuse a foreign Host, and are not there unless asked for', async () => {
    await open({ health: true, metrics: true });
    for (const path of ['/api/health', '/metrics']) {
      expect((await call(base, path, { headers: { host: 'evil.example' } })).status).toBe(403);
    }
    await app.close();
    await open({ routes: true });
    for (const path of ['/api/health', '/metrics']) expect((await call(base, path)).status).toBe(404);
  });

  it('metrics tell both limits, every collection, the verdict and the occupancy of bounded services', async () => {
    await open({ metrics: true });
    const monitor = app.get(MemoryMonitor, { strict: false });
    const cache = new MemorySafeCache<string>({ name: 'prices', maxEntries: 10 });
    cache.set('a', 'b');
    monitor.pressure.register(cache);
    for (let i = 0; i < 2; i++) {
      const { status, headers, text } = await call(base, '/metrics');
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^text\/plain/);
      const value = (name: string) =>
        Number(text.match(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm'))?.[1]);
      expect(value('memory_plus_heap_limit_bytes')).toBe(monitor.read().heap.limit);
      expect(value('memory_plus_bounded_entries{service="prices"}')).toBe(1);
      expect(value('memory_plus_bounded_entries_limit{service="prices"}')).toBe(10);
      expect(value('memory_plus_leak_verdict{verdict="insufficient-data"}')).toBe(1);
      expect(value('memory_plus_collections_total{kind="major"}')).toBe(monitor.collections.counts().major);
      // Without a limit there is no sample, rather than a zero that looks like one.
      if (monitor.read().containerLimit === null) expect(text).not.toMatch(/^memory_plus_container_limit_bytes \S/m);
    }
  });
});

describe('the exposition', () => {
  it('passes promtool', async () => {
    requireProgram('promtool', 'prometheus');
    const { app, base } = await start(MemoryManagementModule.forRoot({ metrics: true }), 'express');
    const { text } = await call(base, '/metrics');
    await app.close();
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(checked.stdout + checked.stderr).toBe('');
    expect(checked.status).toBe(0);
  });
});
