import { statsSchema } from '@memory-plus/core/protocol/backend';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { MemoryManagementModule } from '../../backend/src/memory-management.module.ts';
import { MemoryMonitor } from '../../backend/src/memory-monitor.ts';
import { BoundedServicesModule } from '../../backend/src/services/bounded-services.module.ts';
import { CacheStrategyService } from '../../backend/src/services/cache/cache-strategy.service.ts';
import { ReportsService } from '../../backend/src/services/reports/reports.service.ts';
import { adapters, call, start } from './host.ts';

const services = BoundedServicesModule.forRoot({
  cache: { maxEntries: 50 },
  reports: { maxReports: 10 },
  eventBus: {},
  ipReputation: {},
  rateLimiter: {},
  bulk: {},
  search: {},
  webSocket: {},
});

@Module({ imports: [MemoryManagementModule.forRoot({ routes: true, metrics: true }), services] })
class App {}

const names = [
  'cache',
  'reports',
  'event bus',
  'IP reputation',
  'rate limiter',
  'bulk operations',
  'search',
  'WebSocket clients',
  'WebSocket queues',
];

describe.each(adapters)('bounded services in an application on %s', (adapter) => {
  it('stand in /stats and /metrics with how full they are, and are off the list when the application ends', async () => {
    const { app, base } = await start(App, adapter);
    const cache = app.get(CacheStrategyService);
    for (let i = 0; i < 80; i++) cache.set(`key ${i}`, 'value');
    app.get(ReportsService).add('monthly', 'body');
    const stats = statsSchema.parse((await call(base, '/api/monitoring/memory/stats')).body);
    expect(stats.services.map(({ name }) => name)).toEqual(names);
    expect(stats.services[0]).toMatchObject({ entries: 50, maxEntries: 50, evictions: 30 });
    const metrics = (await call(base, '/metrics')).text;
    expect(metrics).toContain('memory_plus_bounded_entries{service="reports"} 1');
    expect(metrics).toContain('memory_plus_bounded_entries_limit{service="reports"} 10');
    const { pressure } = app.get(MemoryMonitor);
    pressure.update('critical');
    expect(cache.statistics().entries).toBe(0);
    await app.close();
    expect(pressure.occupancy()).toEqual([]);
  });
});

describe('the module of bounded services', () => {
  it('has only what is named, also without MemoryManagementModule, and takes options from a provider', async () => {
    const size = Symbol('size');
    @Module({ providers: [{ provide: size, useValue: 7 }], exports: [size] })
    class Sizes {}
    @Module({
      imports: [
        BoundedServicesModule.forRootAsync({
          services: ['cache'],
          imports: [Sizes],
          inject: [size],
          useFactory: async (maxEntries: number) => ({ cache: { maxEntries } }),
        }),
      ],
    })
    class Small {}
    const { app } = await start(Small, 'express');
    expect(app.get(CacheStrategyService).statistics().maxEntries).toBe(7);
    expect(() => app.get(ReportsService)).toThrow();
    await app.close();
  });

  it('does not start with options that make no sense', async () => {
    @Module({ imports: [BoundedServicesModule.forRoot({ cache: { maxEntries: -1 } })] })
    class Wrong {}
    await expect(NestFactory.create(Wrong, { logger: false, abortOnError: false })).rejects.toThrow('maxEntries is -1');
  });
});
