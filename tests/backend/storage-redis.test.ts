import { CacheStrategyService, MemoryManagementModule, RateLimiterService, REDIS } from '@memory-plus/backend';
import { healthSchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appModule } from '../../backend/src/app.module.ts';
import { connectRedis, type RedisConnection, redisAddress } from '../../backend/src/storage/redis.ts';
import { freePort } from '../../scripts/start/free-port.mjs';
import { call, start } from './host.ts';
import type { RunningService } from './services/child.ts';
import { startRedis } from './services/redis.ts';

describe('without an address', () => {
  it('is off and says nothing', async () => {
    const warn = vi.fn();
    const redis = await connectRedis(undefined, { warn });
    expect(redis.state()).toBe('off');
    expect(redis.client).toBeNull();
    await redis.close();
    expect(warn).not.toHaveBeenCalled();
  });

  it.each(['localhost:6379', 'http://localhost', '', 'redis://'])('refuses %j without repeating it', (url) => {
    expect(() => redisAddress(url)).toThrow('redis://host:6379');
    if (url !== '' && url !== 'redis://') expect(() => redisAddress(url)).not.toThrow(url);
  });
});

describe('an application with a Redis', () => {
  it('is given the connection, says in health when it is lost, and closes it at its end', async () => {
    const server = await startRedis();
    const { app, base } = await start(
      MemoryManagementModule.forRoot({ routes: true, redis: { url: server.url } }),
      'express',
    );
    const redis = app.get<RedisConnection>(REDIS, { strict: false });
    expect(await redis.client?.ping()).toBe('PONG');
    const signals = async () =>
      healthSchema.parse((await call(base, '/api/monitoring/memory/health')).body).reasons.map(({ signal }) => signal);
    expect(await signals()).toEqual([]);
    await server.kill();
    await vi.waitFor(async () => expect(await signals()).toEqual(['redis']), { timeout: 20_000 });
    await server.start();
    await vi.waitFor(async () => expect(await signals()).toEqual([]), { timeout: 20_000 });
    const ended = new Promise((resolve) => redis.client?.once('end', resolve));
    await app.close();
    await ended;
    await server.stop();
  });

  it('shares cache and counts of requests with the other instances, and works alone while it is away', async () => {
    const server = await startRedis();
    const instances = await Promise.all([0, 1].map(() => start(appModule({ redis: { url: server.url } }), 'express')));
    const [one, two] = instances.map(({ app }) => app.get(CacheStrategyService, { strict: false }));
    const count = (index: number, client: string) =>
      instances[index]?.app.get(RateLimiterService, { strict: false }).increment(client, 60_000, 2, 60_000, 'default');
    one?.set('key', { from: 'one' });
    await vi.waitFor(async () => expect(await two?.get('key')).toEqual({ from: 'one' }));
    for (const index of [0, 1]) expect(await count(index, 'client')).toMatchObject({ isBlocked: false });
    expect(await count(0, 'client')).toMatchObject({ totalHits: 3, isBlocked: true });

    await server.kill();
    await vi.waitFor(() => expect(one?.secondLevel).toBe('degraded'), { timeout: 20_000 });
    expect(await one?.getOrLoad('other', async () => 'from the source')).toBe('from the source');
    for (const index of [0, 1, 0, 1]) expect(await count(index, 'alone')).toMatchObject({ isBlocked: false });
    expect(await count(0, 'alone')).toMatchObject({ totalHits: 3, isBlocked: true });
    const { services } = statsSchema.parse((await call(instances[0]?.base ?? '', '/api/monitoring/memory/stats')).body);
    expect(services.find(({ name }) => name === 'cache in Redis')?.refused).toBeGreaterThan(0);
    for (const { app } of instances) await app.close();
    await server.stop();
  });

  it('names a wrong address with the other wrong options, and does not repeat it', () => {
    const open = () => MemoryManagementModule.forRoot({ adminToken: 'short', redis: { url: 'http://hunter2' } });
    expect(open).toThrow(/- adminToken.*- redis\.url/s);
    expect(open).not.toThrow(/hunter2/);
  });
});

describe('a real Redis', () => {
  let server: RunningService;
  let redis: RedisConnection;
  let said: string[];
  const log = { warn: (message: string) => said.push(message) };
  const becomes = (state: string) => vi.waitFor(() => expect(redis.state()).toBe(state), { timeout: 20_000 });
  beforeEach(async () => {
    said = [];
    server = await startRedis();
  });
  afterEach(async () => {
    await redis.close();
    await server.stop();
  });

  it('that is killed midway fails commands at once, is told once, and comes back by itself', async () => {
    redis = await connectRedis(server.url, log);
    const states: string[] = [];
    redis.onState((state) => states.push(state));
    await redis.client?.set('key', 'value');
    await server.kill();
    await becomes('degraded');
    await expect(redis.client?.get('key')).rejects.toThrow();
    await server.start();
    await becomes('connected');
    await redis.client?.set('key', 'new');
    expect(await redis.client?.get('key')).toBe('new');
    expect(states).toEqual(['degraded', 'connected']);
    expect(said).toEqual([
      `Redis at 127.0.0.1:${server.port} does not answer. The application goes on without it.`,
      `Redis at 127.0.0.1:${server.port} answers again.`,
    ]);
  });

  it('that hangs is degraded, and connected when it goes on', async () => {
    redis = await connectRedis(server.url, log);
    server.hang();
    await expect(redis.client?.get('key')).rejects.toThrow();
    await becomes('degraded');
    server.goOn();
    await becomes('connected');
  });

  it('that is down at the start does not hold it up, and is used once it is there', async () => {
    await server.kill();
    redis = await connectRedis(server.url, log);
    expect(redis.state()).toBe('degraded');
    await server.start();
    await becomes('connected');
  });

  it('leaves nothing behind when it is closed, whatever its state', async () => {
    redis = await connectRedis(`redis://user:secret-word@127.0.0.1:${await freePort()}`, log);
    expect(redis.state()).toBe('degraded');
    const attempts = vi.fn();
    redis.client?.on('reconnecting', attempts);
    await vi.waitFor(() => expect(attempts).toHaveBeenCalled());
    await redis.close();
    attempts.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(attempts).not.toHaveBeenCalled();
    expect(said.join('\n')).not.toContain('secret-word');
  });
});
