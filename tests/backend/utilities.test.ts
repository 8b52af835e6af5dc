import { EventEmitter } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  CleanupRegistry,
  clearStructures,
  drain,
  estimateSize,
  findCollect,
  GarbageCollector,
  gracefulShutdown,
  ManagedTimers,
  MemorySafeCache,
  PressureRegistry,
  pushBounded,
  removeListeners,
} from '../../backend/src/common/utils/memory-management.utils.ts';

describe('garbage collection on demand', () => {
  it('works without the flag, and lets go of what nothing holds', () => {
    const weak = (() => new WeakRef({ big: new Array(1000) }))();
    const collect = findCollect();
    return new Promise<void>((resolve) =>
      setTimeout(() => {
        collect?.();
        expect(weak.deref()).toBeUndefined();
        resolve();
      }),
    );
  });

  it('keeps its cool-down', () => {
    let now = 0;
    let runs = 0;
    const collector = new GarbageCollector(
      1000,
      () => runs++,
      () => now,
    );
    expect(collector.collect()).not.toBeNull();
    expect(collector.collect()).toBeNull();
    expect(collector.wait).toBe(1000);
    now = 1000;
    expect(collector.collect()).not.toBeNull();
    expect(runs).toBe(2);
  });

  it('says that it is not available', () => {
    const collector = new GarbageCollector(0, null);
    expect(collector.available).toBe(false);
    expect(collector.collect()).toBeNull();
  });
});

describe('the clean-up registry', () => {
  it('runs every task in order, also when one throws and one hangs', async () => {
    const ran: string[] = [];
    const registry = new CleanupRegistry();
    registry.register('last', () => ran.push('last'), { order: 9 });
    registry.register('throws', () => {
      ran.push('throws');
      throw new Error('no');
    });
    registry.register('hangs', () => new Promise(() => ran.push('hangs')), { timeout: 5 });
    registry.register('first', () => ran.push('first'), { order: -1 });
    registry.register('withdrawn', () => ran.push('withdrawn'))();
    const results = await registry.runAll();
    expect(ran).toEqual(['first', 'hangs', 'throws', 'last']);
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'timed-out', 'failed', 'done']);
  });

  it('runs each task once, however often it is asked', async () => {
    const registry = new CleanupRegistry();
    let runs = 0;
    registry.register('once', async () => {
      await sleep(5);
      runs++;
    });
    await Promise.all([registry.runAll(), registry.runAll()]);
    await registry.runAll();
    expect(runs).toBe(1);
  });
});

describe('managed timers', () => {
  it('forget what is over, and end what is left', () => {
    vi.useFakeTimers();
    const timers = new ManagedTimers();
    const calls: string[] = [];
    timers.timeout(() => calls.push('timeout'), 10);
    timers.timeout(() => calls.push('cancelled'), 10)();
    timers.interval(() => calls.push('interval'), 10);
    expect(timers.size).toBe(2);
    vi.advanceTimersByTime(20);
    expect(calls).toEqual(['timeout', 'interval', 'interval']);
    expect(timers.size).toBe(1);
    timers.clear();
    timers.timeout(() => calls.push('late'), 1);
    vi.advanceTimersByTime(100);
    expect(calls).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

describe('the memory-safe cache', () => {
  const operation = fc.record({
    key: fc.integer({ min: 0, max: 30 }).map(String),
    size: fc.integer({ min: 1, max: 150 }),
  });

  it('never outgrows its limits, and accounts for every entry', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 300 }), (operations) => {
        const cache = new MemorySafeCache<{ size: number }>({
          name: 'test',
          maxEntries: 10,
          maxBytes: 100,
          sizeOf: ({ size }) => size,
        });
        for (const { key, size } of operations) {
          expect(cache.set(key, { size })).toBe(size <= 100);
          const { entries, bytes } = cache.statistics();
          expect(entries).toBeLessThanOrEqual(10);
          expect(bytes).toBeLessThanOrEqual(100);
        }
        expect(cache.statistics().refused).toBe(operations.filter(({ size }) => size > 100).length);
      }),
    );
  });

  it('has the limits of the specification unless told otherwise', () => {
    const { maxEntries, maxBytes } = new MemorySafeCache({ name: 'default' }).statistics();
    expect([maxEntries, maxBytes]).toEqual([10_000, 100 * 1024 * 1024]);
  });

  it('counts hits and misses, and gives memory back when it becomes short', () => {
    const cache = new MemorySafeCache<string>({ name: 'c' });
    for (let i = 0; i < 10; i++) cache.set(String(i), 'value');
    cache.get('9');
    cache.get('none');
    const pressure = new PressureRegistry();
    pressure.register(cache);
    pressure.update('warning');
    pressure.update('warning');
    expect(cache.size).toBe(5);
    expect(cache.get('9')).toBe('value');
    pressure.update('critical');
    expect(pressure.occupancy()).toMatchObject([{ name: 'c', entries: 0, hits: 2, misses: 1, evictions: 10 }]);
  });
});

describe('the estimate of a size', () => {
  it('grows with the value and ends on cycles, getters and a million members', () => {
    const cyclic: Record<string, unknown> = { text: 'x'.repeat(1000) };
    cyclic.self = cyclic;
    const getter = Object.defineProperty({}, 'danger', { enumerable: true, get: () => expect.fail('a getter ran') });
    expect(estimateSize(cyclic)).toBeGreaterThan(2000);
    expect(estimateSize(getter)).toBeLessThan(100);
    expect(estimateSize(Buffer.alloc(5000))).toBeGreaterThanOrEqual(5000);
    const rows = Array.from({ length: 1_000_000 }, () => 'a text of 24 characters.');
    expect(estimateSize(rows)).toBeCloseTo(1_000_000 * 64, -7);
    expect(estimateSize(new Set(rows))).toBeLessThan(1000);
  });
});

describe('structures', () => {
  it('are emptied in place', async () => {
    const [list, map, set] = [[1, 2, 3], new Map([[1, 2]]), new Set([1, 2])];
    expect(clearStructures(list, map, set)).toBe(6);
    expect([list.length, map.size, set.size]).toEqual([0, 0, 0]);
    const emitter = new EventEmitter().on('a', () => {}).on('b', () => {});
    expect(removeListeners(emitter)).toBe(2);
    expect(emitter.eventNames()).toEqual([]);
    const bounded = [1, 2, 3];
    expect(pushBounded(bounded, 4, 3)).toBe(1);
    expect(bounded).toEqual([2, 3, 4]);
    const slices: number[][] = [];
    await drain(bounded, 2, (slice) => slices.push(slice));
    expect(slices).toEqual([[2, 3], [4]]);
    await expect(drain([1], 0, () => {})).rejects.toThrow('sliceLength');
  });
});

describe('graceful shutdown', () => {
  async function listening(handler: Parameters<typeof createServer>[1]) {
    const server = createServer(handler ?? (() => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as AddressInfo).port };
  }
  const quiet = { log: () => {}, signals: [], exit: () => {} };

  it('lets the request under way finish, closes idle sockets and exits with 0', async () => {
    const { server, port } = await listening((_request, response) => setTimeout(() => response.end('done'), 50));
    const cleanup = new CleanupRegistry();
    let cleaned = false;
    cleanup.register('task', () => {
      cleaned = true;
    });
    const shutdown = gracefulShutdown({ server, cleanup, ...quiet });
    const answer = new Promise<string>((resolve) =>
      get({ port, host: '127.0.0.1' }, (response) => response.on('data', (data) => resolve(String(data)))),
    );
    await sleep(20);
    expect(await shutdown.begin('test')).toBe(0);
    expect(await answer).toBe('done');
    expect(cleaned).toBe(true);
    shutdown.dispose();
  });

  it('cuts sockets off that never end, and says 1 when a task fails', async () => {
    const { server, port } = await listening(() => {});
    const cleanup = new CleanupRegistry();
    cleanup.register('fails', () => Promise.reject(new Error('no')));
    const shutdown = gracefulShutdown({ server, cleanup, drain: 30, ...quiet });
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await sleep(20);
    expect(await shutdown.begin('test')).toBe(1);
    await closed;
    shutdown.dispose();
  });

  it('ends after its deadline whatever hangs', async () => {
    const { server } = await listening(() => {});
    const cleanup = new CleanupRegistry();
    cleanup.register('hangs', () => new Promise(() => {}), { timeout: 100_000 });
    const shutdown = gracefulShutdown({ server, cleanup, deadline: 30, ...quiet });
    expect(await shutdown.begin('test')).toBe(1);
    shutdown.dispose();
  });
});
