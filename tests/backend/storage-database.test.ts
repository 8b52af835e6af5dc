import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReportsService } from '../../backend/src/services/reports/reports.service.ts';
import type { StorageAccess, StorageMember } from '../../backend/src/storage/connection.ts';
import { Database } from '../../backend/src/storage/database.ts';
import type { StorageLocation } from '../../backend/src/storage/location.ts';
import { migrations } from '../../backend/src/storage/migrations/index.ts';
import {
  instanceId,
  readAlerts,
  readReports,
  readSnapshots,
  resolveLeftovers,
  writeRecord,
} from '../../backend/src/storage/records.ts';
import { removeOld } from '../../backend/src/storage/retention.ts';
import { collections, readRows, samples, steps, writeRows } from '../../backend/src/storage/series.ts';
import { buildEmbeddedProcess } from './services/embedded.ts';
import { startPostgres } from './services/postgres.ts';
import { leakReport } from './storage-rows.ts';

const embedded = vi.hoisted(() => ({ entry: new URL('file:///') }));
vi.mock('../../backend/src/storage/embedded/entry.ts', () => ({
  get processEntry() {
    return embedded.entry;
  },
}));
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const places: Readonly<Record<string, () => Promise<{ location: StorageLocation; close: () => Promise<void> }>>> = {
  'the embedded database': async () => {
    embedded.entry = await buildEmbeddedProcess();
    const folder = mkdtempSync(join(tmpdir(), 'memory-plus-storage-'));
    return {
      location: { directory: join(folder, 'data') },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  PostgreSQL: async () => {
    const server = await startPostgres();
    return { location: { url: server.url }, close: () => server.stop() };
  },
};

const minute = 60_000;
const start = 1_795_469_040_000;
const sample = (at: number, heapUsed: number, eventLoop: number | null = 1) => ({
  at,
  heapUsed,
  heapTotal: 2e9,
  rss: 1e9,
  external: 5,
  eventLoop,
});

describe.each(Object.entries(places))('%s', (_name, open) => {
  let place: Awaited<ReturnType<typeof open>>;
  let database: Database;
  let ran: string[];
  let instance: number;
  let number = 0;
  beforeAll(async () => {
    place = await open();
    database = await Database.open(place.location);
    ran = await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await place.close();
  });
  beforeEach(async () => {
    instance = await instanceId(database.query, `instance ${number++}`);
  });
  const whole = { points: 1000, rawSince: 0 };
  const stretch = (length: number) => ({ instance, from: start, to: start + length });

  it('gets every migration once', async () => {
    const names = migrations.map(({ name }) => name);
    expect(ran).toEqual(names);
    expect(await database.migrate()).toEqual([]);
    expect(await database.pendingMigrations()).toEqual([]);
  });

  it('gives back what was written, in order, once, whatever came twice or late', async () => {
    const row = fc.record({
      at: fc.double({ min: start, max: start + 10 * minute, noNaN: true }),
      heapUsed: fc.nat(2 ** 40),
      heapTotal: fc.nat(2 ** 40),
      rss: fc.nat(2 ** 40),
      external: fc.nat(2 ** 40),
      eventLoop: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(row, { selector: ({ at }) => at, maxLength: 30 }), async (rows) => {
        await database.query('DELETE FROM memory_samples WHERE instance = $1', [instance]);
        const half = Math.ceil(rows.length / 2);
        await writeRows(database.query, samples, instance, rows.slice(half));
        await writeRows(database.query, samples, instance, rows);
        const read = await readRows(database.query, samples, stretch(10 * minute + 1), whole);
        expect(read.rows).toEqual([...rows].sort((a, b) => a.at - b.at));
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the extremes of every part of a long stretch, and no more rows than were asked for', async () => {
    // Six hours at one sample a second, with one peak and one trough of a second each.
    const seconds = 6 * 3600;
    const rows = Array.from({ length: seconds }, (_, i) =>
      sample(start + i * 1000, 5e8 + (i % 60), i === 9_001 ? 900 : 1),
    );
    const put = (i: number, heapUsed: number) => {
      rows[i] = sample(start + i * 1000, heapUsed);
    };
    put(5_000, 9e8);
    put(12_345, 1e6);
    for (let i = 0; i < rows.length; i += 1000)
      await database.transaction((query) => writeRows(query, samples, instance, rows.slice(i, i + 1000)));
    for (const points of [1000, 200, 40]) {
      const read = await readRows(database.query, samples, stretch(seconds * 1000), { points, rawSince: 0 });
      expect(read.rows.length).toBeLessThanOrEqual(points);
      expect(read.rows.length).toBeGreaterThan(points / 20);
      const heaps = read.rows.map(({ heapUsed }) => heapUsed);
      expect([Math.min(...heaps), Math.max(...heaps)]).toEqual([1e6, 9e8]);
      expect(Math.max(...read.rows.map(({ eventLoop }) => eventLoop ?? 0))).toBe(900);
      const moments = read.rows.map(({ at }) => at);
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
      expect(read.width).toBeGreaterThan(0);
    }
  });

  it('still answers from the extremes when the single samples are too old to be kept', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => sample(start + i * 1000, i === 77 ? 9 : 100 + (i % 7)));
    await writeRows(database.query, samples, instance, rows);
    await writeRows(database.query, collections, instance, [{ at: start + 1, after: 5, pause: 2 }]);
    const now = start + 10 * minute;
    await removeOld(database.query, now + minute, { raw: minute, history: 60 * minute });
    const read = await readRows(database.query, samples, stretch(10 * minute), { points: 1000, rawSince: now });
    expect(read.rows.length).toBeGreaterThanOrEqual(10);
    expect(Math.min(...read.rows.map(({ heapUsed }) => heapUsed))).toBe(9);
    expect(read.width).toBe(steps[0]);
    await removeOld(database.query, now + 120 * minute, { raw: minute, history: 60 * minute });
    const { rows: left } = await database.query('SELECT 1 FROM memory_samples WHERE instance = $1', [instance]);
    expect(left).toEqual([]);
  });

  it('keeps one leak report for a bug, counts it up, and takes any text', async () => {
    const odd = leakReport('odd', start, 'a\0b\uD800c "quoted" \\');
    for (const at of [start, start + 2, start + 1])
      await writeRecord(database.query, instance, { kind: 'report', report: { ...odd, lastSeen: at } });
    const found = (await readReports(database.query)).find(({ id }) => id === 'odd');
    expect(found).toMatchObject({ state: 'known', count: 3, firstSeen: start, lastSeen: start + 2 });
    expect(found?.sentences).toEqual(['a\uFFFDb\uFFFDc "quoted" \\']);
    await writeRecord(database.query, instance, { kind: 'cleared', at: start + 3 });
    expect(await readReports(database.query)).toEqual([]);
  });

  it('pairs what raised an alert with what resolved it, also after a crash', async () => {
    const alert = (at: number, state: 'raised' | 'resolved') =>
      ({ at, rule: 'heap-warning', level: 'warning', state, detail: `${state} at ${at}` }) as const;
    const told = [alert(start, 'raised'), alert(start + 5, 'resolved'), alert(start + 9, 'raised')];
    for (const one of told) await writeRecord(database.query, instance, { kind: 'alert', alert: one });
    expect(await readAlerts(database.query, instance)).toEqual(told);
    await resolveLeftovers(database.query, instance, start + 20);
    expect((await readAlerts(database.query, instance)).at(-1)).toMatchObject({ at: start + 20, state: 'resolved' });
  });

  it('remembers snapshots of this instance only', async () => {
    const other = await instanceId(database.query, 'another');
    const snapshot = (id: string, at: number) => ({ id, at, bytes: 2 ** 33, nodes: null, pause: 12.5 });
    for (const at of [1, 2, 3])
      await writeRecord(database.query, instance, { kind: 'snapshot', snapshot: snapshot(`s${instance}-${at}`, at) });
    await writeRecord(database.query, other, { kind: 'snapshot', snapshot: snapshot(`o${instance}`, 4) });
    const found = await readSnapshots(database.query, instance, 2);
    expect(found).toEqual([snapshot(`s${instance}-2`, 2), snapshot(`s${instance}-3`, 3)]);
  });

  describe('keeps reports', () => {
    let up = true;
    const members = new Set<StorageMember>();
    const connection: StorageAccess = {
      get up() {
        return up;
      },
      use: async (work) => (up ? { answer: await work(database) } : null),
      join: async (member) => {
        members.add(member);
        if (up) await member.connected();
        return () => members.delete(member);
      },
    };
    const open = async (options = {}) => {
      const reports = new ReportsService({ maxReports: 5, ...options });
      await reports.keepIn(connection);
      return reports;
    };
    beforeEach(async () => {
      up = true;
      await database.query('DELETE FROM memory_reports');
    });

    it('for the next process, to the letter, as many and as long as they may be', async () => {
      const first = await open();
      const made = Array.from({ length: 8 }, (_, i) => first.add(`report ${i}`, `a\0b\uD800c "quoted" \\ ${i}`));
      first.remove(made[6]?.id ?? '');
      await first.onModuleDestroy();
      await first.onModuleDestroy();
      const second = await open();
      const kept = [7, 5, 4, 3].map((i) => made[i]);
      expect(second.list().map(({ title }) => title)).toEqual(kept.map((report) => report?.title));
      for (const report of kept) expect(second.get(report?.id ?? '')).toEqual(report);
      expect(await second.find(made[6]?.id ?? '')).toBeUndefined();
      for (let i = 8; i < 12; i++) second.add(`report ${i}`, 'body');
      await second.onModuleDestroy();
      const { rows } = await database.query("SELECT body #>> '{}' AS body FROM memory_reports ORDER BY created");
      expect(rows.map((row) => JSON.parse((row as { body: string }).body)[0])).toEqual(
        [7, 8, 9, 10, 11].map((i) => `report ${i}`),
      );
      const short = await open({ ttl: 1 });
      expect(short.list()).toEqual([]);
      await short.onModuleDestroy();
    });

    it('of one instance where another finds them, and within what memory there is', async () => {
      const [one, two] = [await open(), await open()];
      const report = one.add('shared', 'body');
      expect(two.get(report.id)).toBeUndefined();
      for (const member of members) await member.flush();
      expect(await two.find(report.id)).toEqual(report);
      for (let i = 0; i < 4; i++) one.add('large', 'x'.repeat(1_000));
      await one.onModuleDestroy();
      const small = await open({ maxBytes: 5_000 });
      expect(small.list().length).toBeGreaterThan(0);
      expect(small.list().every(({ title }) => title === 'large')).toBe(true);
      for (const service of [two, small]) await service.onModuleDestroy();
    });

    it('that were made while it was away, and says how many changes wait', async () => {
      up = false;
      const reports = await open();
      const { id } = reports.add('early', 'body');
      for (let i = 0; i < 20; i++) reports.remove(`unknown ${i}`);
      expect(reports.parts[0]?.statistics()).toMatchObject({ entries: 10, maxEntries: 10, evictions: 11 });
      const { id: late } = reports.add('late', 'body');
      expect(await reports.find('nobody')).toBeUndefined();
      up = true;
      for (const member of members) await member.connected();
      expect(reports.parts[0]?.statistics().entries).toBe(0);
      await reports.onModuleDestroy();
      const next = await open();
      expect(next.get(late)).toMatchObject({ title: 'late' });
      expect(next.get(id)).toBeUndefined();
      await next.onModuleDestroy();
    });
  });

  it('undoes the whole transaction when a part of it fails', async () => {
    await expect(
      database.transaction(async (query) => {
        await query("INSERT INTO memory_instances (name) VALUES ('half')");
        await query('SELECT 1/0');
      }),
    ).rejects.toThrow(/zero/);
    expect((await database.query("SELECT 1 FROM memory_instances WHERE name = 'half'")).rows).toEqual([]);
  });

  it('keeps transactions apart that run at the same time', async () => {
    const add = (name: string, fail: boolean) =>
      database.transaction(async (query) => {
        await query('INSERT INTO memory_instances (name) VALUES ($1)', [name]);
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (fail) throw new Error('no');
      });
    const results = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((name) => add(`together ${instance} ${name}`, name === 'b' || name === 'd')),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    const { rows } = await database.query('SELECT name FROM memory_instances WHERE name LIKE $1 ORDER BY name', [
      `together ${instance} %`,
    ]);
    expect(rows).toEqual([{ name: `together ${instance} a` }, { name: `together ${instance} c` }]);
  });
});

describe('the embedded database', () => {
  it('is opened by one process only, and again after that has crashed', async () => {
    embedded.entry = await buildEmbeddedProcess();
    const folder = mkdtempSync(join(tmpdir(), 'memory-plus-storage-'));
    const location = { directory: join(folder, 'data') };
    const first = await Database.open(location);
    await first.migrate();
    await expect(Database.open(location)).rejects.toThrow(/in use by process \d+.*DATABASE_URL/s);
    const id = await instanceId(first.query, 'before the crash');
    const { pid } = JSON.parse(readFileSync(join(location.directory, 'lock.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await expect(first.query('SELECT 1')).rejects.toThrow();
    await first.close();
    const second = await Database.open(location);
    expect(await instanceId(second.query, 'before the crash')).toBe(id);
    await second.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
