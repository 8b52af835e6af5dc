import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CacheStrategyService } from '../../backend/src/services/cache/cache-strategy.service.ts';
import { connectRedis, type RedisConnection } from '../../backend/src/storage/redis.ts';
import type { RunningService } from './services/child.ts';
import { startRedis } from './services/redis.ts';

describe('the cache without Redis', () => {
  it('has the limits of the specification unless told otherwise', () => {
    const { maxEntries, maxBytes } = new CacheStrategyService().statistics();
    expect([maxEntries, maxBytes]).toEqual([10_000, 100 * 1024 * 1024]);
    expect(new CacheStrategyService().secondLevel).toBe('none');
  });

  it('refuses limits that make no sense, all at once', () => {
    expect(() => new CacheStrategyService({ maxEntries: 0, ttl: 1.5 })).toThrow('maxEntries is 0, ttl is 1.5');
  });

  it('loads once for all who ask at once, and again after a failure', async () => {
    const cache = new CacheStrategyService();
    const load = vi.fn(async () => ({ answer: 42 }));
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.getOrLoad('key', load)));
    expect(load).toHaveBeenCalledTimes(1);
    expect(new Set(all).size).toBe(1);
    const fails = vi.fn(async () => Promise.reject(new Error('no')));
    await expect(cache.getOrLoad('other', fails)).rejects.toThrow('no');
    await expect(cache.getOrLoad('other', fails)).rejects.toThrow('no');
    expect(fails).toHaveBeenCalledTimes(2);
    expect(cache.getNow('other')).toBeUndefined();
  });

  it.each(['set', 'delete', 'clear'] as const)('does not keep what was loaded before a %s', async (change) => {
    const cache = new CacheStrategyService();
    let finish = (_: string) => {};
    const slow = cache.getOrLoad('key', () => new Promise<string>((resolve) => (finish = resolve)));
    await Promise.resolve();
    await Promise.resolve();
    if (change === 'set') cache.set('key', 'new');
    else await cache[change]('key');
    finish('old');
    expect(await slow).toBe('old');
    expect(await cache.get('key')).toBe(change === 'set' ? 'new' : undefined);
  });

  it('forgets an entry when its time is over', async () => {
    const cache = new CacheStrategyService({ ttl: 10 });
    cache.set('usual', 'a');
    cache.set('longer', 'b', 60_000);
    await vi.waitFor(() => expect([cache.getNow('usual'), cache.getNow('longer')]).toEqual([undefined, 'b']));
  });
});

describe('the cache with a real Redis', () => {
  let server: RunningService;
  let redis: RedisConnection;
  const caches = (count: number, options = {}) =>
    Array.from({ length: count }, () => {
      if (!redis.client) throw new Error('Redis is off.');
      return new CacheStrategyService({ redis: redis.client, link: { pause: 50 }, ...options });
    });
  const becomes = (cache: CacheStrategyService | undefined, state: string) =>
    vi.waitFor(() => expect(cache?.secondLevel).toBe(state), { timeout: 20_000 });

  beforeEach(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url, { warn: () => {} });
  });
  afterEach(async () => {
    await redis.close();
    await server.stop();
  });

  it('shares values with another instance, and loads what Redis has from there', async () => {
    const [one, two] = caches(2);
    one?.set('key', { from: 'one' });
    await vi.waitFor(async () => expect(await two?.get('key')).toEqual({ from: 'one' }));
    const load = vi.fn(async () => 'loaded');
    one?.set('shared', 'known');
    await vi.waitFor(async () => expect(await redis.client?.exists('memory-plus:cache:shared')).toBe(1));
    expect(await two?.getOrLoad('shared', load)).toBe('known');
    expect(load).not.toHaveBeenCalled();
  });

  it('keeps an entry in memory for a short time only, so that it sees what another instance changed', async () => {
    const [one, two] = caches(2, { localTtl: 20 });
    one?.set('key', 'old');
    await vi.waitFor(async () => expect(await two?.get('key')).toBe('old'));
    one?.set('key', 'new');
    await vi.waitFor(async () => expect(await two?.get('key')).toBe('new'));
  });

  it('gives Redis the time to live, and never answers an entry for longer', async () => {
    const [one, two] = caches(2);
    one?.set('key', 'short', 200);
    await vi.waitFor(async () => expect(await two?.get('key')).toBe('short'), { interval: 5 });
    expect(await redis.client?.pttl('memory-plus:cache:key')).toBeLessThanOrEqual(200);
    await vi.waitFor(async () =>
      expect([await one?.get('key'), await two?.get('key')]).toEqual([undefined, undefined]),
    );
  });

  it('answers from memory and from the source when Redis is killed midway, and uses it again when it is back', async () => {
    const [cache, other] = caches(2);
    cache?.set('key', 'value');
    await vi.waitFor(async () => expect(await redis.client?.exists('memory-plus:cache:key')).toBe(1));
    await server.kill();
    await becomes(cache, 'degraded');
    expect(await cache?.get('key')).toBe('value');
    expect(await cache?.get('unknown')).toBeUndefined();
    expect(await cache?.getOrLoad('loaded', async () => 'from the source')).toBe('from the source');
    expect(cache?.parts[0]?.statistics().refused).toBeGreaterThan(0);
    await server.start();
    await becomes(cache, 'ready');
    cache?.set('again', 'shared');
    await vi.waitFor(async () => expect(await other?.get('again')).toBe('shared'));
  });

  it('does not hang when Redis does', async () => {
    const [cache] = caches(1, { link: { timeout: 50, pause: 60_000 } });
    server.hang();
    expect(await cache?.get('unknown')).toBeUndefined();
    expect(cache?.secondLevel).toBe('degraded');
    expect(await cache?.getOrLoad('key', async () => 'value')).toBe('value');
    server.goOn();
  });

  it('never brings back what was replaced, deleted or cleared while Redis did not answer', async () => {
    const [cache, other] = caches(2, { link: { timeout: 100, pause: 50 } });
    for (const key of ['replaced', 'deleted', 'kept']) cache?.set(key, 'old');
    await vi.waitFor(async () => expect((await redis.client?.keys('memory-plus:cache:*'))?.length).toBe(3));
    server.hang();
    await cache?.delete('deleted');
    cache?.set('replaced', 'new');
    await vi.waitFor(() => expect(cache?.parts[0]?.statistics().entries).toBe(2));
    server.goOn();
    await becomes(cache, 'ready');
    await vi.waitFor(async () => {
      await cache?.get('anything');
      expect(cache?.parts[0]?.statistics().entries).toBe(0);
    });
    expect(await other?.get('deleted')).toBeUndefined();
    expect(await other?.get('replaced')).not.toBe('old');
    expect(await other?.get('kept')).toBe('old');
    expect(await cache?.get('replaced')).toBe('new');

    server.hang();
    await cache?.clear();
    server.goOn();
    await becomes(cache, 'ready');
    await vi.waitFor(async () => {
      await cache?.get('anything');
      expect(await redis.client?.keys('memory-plus:cache:*')).toEqual([]);
    });
  });

  it('leaves other keys in Redis alone when it is cleared', async () => {
    const [cache] = caches(1, { prefix: 'a*b:' });
    await redis.client?.set('axb:foreign', 'value');
    cache?.set('key', 'value');
    await vi.waitFor(async () => expect(await redis.client?.exists('a*b:key')).toBe(1));
    await cache?.clear();
    expect(await redis.client?.keys('*')).toEqual(['axb:foreign']);
  });

  it.each(['not JSON', '{"a":1}', '[1]', '["soon","value"]', '[99999999999999, 5]'])(
    'takes %j, which somebody else wrote, for nothing',
    async (text) => {
      await redis.client?.set('memory-plus:cache:key', text);
      const [cache] = caches(1);
      expect(await cache?.get('key')).toBeUndefined();
    },
  );

  it('keeps what JSON cannot write in memory', async () => {
    const [cache] = caches(1);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    cache?.set('cyclic', cyclic);
    expect(await cache?.get('cyclic')).toBe(cyclic);
  });
});
