import { MemoryManagementModule, MemoryMonitor } from '@memory-plus/backend';
import { healthSchema, heapStatisticsSchema, processInfoSchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { type INestApplication, VersioningType } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { occupancyOf } from '../../backend/src/services/bounded-service.ts';
import { adapters, call, start } from './host.ts';

const root = '/api/monitoring/memory';
const schemas = {
  stats: statsSchema,
  health: healthSchema,
  'heap-statistics': heapStatisticsSchema,
  'process-info': processInfoSchema,
};

describe.each(adapters)('the read routes on %s', (adapter) => {
  let app: INestApplication | undefined;
  afterEach(async () => await app?.close());

  async function open(
    options: Parameters<typeof MemoryManagementModule.forRoot>[0],
    prepare?: (app: INestApplication) => void,
  ) {
    const started = await start(MemoryManagementModule.forRoot(options), adapter, prepare);
    app = started.app;
    return started.base;
  }

  it('exposes nothing until routes are asked for', async () => {
    const base = await open({});
    for (const path of Object.keys(schemas)) expect((await call(base, `${root}/${path}`)).status).toBe(404);
  });

  it.each(Object.entries(schemas))('answers %s as its schema says', async (path, schema) => {
    const base = await open({ routes: true });
    const answer = await call(base, `${root}/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    // Strict: what is not in the schema must not be in the answer either.
    expect(schema.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('keeps its address under a global prefix and with versions', async () => {
    const base = await open({ routes: true }, (created) => {
      created.setGlobalPrefix('api');
      created.enableVersioning({ type: VersioningType.URI });
    });
    expect((await call(base, `${root}/stats`)).status).toBe(200);
  });

  it('tells the time of the server, within the time that the request took', async () => {
    const base = await open({ routes: true });
    const before = performance.timeOrigin + performance.now();
    const { serverTime } = statsSchema.parse((await call(base, `${root}/stats`)).body);
    const after = performance.timeOrigin + performance.now();
    expect(serverTime).toBeGreaterThanOrEqual(before);
    expect(serverTime).toBeLessThanOrEqual(after);
  });

  it('tells names of services as they are, in whatever script', async () => {
    const base = await open({ routes: true });
    const { pressure } = app?.get(MemoryMonitor, { strict: false }) ?? expect.fail('no application');
    const name = 'Zähler "π" 🐘 \\ 表';
    pressure.register({ relieve: () => {}, statistics: () => occupancyOf(name, 1, 2) });
    const { services } = statsSchema.parse((await call(base, `${root}/stats`)).body);
    expect(services.map((service) => service.name)).toEqual([name]);
  });

  it('keeps its boot id until it is started again', async () => {
    const id = async (base: string) => statsSchema.parse((await call(base, `${root}/stats`)).body).bootId;
    const base = await open({ routes: true });
    const first = await id(base);
    expect(await id(base)).toBe(first);
    await app?.close();
    expect(await id(await open({ routes: true }))).not.toBe(first);
  });
});
