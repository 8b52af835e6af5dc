import { chmod, mkdir, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryManagementModule } from '@memory-plus/backend';
import { findingsSchema, snapshotsSchema, snapshotTakenSchema } from '@memory-plus/core/protocol/backend';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preflight } from '../../backend/src/common/leaks/preflight.ts';
import { defaultSnapshotOptions, SnapshotStore } from '../../backend/src/common/leaks/snapshot-store.ts';
import { ProblemError } from '../../backend/src/common/problem.ts';
import { adapters, call, start, token } from './host.ts';

const megabyte = 1024 * 1024;
// A snapshot is of the whole test runner, which stands still meanwhile.
vi.setConfig({ testTimeout: 120_000 });

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'memory-plus-test-'));
  directory = join(parent, 'snapshots');
});
afterEach(async () => await rm(parent, { recursive: true, force: true }));

const generous = { ...defaultSnapshotOptions, enabled: true, longestPause: 1_000_000, coolDown: 0 };

async function refusal(attempt: () => Promise<unknown>): Promise<number> {
  try {
    await attempt();
    return 200;
  } catch (error) {
    if (error instanceof ProblemError) return error.status;
    throw error;
  }
}

describe('the preflight', () => {
  const input = {
    heapUsed: 100 * megabyte,
    heapLimit: 4096 * megabyte,
    nodesPerByte: null,
    availableMemory: 8192 * megabyte,
    availableDisk: 8192 * megabyte,
    longestPause: 30_000,
  };

  it('predicts by the number of objects, with caution before it knows them', () => {
    const unknown = preflight(input);
    const known = preflight({ ...input, nodesPerByte: 0.001 });
    expect(unknown.basis).toBe('assumed');
    expect(known).toMatchObject({ basis: 'measured', refusal: null });
    expect(known.pause).toBeLessThan(unknown.pause);
  });

  it.each([
    ['memory', { availableMemory: 500 * megabyte }, /memory/],
    ['disk', { availableDisk: 10 * megabyte }, /disk/],
    ['the pause', { longestPause: 100 }, /stop the program/],
    ['a heap that is nearly full', { heapLimit: 105 * megabyte }, /nearly full/],
  ])('refuses for %s, and says why', (_what, change, reason) => {
    expect(preflight({ ...input, ...change }).refusal).toMatch(reason);
  });
});

describe('the store', () => {
  it('writes for this user only, counts the objects, and keeps to its number', async () => {
    const store = new SnapshotStore({ ...generous, directory, most: 1 });
    const first = await store.take();
    expect(first.preflight.basis).toBe('assumed');
    expect(first.snapshot.nodes).toBeGreaterThan(10_000);
    const second = await store.take();
    expect(second.preflight.basis).toBe('measured');
    expect(store.list()).toEqual([second.snapshot]);
    const files = await readdir(directory);
    expect(files).toHaveLength(1);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    await store.clear();
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes one at a time, and keeps its cool-down', async () => {
    const store = new SnapshotStore({ ...generous, directory, coolDown: 60_000 });
    const statuses = await Promise.all(Array.from({ length: 50 }, () => refusal(() => store.take())));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(49);
    expect(await refusal(() => store.take())).toBe(429);
  });

  it('refuses a folder that others can open', async () => {
    await mkdir(directory);
    await chmod(directory, 0o755);
    expect(await refusal(() => new SnapshotStore({ ...generous, directory }).take())).toBe(503);
  });

  it('refuses what would cost too much, and writes nothing', async () => {
    expect(await refusal(() => new SnapshotStore({ ...generous, directory, longestPause: 1 }).take())).toBe(507);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe.each(adapters)('the snapshot routes on %s', (adapter) => {
  const root = '/api/monitoring/memory/leaks';
  const headers = { authorization: `Bearer ${token}` };

  const open = (allowRaw: boolean) =>
    start(
      MemoryManagementModule.forRoot({
        routes: true,
        adminToken: token,
        snapshots: { ...generous, directory, allowRaw },
      }),
      adapter,
    );

  it('take, list and hand out a snapshot, to those who have the token', async () => {
    const { app, base } = await open(true);
    expect((await call(base, `${root}/snapshot`, { method: 'POST' })).status).toBe(401);
    const taken = await call(base, `${root}/snapshot`, { method: 'POST', headers });
    const { snapshot } = snapshotTakenSchema.parse(taken.body);
    const listed = await call(base, `${root}/snapshots`, { headers });
    expect(snapshotsSchema.parse(listed.body).snapshots).toEqual([snapshot]);
    const read = await call(base, `${root}/snapshots/${snapshot.id}`, { headers });
    expect(read.body).toHaveProperty('snapshot.node_count', snapshot.nodes);
    expect((await call(base, `${root}/snapshots/..%2f..%2fpackage.json`, { headers })).status).toBe(404);
    await app.close();
  });

  it('hand it out without the contents of strings unless raw ones are allowed', async () => {
    const secret = { password: ['a-canary', 'of-the', 'tests'].join('-').repeat(3) };
    const { app, base } = await open(false);
    const taken = await call(base, `${root}/snapshot`, { method: 'POST', headers });
    const { snapshot } = snapshotTakenSchema.parse(taken.body);
    const path = `${root}/snapshots/${snapshot.id}`;
    expect((await call(base, path)).status).toBe(401);
    const read = await call(base, path, { headers });
    expect(read.body).toHaveProperty('snapshot.node_count', snapshot.nodes);
    expect(read.text).not.toContain(secret.password);
    expect(read.text).not.toContain(token);
    const findings = await call(base, `${path}/findings`, { headers });
    expect(findingsSchema.parse(findings.body).snapshot).toBe(snapshot.id);
    expect((await call(base, `${root}/snapshots/none/findings`, { headers })).status).toBe(404);
    expect((await call(base, `${path}/findings`)).status).toBe(401);
    await truncate(join(directory, `${snapshot.id}.heapsnapshot`), 1_000_000);
    await expect(call(base, path, { headers })).rejects.toThrow('aborted');
    await app.close();
  });
});

describe('options', () => {
  it('refuse snapshots without an admin token', () => {
    expect(() => MemoryManagementModule.forRoot({ routes: true, snapshots: { enabled: true } })).toThrow('adminToken');
  });
});
