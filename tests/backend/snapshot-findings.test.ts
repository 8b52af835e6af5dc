import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analysisSchema } from '@memory-plus/core/protocol/backend';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyseSnapshot } from '../../backend/src/common/leaks/analysis/analyse.ts';
import { SnapshotAnalyst } from '../../backend/src/common/leaks/analysis/snapshot-analyst.ts';

const worker = vi.hoisted(() => ({ entry: new URL('file:///') }));
// The sources are TypeScript, which a thread of this Node cannot load: the worker is built for the test.
vi.mock('../../backend/src/common/leaks/analysis/entry.ts', () => ({
  get workerEntry() {
    return worker.entry;
  },
}));

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Remembers sessions in a map, with a snapshot before and one after. */
const program = `
const { writeHeapSnapshot } = require('node:v8');
class LeakedSession { constructor(id) { this.id = id; this.secret = 'secret-' + id + '-canary'; this.rows = new Array(50).fill(id); } }
class SessionRegistry { sessions = new Map(); open(id) { this.sessions.set('s' + id, new LeakedSession(id)); } }
globalThis.registry = new SessionRegistry();
for (let id = 0; id < 200; id++) registry.open(id);
writeHeapSnapshot(process.argv[1]);
for (let id = 200; id < 5200; id++) registry.open(id);
writeHeapSnapshot(process.argv[2]);
`;

let folder: string;
let first: string;
let second: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-plus-findings-'));
  [first, second] = [join(folder, 'first'), join(folder, 'second')];
  execFileSync(process.execPath, ['-e', program, first, second]);
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    ssr: { noExternal: true, resolve: { conditions: ['source', 'node'] } },
    build: {
      ssr: new URL('../../backend/src/common/leaks/analysis/analysis.worker.ts', import.meta.url).pathname,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  worker.entry = pathToFileURL(join(folder, 'worker.mjs'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const limits = { timeout: 60_000, heap: 1024 ** 3, available: () => Number.MAX_SAFE_INTEGER };
const job = (id: string, path: string) => ({ id, path, bytes: 1_000_000, before: null });

function settled(analyst: SnapshotAnalyst, id: string) {
  return vi.waitFor(
    () => {
      const state = analyst.state(id);
      if (state?.state !== 'done' && state?.state !== 'failed') throw new Error('It is not done yet.');
      return state;
    },
    { timeout: 60_000 },
  );
}

describe('the analysis', () => {
  it('names what leaks, what holds it and how much it grew, and no content of a string', async () => {
    const answer = analysisSchema.parse(await analyseSnapshot({ path: second, before: { id: 'one', path: first } }));
    const suspect = answer.suspects.find(({ sentence }) => sentence.includes('LeakedSession'));
    expect(suspect?.path?.map((step) => step.class)).toContain('SessionRegistry');
    expect(suspect?.path?.map(({ edge }) => edge)).toContain('.sessions');
    const grown = answer.growth?.classes.find((row) => row.class === 'LeakedSession');
    expect(grown).toMatchObject({ added: 5000, removed: 0, countChange: 5000 });
    expect(answer.growth?.since).toBe('one');
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('goes on without growth when the earlier file is gone', async () => {
    const answer = await analyseSnapshot({ path: second, before: { id: 'one', path: join(folder, 'none') } });
    expect(answer.growth).toBeNull();
    expect(answer.detail).toContain('gone');
    expect(answer.suspects).not.toEqual([]);
  });
});

describe('the analyst', () => {
  it('analyses in a thread, one after the other', async () => {
    const analyst = new SnapshotAnalyst(limits);
    analyst.add(job('one', first));
    analyst.add({ ...job('two', second), before: { id: 'one', path: first, bytes: 1_000_000 } });
    expect([analyst.state('one')?.state, analyst.state('two')?.state]).toEqual(['running', 'waiting']);
    expect(await settled(analyst, 'one')).toMatchObject({ state: 'done', growth: null });
    const two = await settled(analyst, 'two');
    expect(two.growth?.classes.map((row) => row.class)).toContain('LeakedSession');
  });

  it('says why it failed, without a folder of the server', async () => {
    const analyst = new SnapshotAnalyst(limits);
    const damaged = join(folder, 'damaged');
    await writeFile(damaged, await readFile(first));
    await truncate(damaged, 100_000);
    analyst.add(job('none', join(folder, 'none')));
    analyst.add(job('damaged', damaged));
    const none = await settled(analyst, 'none');
    expect(none.state).toBe('failed');
    expect(none.detail).not.toContain(folder);
    expect(await settled(analyst, 'damaged')).toMatchObject({ state: 'failed', suspects: [] });
  });

  it('ends an analysis that takes too long, or more heap than it may', async () => {
    const late = new SnapshotAnalyst({ ...limits, timeout: 1 });
    late.add(job('one', first));
    expect((await settled(late, 'one')).detail).toContain('longer than');
    const small = new SnapshotAnalyst({ ...limits, heap: 2 * 1024 ** 2 });
    small.add(job('one', second));
    expect((await settled(small, 'one')).detail).toContain('more memory');
  });

  it('does not begin, or does not compare, where memory is short', async () => {
    const none = new SnapshotAnalyst({ ...limits, available: () => 1_000_000 });
    none.add(job('one', first));
    expect((await settled(none, 'one')).detail).toContain('Too little memory');
    const some = new SnapshotAnalyst({ ...limits, available: () => 6_000_000 });
    some.add({ ...job('two', second), before: { id: 'one', path: first, bytes: 1_000_000 } });
    expect(await settled(some, 'two')).toMatchObject({ state: 'done', growth: null });
  });

  it('ends what runs and drops what waits when it is closed, and goes on when asked anew', async () => {
    const analyst = new SnapshotAnalyst(limits);
    analyst.add(job('one', first));
    analyst.add(job('two', second));
    analyst.close();
    expect(analyst.state('one')).toMatchObject({ state: 'failed', detail: expect.stringContaining('stopped') });
    expect(analyst.state('two')?.state).toBe('failed');
    analyst.add(job('three', first));
    expect((await settled(analyst, 'three')).state).toBe('done');
    analyst.forget('three');
    expect(analyst.state('three')).toBeUndefined();
  });
});
