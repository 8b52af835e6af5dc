import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSnapshots, type Snapshots, shareDone } from '../../../panel/store/snapshots.ts';
import { exportRecording, RecordingStore } from '../../../src/recording/index.ts';
import { type NodeSpec, snapshotText } from '../heap-snapshot/make-snapshot.ts';
import { InProcessWorker } from './snapshots-worker.ts';

/** A root, a global, a registry of `count` sessions that it holds, the first of them the heaviest. */
function sessions(count: number): NodeSpec[] {
  const list = Array.from(
    { length: count },
    (_, at): NodeSpec => ({ type: 'object', name: 'Session', size: 5_000 - at }),
  );
  return [
    { type: 'synthetic', name: '', edges: [{ type: 'element', name: 1, to: 1 }] },
    { type: 'object', name: 'global', size: 100, edges: [{ type: 'property', name: 'registry', to: 2 }] },
    {
      type: 'object',
      name: 'Registry',
      size: 50,
      edges: list.map((_, at) => ({ type: 'property', name: `s${at}`, to: at + 3 })),
    },
    ...list,
  ];
}

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);
const snapshot = (name: string, count: number) => file(name, snapshotText(sessions(count)));

let workers: InProcessWorker[];
let saved: { name: string; content: string | Blob }[];
let snapshots: Snapshots;
beforeEach(() => {
  workers = [];
  saved = [];
  snapshots = createSnapshots(
    { version: '0.1.0', saveFile: (name, _type, content) => void saved.push({ name, content }) },
    () => {
      const worker = new InProcessWorker();
      workers.push(worker);
      return worker;
    },
  );
});

function openSet() {
  const shown = snapshots.state.value;
  if (shown.state !== 'open') throw new Error(`Nothing is open: ${JSON.stringify(shown)}`);
  return shown.set;
}

function problem() {
  const shown = snapshots.state.value;
  return shown.state === 'closed' ? shown.problem : null;
}

describe('opening', () => {
  it('tells the figures of a snapshot, plain and gzipped alike', async () => {
    await snapshots.open([snapshot('a.heapsnapshot', 30)]);
    const [plain] = openSet().list;
    expect(plain).toMatchObject({ name: 'a.heapsnapshot', nodeCount: 33, edgeCount: 32 });
    const gz = gzipSync(snapshotText(sessions(30)));
    await snapshots.open([file('a.heapsnapshot.gz', new Uint8Array(gz))]);
    expect(openSet().list[0]).toEqual({ ...plain, name: 'a.heapsnapshot.gz', fileSize: gz.length });
  });

  it('puts snapshots of a process into the order in which they were taken', async () => {
    await snapshots.open([snapshot('third', 300), snapshot('first', 100), snapshot('second', 200)]);
    expect(openSet().list.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    expect(openSet().choice.tab.value).toBe('hunt');
  });

  it('tells how far it is, always forward', async () => {
    await snapshots.open([snapshot('a', 500), snapshot('b', 600)]);
    const shares = (workers[0]?.sent ?? []).flatMap((reply) => {
      const { type, progress } = reply as {
        type: string;
        progress: { file: number; fraction: number; phase: 'reading' };
      };
      return type === 'progress' ? [shareDone(progress, 2)] : [];
    });
    expect(shares.length).toBeGreaterThan(4);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
  });

  it('lets go of the worker when it is cancelled, closed, or replaced', async () => {
    const opening = snapshots.open([snapshot('a', 10)]);
    snapshots.close();
    expect(workers[0]?.ended).toBe(true);
    expect(snapshots.state.value).toEqual({ state: 'closed', problem: null });
    void opening;
    await snapshots.open([snapshot('b', 10)]);
    await snapshots.open([snapshot('c', 10)]);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true, false]);
    snapshots.close();
    expect(workers.at(-1)?.ended).toBe(true);
  });
});

describe('files that are none', () => {
  const whole = snapshotText(sessions(20));
  const recording = exportRecording(
    new RecordingStore({
      tool: { name: 'Memory+', version: '0.1.0' },
      created: 0,
      settings: { heapInterval: 500, slowRender: 16 },
    }).recording(),
  );
  it.each([
    ['cat.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'foreign', /JSON/],
    ['a.cpuprofile', '{"nodes":[]}', 'foreign', /CPU profile/],
    ['a.zip', new Uint8Array([0x50, 0x4b, 3, 4]), 'foreign', /compressed/],
    ['kept.json', recording, 'recording', /^$/],
    ['cut.heapsnapshot', whole.slice(0, whole.length / 2), 'unreadable', /cut off/],
    ['empty.heapsnapshot', '', 'unreadable', /empty/],
    ['cut.gz', new Uint8Array(gzipSync(whole).subarray(0, 200)), 'unreadable', /damaged or was cut off/],
    ['odd.gz', new Uint8Array([0x1f, 0x8b, 9, 9, 9]), 'unreadable', /damaged or was cut off/],
  ])('%s: says what it is, and ends the worker', async (name, content, sort, message) => {
    await snapshots.open([snapshot('good', 5), file(name, content as string)]);
    expect(problem()).toMatchObject({ file: name, sort });
    expect(problem()?.message).toMatch(message);
    expect(workers[0]?.ended).toBe(true);
  });

  it('refuses more than three before it reads any', async () => {
    await snapshots.open(['a', 'b', 'c', 'd'].map((name) => snapshot(name, 1)));
    expect(problem()?.message).toMatch(/4 files .* at most three/);
    expect(workers).toEqual([]);
  });

  it('says that the worker broke down', async () => {
    const opening = snapshots.open([snapshot('a', 5)]);
    workers[0]?.breakDown('out of memory');
    await opening;
    expect(problem()).toEqual({ file: null, sort: 'unreadable', message: 'out of memory' });
  });
});

describe('answers', () => {
  it('come in windows, and are the same whatever the window', async () => {
    await snapshots.open([snapshot('a', 250)]);
    const { client } = openSet();
    const ask = (from: number, count: number) =>
      client.ask('objects', { file: 0, className: 'Session', text: '', from, count });
    const all = await ask(0, 250);
    expect(all).toMatchObject({ total: 250, found: 250 });
    const parts = [...(await ask(0, 100)).rows, ...(await ask(100, 100)).rows, ...(await ask(200, 100)).rows];
    expect(parts).toEqual(all.rows);
    expect(all.rows.map(({ retainedSize }) => retainedSize)).toEqual(
      Array.from({ length: 250 }, (_, at) => 5_000 - at),
    );
    expect((await ask(0, 1_000_000)).rows.length).toBeLessThanOrEqual(500);
    expect((await ask(400, 10)).rows).toEqual([]);
  });

  it('find by name, class and id, and lead back to the root', async () => {
    await snapshots.open([snapshot('a', 40)]);
    const { client } = openSet();
    const find = (text: string) => client.ask('objects', { file: 0, className: null, text, from: 0, count: 10 });
    expect((await find('sess')).total).toBe(40);
    const [registry] = (await find('REGISTRY')).rows;
    expect((await find(`@${registry?.id}`)).rows).toEqual([registry]);
    const node = (await find('Session')).rows[0]?.node ?? -1;
    const { path, row } = await client.ask('object', { file: 0, node });
    expect(row).toMatchObject({ className: 'Session', selfSize: 5_000 });
    expect(path?.map((step) => step.edge?.name)).toEqual([undefined, '1', 'registry', 's0']);
    const kept = await client.ask('dominated', { file: 0, node: registry?.node ?? -1, from: 0, count: 5 });
    expect(kept).toMatchObject({ total: 40 });
    expect(kept.rows).toHaveLength(5);
  });

  it('sort and filter the classes', async () => {
    await snapshots.open([snapshot('a', 40)]);
    const classes = (text: string, order: 'count' | 'selfSize') =>
      openSet().client.ask('classes', { file: 0, text, order, from: 0, count: 10 });
    expect((await classes('', 'count')).rows[0]).toMatchObject({ name: 'Session', count: 40 });
    expect((await classes('glob', 'selfSize')).rows.map(({ name }) => name)).toEqual(['global']);
  });

  it('compare two by id and by class', async () => {
    await snapshots.open([snapshot('a', 100), snapshot('b', 130)]);
    const diff = (by: 'id' | 'class') =>
      openSet().client.ask('diff', { before: 0, after: 1, by, text: 'sess', from: 0, count: 10 });
    for (const by of ['id', 'class'] as const) {
      const { rows, head } = await diff(by);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ name: 'Session', added: 30, removed: 0 });
      expect(head.by).toBe(by);
    }
  });

  it('say what does not exist', async () => {
    await snapshots.open([snapshot('a', 5)]);
    const { client } = openSet();
    await expect(client.ask('suspects', { file: 1 })).rejects.toThrow('not open');
    await expect(client.ask('object', { file: 0, node: 99_999 })).rejects.toThrow('not in the snapshot');
    await expect(client.ask('hunt', {})).rejects.toThrow('three snapshots');
  });

  it('are saved as a file that any JSON reader reads', async () => {
    await snapshots.open([snapshot('a', 100), snapshot('b', 130), snapshot('c', 160)]);
    await snapshots.exportFindings(1_772_442_000_000);
    expect(saved.map(({ name }) => name)).toEqual(['memory-plus-snapshot-findings-2026-03-02T09-00-00.json']);
    const findings = JSON.parse(await new Response(saved[0]?.content ?? null).text());
    expect(findings).toMatchObject({ format: 'memory-plus/snapshot-findings@1', created: '2026-03-02T09:00:00.000Z' });
    expect(findings.snapshots.map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'c']);
    expect(findings.snapshots[2].biggestRetainers[0].className).toBe('global');
    expect(findings.diff.classes[0]).toMatchObject({ name: 'Session', added: 60 });
    expect(findings.hunt.count).toBe(30);
  });
});
