import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BoundedServicesModule,
  MemoryManagementModule,
  MemoryMonitor,
  MemoryServices,
  ReportsService,
} from '@memory-plus/backend';
import {
  healthSchema,
  historySchema,
  leaksSchema,
  problemSchema,
  statsSchema,
} from '@memory-plus/core/protocol/backend';
import { type INestApplication, Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSnapshotOptions, SnapshotStore } from '../../backend/src/common/leaks/snapshot-store.ts';
import type { StorageOptions } from '../../backend/src/storage/location.ts';
import type { MemoryStore } from '../../backend/src/storage/memory-store.ts';
import { freePort } from '../../scripts/start/free-port.mjs';
import { call, start, token } from './host.ts';
import type { RunningService } from './services/child.ts';
import { buildEmbeddedProcess } from './services/embedded.ts';
import { startPostgres } from './services/postgres.ts';

const embedded = vi.hoisted(() => ({ entry: new URL('file:///') }));
vi.mock('../../backend/src/storage/embedded/entry.ts', () => ({
  get processEntry() {
    return embedded.entry;
  },
}));
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const root = '/api/monitoring/memory';
const minute = 60_000;
let app: INestApplication | undefined;
let base: string;
let folder: string;
let server: RunningService;

beforeAll(async () => {
  [server, embedded.entry] = await Promise.all([startPostgres(), buildEmbeddedProcess()]);
});
afterAll(async () => await server.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-storage-'));
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function open(storage: StorageOptions) {
  @Module({
    imports: [
      MemoryManagementModule.forRoot({ routes: true, health: true, metrics: true, adminToken: token, storage }),
      BoundedServicesModule.forRoot({ reports: {} }),
    ],
  })
  class App {}
  ({ app, base } = await start(App, 'express'));
  const services = app.get(MemoryServices, { strict: false });
  return { monitor: app.get(MemoryMonitor, { strict: false }), store: services.store ?? expect.fail('no store') };
}

const history = async (query = '') => historySchema.parse((await call(base, `${root}/history${query}`)).body);
const leaks = async () => leaksSchema.parse((await call(base, `${root}/leaks`)).body);
const health = async () => healthSchema.parse((await call(base, `${root}/health`)).body);
const becomesUp = (store: MemoryStore, up: boolean) =>
  vi.waitFor(() => expect(store.up).toBe(up), { timeout: 60_000, interval: 100 });

/** Rows as the monitor makes them. */
function measure(monitor: MemoryMonitor, moments: readonly number[], used = 5e8): void {
  for (const at of moments) {
    const heap = { used, total: 6e8, limit: 4e9 };
    monitor.history.read({ at, heap, rss: 7e8, external: 1, arrayBuffers: 0, containerLimit: null }, 2);
  }
}

describe.each(['embedded', 'postgres'] as const)('with %s storage', (kind) => {
  let number = 0;
  const place = (): StorageOptions =>
    kind === 'embedded'
      ? { directory: join(folder, 'data') }
      : { url: server.url.replace('memory@', 'memory:secret-word@'), instance: `one ${++number}` };

  it('keeps history and reports over a restart', async () => {
    const storage = place();
    const { monitor, store } = await open(storage);
    await becomesUp(store, true);
    const now = Date.now();
    const moments = [now - 3 * minute, now - 2 * minute, now - minute];
    measure(monitor, moments);
    monitor.history.collected({ at: now - minute, after: 4e8, pause: 12 });
    const before = await history();
    expect(before.kept).toBe('database');
    expect(before.samples.map(({ at }) => at)).toEqual(expect.arrayContaining(moments));
    expect(before.collections).toContainEqual({ at: now - minute, after: 4e8, pause: 12 });
    const { id } = app?.get(ReportsService).add('monthly', 'body') ?? expect.fail('no application');
    await app?.close();

    await open(storage);
    expect(app?.get(ReportsService).get(id)).toMatchObject({ title: 'monthly', body: 'body' });
    const after = await history();
    expect(after.kept).toBe('database');
    expect(after.bootId).not.toBe(before.bootId);
    expect(after.samples.map(({ at }) => at)).toEqual(expect.arrayContaining(moments));
    expect((await history(`?from=${now - 2.5 * minute}&to=${now - 1.5 * minute}`)).samples.map(({ at }) => at)).toEqual(
      [now - 2 * minute],
    );
    expect((await history('?instance=nobody')).samples).toEqual([]);
  });
});

describe('the query of the history', () => {
  it.each([
    ['points=9', 'points'],
    ['points=1001', 'points'],
    ['from=yesterday', 'from'],
    ['from=2000&to=1000', 'to'],
    [`instance=${'x'.repeat(201)}`, 'instance'],
  ])('%s is refused and named', async (query, field) => {
    ({ app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), 'express'));
    const answer = await call(base, `${root}/history?${query}`);
    expect(answer.status).toBe(400);
    expect(problemSchema.parse(answer.body).errors?.map(({ field }) => field)).toEqual([field]);
  });

  it('is answered from memory where there is no database', async () => {
    ({ app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), 'express'));
    const monitor = app.get(MemoryMonitor, { strict: false });
    const now = Date.now();
    measure(
      monitor,
      Array.from({ length: 30 }, (_, i) => now - 30_000 + i * 1000),
    );
    const answer = await history('?points=10');
    expect(answer.kept).toBe('memory');
    expect(answer.samples.at(-1)?.at).toBe(now - 1000);
    expect(answer.samples).toHaveLength(10);
  });
});

describe('a leak', () => {
  async function process(instance: string) {
    const module = MemoryManagementModule.forRoot({
      storage: { url: server.url, instance },
      detector: { collectOnSuspicion: false, profileOnSuspicion: false },
    });
    const started = await start(module, 'express');
    const { store, monitor } = started.app.get(MemoryServices, { strict: false });
    return { started, monitor, store: store ?? expect.fail('no store') };
  }

  /** The floor rises for an hour, and a check looks at it. */
  async function find({ monitor }: { monitor: MemoryMonitor }) {
    const now = Date.now();
    for (let i = 60; i > 0; i--) {
      monitor.detector.collected({ at: now - i * minute, after: 3e8 - i * 4e6, pause: 5 });
    }
    // The first collection may have had a check begun, which knows nothing of the rest.
    const { report } = await monitor.detector.check();
    return report ?? (await monitor.detector.check()).report;
  }

  it('is known to the next process and to every other one', async () => {
    const [first, second] = [await process('first'), await process('second')];
    expect((await find(first))?.state).toBe('new');
    await first.store.flush();
    // It runs since before the first one found anything.
    const found = await find(second);
    await second.store.flush();
    expect(second.monitor.detector.reports()).toEqual([{ ...found, state: 'known' }]);
    expect(first.monitor.detector.raised()).toEqual(['leak']);
    for (const { started } of [first, second]) await started.app.close();

    await open({ url: server.url, instance: 'first' });
    const { reports, alerts } = await leaks();
    expect(reports).toEqual([expect.objectContaining({ id: found?.id, state: 'known', count: 2 })]);
    // Nobody else would resolve what the process before this one raised.
    expect(alerts.map(({ state }) => state)).toEqual(['raised', 'resolved']);

    await call(base, `${root}/leaks/clear-history`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    await app?.close();
    await open({ url: server.url, instance: 'first' });
    expect(await leaks()).toMatchObject({ reports: [], alerts: [] });
  });
});

describe('snapshots of an earlier process', () => {
  it('are listed and can be read again, those whose files are as they were', async () => {
    const directory = join(folder, 'snapshots');
    mkdirSync(directory, { mode: 0o700 });
    const entry = (id: string, bytes: number) => ({ id, at: 1, bytes, nodes: null, pause: 2 });
    writeFileSync(join(directory, 'whole.heapsnapshot'), '12345');
    writeFileSync(join(directory, 'cut.heapsnapshot'), '123');
    const snapshots = new SnapshotStore({ ...defaultSnapshotOptions, directory, allowRaw: true });
    await snapshots.restore([entry('gone', 5), entry('cut', 5), entry('whole', 5)]);
    expect(snapshots.list()).toEqual([entry('whole', 5)]);
    expect((await snapshots.read('whole').toArray()).join('')).toBe('12345');
    await snapshots.restore([entry('whole', 5)]);
    expect(snapshots.list()).toHaveLength(1);
    snapshots.close();
  });
});

describe('a database that fails', () => {
  it('at the start, holds nothing up, is said in health, and gets what it missed', async () => {
    const port = await freePort();
    const { monitor, store } = await open({ url: `postgres://user:secret-word@127.0.0.1:${port}/none` });
    expect(store.up).toBe(false);
    const now = Date.now();
    measure(monitor, [now - 2000, now - 1000]);
    expect((await history()).kept).toBe('memory');
    const { status, reasons } = await health();
    expect(status).toBe('warning');
    expect(reasons).toContainEqual(
      expect.objectContaining({ signal: 'storage', message: expect.stringMatching(/ECONNREFUSED.*wait in memory/) }),
    );
    const readiness = await call(base, '/api/health');
    expect(readiness.status).toBe(200);
    expect(readiness.body).toMatchObject({ status: 'degraded' });
    const told = JSON.stringify([await health(), readiness.body, (await call(base, '/metrics')).text]);
    expect(told).not.toContain('secret-word');
    expect((await call(base, '/metrics')).text).toMatch(/^memory_plus_storage_up 0$/m);
  });

  it('midway, disturbs nobody, and gets what it missed', async () => {
    const own = await startPostgres();
    const { monitor, store } = await open({ url: own.url, instance: 'midway' });
    const now = Date.now();
    measure(monitor, [now - 5000]);
    expect((await history()).samples).toHaveLength(1);
    await own.kill();
    measure(monitor, [now - 4000, now - 3000]);
    expect((await history()).kept).toBe('memory');
    expect(store.up).toBe(false);
    expect((await health()).reasons.map(({ signal }) => signal)).toContain('storage');
    expect(statsSchema.parse((await call(base, `${root}/stats`)).body).services).toContainEqual(
      expect.objectContaining({ name: 'storage queue', entries: expect.any(Number), evictions: 0 }),
    );
    await own.start();
    await becomesUp(store, true);
    const answer = await history();
    expect(answer.kept).toBe('database');
    expect(answer.samples.map(({ at }) => at)).toEqual(expect.arrayContaining([now - 5000, now - 4000, now - 3000]));
    expect((await health()).reasons).toEqual([]);
    await app?.close();
    app = undefined;
    await own.stop();
  });

  it('that hangs at the end does not keep the process from ending', async () => {
    const own = await startPostgres();
    const { monitor } = await open({ url: own.url, instance: 'hanging' });
    own.hang();
    measure(monitor, [Date.now()]);
    await app?.close();
    app = undefined;
    own.goOn();
    await own.stop();
  });

  it('for too long, costs a bounded amount of memory, and what was dropped is told', async () => {
    const port = await freePort();
    const { monitor, store } = await open({ url: `postgres://user@127.0.0.1:${port}/none` });
    const now = Date.now();
    measure(
      monitor,
      Array.from({ length: 20_500 }, (_, i) => now + i),
    );
    const { waiting, dropped } = store.statistics();
    expect(dropped).toBeGreaterThanOrEqual(500);
    expect(waiting).toBeLessThanOrEqual(41_000);
    expect((await call(base, '/metrics')).text).toMatch(
      new RegExp(`^memory_plus_storage_dropped_rows_total ${store.statistics().dropped}$`, 'm'),
    );
    expect((await health()).reasons.find(({ signal }) => signal === 'storage')?.message).toContain('had to be dropped');
  });
});
