import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bulkInsert } from '../../backend/src/services/bulk/bulk-insert.ts';
import { BulkOperationsService } from '../../backend/src/services/bulk/bulk-operations.service.ts';
import { ConnectionPoolOptimizer } from '../../backend/src/services/connection-pool/connection-pool.service.ts';
import { poolOf, poolOptions } from '../../backend/src/services/connection-pool/pool.ts';
import type { RunningService } from './services/child.ts';
import { startPostgres } from './services/postgres.ts';

let server: RunningService;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
});

describe('bulk insert into a real PostgreSQL', () => {
  let database: DataSource;
  const bulk = new BulkOperationsService({ chunkRows: 1_000 });
  const target = { table: 'public.copied "rows"', columns: ['id', 'text', 'flag', 'at', 'bytes', 'json'] };

  beforeAll(async () => {
    database = await new DataSource({ type: 'postgres', url: server.url }).initialize();
    await database.query(
      'CREATE TABLE "copied ""rows""" (id bigint PRIMARY KEY, text text, flag boolean, at timestamptz, bytes bytea, json jsonb)',
    );
  });
  afterEach(() => database.query('TRUNCATE "copied ""rows"""'));
  afterAll(() => database.destroy());

  const stored = () => database.query('SELECT * FROM "copied ""rows""" ORDER BY id');

  it.each(['copy', 'insert'] as const)('by %s writes what it was given, whatever it is', async (method) => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'));
    const row = fc.tuple(
      fc.option(text),
      fc.option(fc.boolean()),
      fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
      fc.option(fc.uint8Array({ maxLength: 20 })),
      fc.option(fc.record({ text, list: fc.array(fc.integer()) })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const numbered = rows.map((values, index) => [index, ...values]);
        const report = await bulkInsert(bulk, database, numbered, { ...target, method });
        expect(report).toMatchObject({ outcome: 'complete', done: rows.length, failures: [] });
        const found = await stored();
        const expected = rows.map(([text, flag, at, bytes, json], id) => ({
          id: String(id),
          text,
          flag,
          at,
          bytes: bytes && Buffer.from(bytes),
          json: json && JSON.parse(JSON.stringify(json)),
        }));
        await database.query('TRUNCATE "copied ""rows"""');
        expect(found).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['copy', 'insert'] as const)('by %s reports each chunk that failed and goes on', async (method) => {
    function* rows() {
      for (let id = 0; id < 5_000; id++) yield [id === 2_500 ? 'no number' : id, `row ${id}`, true, null, null, null];
    }
    const lost: unknown[] = [];
    const report = await bulkInsert(bulk, database, rows(), {
      ...target,
      method,
      onError: 'continue',
      onFailed: (chunk) => lost.push(...chunk.map(([id]) => id)),
    });
    expect(report).toMatchObject({ outcome: 'complete', done: 4_000, failed: 1_000, chunks: 5 });
    expect(report.failures).toMatchObject([{ from: 2_000, rows: 1_000 }]);
    expect(String(report.failures[0]?.error)).toContain('no number');
    expect((await stored()).length).toBe(4_000);
    expect(lost.length).toBe(1_000);
  });

  it('leaves the connection usable after a row that cannot be written', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    for (const wrong of [
      [1, 'a\0b', true, null, null, null],
      [1, 'short'],
      [1, '', true, null, null, cyclic],
    ]) {
      const report = await bulkInsert(bulk, database, [wrong], { ...target });
      expect(report).toMatchObject({ outcome: 'stopped', failed: 1 });
    }
    const report = await bulkInsert(bulk, database, [[1, 'fine', true, null, null, null]], { ...target });
    expect(report).toMatchObject({ outcome: 'complete', done: 1 });
  });

  it('inserts chunks with more values than one statement takes, all or none', async () => {
    const wide = new BulkOperationsService({ chunkRows: 20_000 });
    const rows = Array.from({ length: 15_000 }, (_, id) => [id, 'text', true, null, null, null]);
    expect(await bulkInsert(wide, database, rows, { ...target, method: 'insert' })).toMatchObject({ done: 15_000 });
    await database.query('TRUNCATE "copied ""rows"""');
    const twice = [...rows, [0, 'twice', true, null, null, null]];
    expect(await bulkInsert(wide, database, twice, { ...target, method: 'insert' })).toMatchObject({ failed: 15_001 });
    expect(await stored()).toEqual([]);
  });

  it('needs no more connections than the pool has, also when operations share it', async () => {
    const narrow = await new DataSource({ type: 'postgres', url: server.url, poolSize: 1 }).initialize();
    const rows = (from: number) =>
      Array.from({ length: 5_000 }, (_, id) => [from + id, 'text', true, null, null, null]);
    const reports = await Promise.all([0, 5_000].map((from) => bulkInsert(bulk, narrow, rows(from), target)));
    expect(reports.map(({ done }) => done)).toEqual([5_000, 5_000]);
    await narrow.destroy();
  });

  it('ends when it is aborted, and closes the source', async () => {
    const controller = new AbortController();
    let closed = false;
    function* endless() {
      try {
        for (let id = 0; ; id++) yield [id, 'text', true, null, null, null];
      } finally {
        closed = true;
      }
    }
    const report = await bulkInsert(bulk, database, endless(), {
      ...target,
      signal: controller.signal,
      onProgress: ({ chunks }) => {
        if (chunks === 3) controller.abort();
      },
    });
    expect(report.outcome).toBe('aborted');
    expect(closed).toBe(true);
    expect((await stored()).length).toBe(report.done);
  });
});

describe('bulk operations', () => {
  it('ask the source for no more than one chunk ahead, and empty each array', async () => {
    const bulk = new BulkOperationsService({ chunkRows: 10 });
    let given = 0;
    let taken = 0;
    async function* source() {
      for (let i = 0; i < 105; i++) {
        given++;
        yield { i };
      }
    }
    const arrays: (readonly unknown[])[] = [];
    const report = await bulk.run(source(), {
      handle: async (chunk) => {
        expect(given - taken).toBeLessThanOrEqual(11);
        expect(bulk.statistics().entries).toBe(chunk.length);
        taken += chunk.length;
        arrays.push(chunk);
      },
    });
    expect(report).toMatchObject({ done: 105, chunks: 11, outcome: 'complete' });
    expect(arrays.every(({ length }) => length === 0)).toBe(true);
  });

  it('cut chunks by bytes too; a row that is larger is a chunk of its own', async () => {
    const bulk = new BulkOperationsService({ chunkBytes: 100 });
    const sizes = [60, 60, 30, 10, 500, 1];
    const chunks: number[][] = [];
    await bulk.run(sizes, { sizeOf: (size) => size, handle: async (chunk) => chunks.push([...chunk]) });
    expect(chunks).toEqual([[60], [60, 30, 10], [500], [1]]);
  });

  it('lose no row, whatever fails: each is done or failed, in order', async () => {
    const scenario = fc.record({
      rows: fc.integer({ min: 0, max: 200 }),
      chunkRows: fc.integer({ min: 1, max: 50 }),
      failing: fc.array(fc.integer({ min: 0, max: 20 })),
      onError: fc.constantFrom('stop' as const, 'continue' as const),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ rows, chunkRows, failing, onError }) => {
        const bulk = new BulkOperationsService({ chunkRows });
        const seen: number[] = [];
        let chunk = 0;
        const report = await bulk.run(
          Array.from({ length: rows }, (_, i) => i),
          {
            onError,
            onFailed: (failed) => seen.push(...failed),
            handle: async (handled) => {
              if (failing.includes(chunk++)) throw new Error('no');
              seen.push(...handled);
            },
          },
        );
        expect(seen).toEqual(Array.from({ length: report.done + report.failed }, (_, i) => i));
        if (report.outcome === 'complete') expect(seen.length).toBe(rows);
        expect(report.failures.reduce((sum, failure) => sum + failure.rows, 0)).toBe(report.failed);
      }),
    );
  });

  it('are a few at once, pass on what the source throws, and end with the application', async () => {
    const bulk = new BulkOperationsService({ maxOperations: 1, chunkRows: 1 });
    const started = bulk.run([1, 2, 3], { handle: () => new Promise((resolve) => setTimeout(resolve, 20)) });
    await expect(bulk.run([1], { handle: async () => {} })).rejects.toThrow('1 bulk operations are running');
    await bulk.onModuleDestroy();
    expect(await started).toMatchObject({ outcome: 'aborted', done: 1 });
    async function* broken() {
      yield 1;
      throw new Error('the source broke');
    }
    await expect(bulk.run(broken(), { handle: async () => {} })).rejects.toThrow('the source broke');
    expect(await bulk.run([1], { handle: async () => {}, signal: AbortSignal.abort() })).toMatchObject({
      done: 0,
      outcome: 'aborted',
    });
  });
});

describe('the connection-pool optimizer on a real PostgreSQL', () => {
  const open = async (limits = {}) =>
    new DataSource({
      type: 'postgres',
      url: server.url,
      ...poolOptions({ ...limits, idleTimeout: 600_000 }),
    }).initialize();
  const sleepers = (database: DataSource, count: number, seconds: number) =>
    Promise.all(Array.from({ length: count }, () => database.query('SELECT pg_sleep($1)', [seconds])));

  it('opens the minimum, never more than the maximum, and closes what was not needed', async () => {
    const database = await open();
    const optimizer = new ConnectionPoolOptimizer({ dataSource: database, interval: 60_000 });
    const pool = poolOf(database);
    await vi.waitFor(() => expect(optimizer.statistics()).toMatchObject({ entries: 5, maxEntries: 20 }));
    const busy = sleepers(database, 30, 0.2);
    await vi.waitFor(() => expect(pool.totalCount).toBe(20));
    expect(optimizer.sample()).toMatchObject({ total: 20, idle: 0, waiting: 10 });
    await busy;
    // The first one still tells of the burst.
    for (let reading = 0; reading < 7; reading++) optimizer.sample();
    await vi.waitFor(() => expect(pool.totalCount).toBe(5));
    expect(optimizer.statistics().evictions).toBe(15);
    expect(optimizer.report()).toMatchObject({ min: 5, max: 20, peak: 20 });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await optimizer.onModuleDestroy();
    await database.destroy();
  });

  it('gives idle connections back when memory is short, and says when the limits do not fit', async () => {
    const database = await open({ min: 1, max: 2 });
    const optimizer = new ConnectionPoolOptimizer({ dataSource: database, min: 1, max: 2, maxHistory: 10 });
    const pool = poolOf(database);
    const busy = sleepers(database, 8, 0.05);
    for (let reading = 0; reading < 20; reading++) optimizer.sample();
    expect(optimizer.history().length).toBe(10);
    expect(optimizer.report()).toMatchObject({ waited: 1, advice: expect.stringContaining('raise max') });
    await busy;
    optimizer.relieve('critical');
    await vi.waitFor(() => expect(pool.totalCount).toBe(0));
    await optimizer.onModuleDestroy();
    await database.destroy();
  });

  it('says what is wrong with a DataSource that it cannot watch', async () => {
    const closed = new DataSource({ type: 'postgres', url: server.url });
    expect(() => new ConnectionPoolOptimizer({ dataSource: closed })).toThrow('call dataSource.initialize()');
    const other = { isInitialized: true, driver: {} };
    expect(() => new ConnectionPoolOptimizer({ dataSource: other })).toThrow('no pool of node-postgres');
    expect(() => new ConnectionPoolOptimizer({ dataSource: other, min: 9, max: 3 })).toThrow(
      'min (9) is above max (3)',
    );
  });
});
