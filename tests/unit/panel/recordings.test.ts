import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { exportRecording, joinRecordings, parseRecording, rowsOf } from '@memory-plus/core/recording';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { matches, type RecordingEntry } from '../../../panel/recordings/entry.ts';
import { planEviction } from '../../../panel/recordings/eviction.ts';
import { Journal, writeInterval } from '../../../panel/recordings/journal.ts';
import { RecordingLibrary } from '../../../panel/recordings/library.ts';
import { createPanel, type Panel } from '../../../panel/store/panel.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { compareParts } from '../../../panel/workers/compare.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { FakePlatform, type ScriptedRow } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';
import { InProcessImport } from './import-worker.ts';

vi.setConfig({ testTimeout: 60_000 });

const start = 1_772_442_000_000;
const MB = 1024 * 1024;
const opened: Panel[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  for (const panel of opened.splice(0)) panel.close();
});

const heap = (at: number, used = 50 * MB): ScriptedRow => [
  'heap',
  { at: start + at, used, total: 2 * used, limit: 4096 * MB, floor: false },
];

async function open() {
  const platform = new FakePlatform();
  const clock = new VirtualClock(
    start,
    fakeBackend(() => start),
  );
  const panel = createPanel(platform, clock, () => new InProcessImport());
  opened.push(panel);
  await vi.waitFor(() => expect(panel.recordings.library.value.state).toBe('ready'));
  platform.page({ session: 'a', frame: 0, url: 'http://shop.localhost/cart', startedAt: start });
  return { platform, clock, panel };
}

/** The recording with `id` as it lies on disk. */
async function onDisk(id: string | null) {
  const library = await RecordingLibrary.open(() => {});
  const parts = [];
  for await (const text of library.parts(id ?? '')) parts.push(parseRecording(text));
  library.close();
  const [first, ...others] = parts;
  return first ? joinRecordings(first, ...others) : null;
}

async function written(panel: Panel, clock: VirtualClock, rows: number): Promise<void> {
  await vi.waitFor(async () => {
    await clock.advance(writeInterval);
    expect(panel.recordings.entries.value.find(({ id }) => id === panel.recordings.current.value)?.rows).toBe(rows);
  });
}

const entry = (changes: Partial<RecordingEntry>): RecordingEntry => ({
  id: 'e',
  name: '',
  notes: '',
  pinned: false,
  sites: [],
  from: start,
  to: start,
  lastAt: start,
  rows: 1,
  bytes: 1,
  verdict: null,
  imported: false,
  ...changes,
});

describe('the live recording', () => {
  it('is on disk by itself, under the site that it was made on', async () => {
    const { platform, clock, panel } = await open();
    platform.rows('a', [heap(500), heap(1_000)]);
    await written(panel, clock, 2);
    const { current, entries } = panel.recordings;
    expect(entries.value).toMatchObject([{ sites: ['http://shop.localhost'], rows: 2, imported: false }]);
    panel.exports.json();
    const kept = await onDisk(current.value);
    expect(kept && exportRecording(kept)).toBe(String(platform.saved.at(-1)?.content));
  });

  it('is not kept while there is nothing in it', async () => {
    const { clock, panel } = await open();
    await clock.advance(5 * writeInterval);
    expect(panel.recordings.current.value).toBeNull();
    expect(panel.recordings.entries.value).toEqual([]);
  });

  it('is one recording again when a clear is taken back, with what came in between', async () => {
    const { platform, clock, panel } = await open();
    platform.rows('a', [heap(500)]);
    await written(panel, clock, 1);
    panel.clear();
    platform.rows('a', [heap(1_500)]);
    await written(panel, clock, 1);
    panel.notices.list.value.at(-1)?.undo?.();
    platform.rows('a', [heap(2_500)]);
    await written(panel, clock, 3);
    await vi.waitFor(() => expect(panel.recordings.entries.value).toHaveLength(1));
    const kept = await onDisk(panel.recordings.current.value);
    expect(kept && [...rowsOf(kept, 'heap')].map(({ at }) => at - start)).toEqual([500, 1_500, 2_500]);
  });

  it('is told to be in memory only where there is no storage', async () => {
    globalThis.indexedDB = {
      open() {
        throw new Error('denied');
      },
    } as unknown as IDBFactory;
    const panel = createPanel(
      new FakePlatform(),
      new VirtualClock(
        start,
        fakeBackend(() => start),
      ),
    );
    opened.push(panel);
    await vi.waitFor(() => expect(panel.recordings.library.value.state).toBe('unavailable'));
  });

  it('loses nothing to writes that fail, however often they do', async () => {
    const actions = fc.array(fc.record({ rows: fc.nat({ max: 900 }), fails: fc.boolean() }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(actions, async (steps) => {
        const model = RecordingModel.empty('test', start, { heapInterval: 500, slowRender: 16 });
        const state = model.addSource({ kind: 'page', id: 'p', startedAt: start, url: 'http://localhost/', frame: 0 });
        const parts = new Map<number, string>();
        let fails = false;
        const journal = new Journal(model, {
          environment: { now: () => start, setTimer: () => null, clearTimer: () => {} },
          outgoing: (part) => part,
          async write(entry, number, text) {
            if (fails) throw new Error('full');
            parts.set(number, text);
            return entry;
          },
          written() {},
          failed() {},
        });
        let at = 0;
        for (const step of steps) {
          fails = step.fails;
          for (let i = 0; i < step.rows; i++) model.append('marks', state, { at: start + ++at, label: 'm' });
          await journal.flush();
        }
        fails = false;
        await journal.stop();
        const [first, ...others] = [...parts].sort(([a], [b]) => a - b).map(([, text]) => parseRecording(text));
        const joined = first ? exportRecording(joinRecordings(first, ...others)) : null;
        expect(joined).toBe(at > 0 ? exportRecording(model.store.recording()) : null);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a kept recording', () => {
  it('opens as it was, survives the panel, and keeps its name while it is written on', async () => {
    const { platform, clock, panel } = await open();
    platform.rows('a', [heap(500)]);
    await written(panel, clock, 1);
    const id = panel.recordings.current.value ?? '';
    await panel.recordings.change(id, { name: ' before the fix ', notes: 'slow', pinned: true });
    platform.rows('a', [heap(1_000)]);
    await written(panel, clock, 2);
    const later = await open();
    const [kept] = later.panel.recordings.entries.value;
    expect(kept).toMatchObject({ id, name: 'before the fix', notes: 'slow', pinned: true, rows: 2 });
    const model = vi.waitFor(async () => {
      await later.clock.advance(10);
      if (!later.panel.imported.value) throw new Error('not yet');
      return later.panel.imported.value.model;
    });
    if (kept) await later.panel.openKept(kept);
    expect(exportRecording((await model).store.recording())).toBe(exportRecording(panel.model.value.store.recording()));
  });

  it('that is damaged is refused with a reason', async () => {
    const library = await RecordingLibrary.open(() => {});
    await library.write(entry({ id: 'broken' }), 0, '{"format":"memory-plus/recording@1"');
    library.close();
    const { panel } = await open();
    expect(await panel.recordings.open('broken')).toBeNull();
    expect(panel.notices.list.value.at(-1)?.text).toMatch(/not valid JSON/);
  });

  it('is deleted unless that is taken back', async () => {
    const library = await RecordingLibrary.open(() => {});
    await library.write(entry({ id: 'x' }), 0, 'text');
    library.close();
    const { clock, panel } = await open();
    panel.recordings.remove('x');
    expect(panel.recordings.entries.value).toEqual([]);
    panel.notices.list.value.at(-1)?.undo?.();
    expect(panel.recordings.entries.value).toHaveLength(1);
    panel.recordings.remove('x');
    await clock.advance(20_000);
    await vi.waitFor(async () => {
      const again = await RecordingLibrary.open(() => {});
      const left = await again.entries();
      again.close();
      expect(left).toEqual([]);
    });
  });

  it('is found by the words of its name, notes and sites', () => {
    const one = entry({ name: 'Before', notes: 'the cart leaks', sites: ['http://shop.localhost'] });
    expect(matches(one, 'CART shop')).toBe(true);
    expect(matches(one, 'cart checkout')).toBe(false);
    expect(matches(one, '')).toBe(true);
  });

  it('from a file is kept too, and compared with another', async () => {
    const { platform, clock, panel } = await open();
    platform.rows('a', [heap(500), heap(1_000)]);
    await written(panel, clock, 2);
    panel.exports.json();
    const text = String(platform.saved.at(-1)?.content);
    await panel.importFile(new File([text], 'ci.json'));
    expect(panel.recordings.entries.value.map(({ name, imported }) => [name, imported])).toContainEqual([
      'ci.json',
      true,
    ]);
    const { before, after, changes } = compareParts([text], [text]);
    expect(before).toEqual(after);
    expect(changes.every(({ direction }) => direction === 'same')).toBe(true);
  });
});

describe('making room', () => {
  const anyEntry = fc.record({
    pinned: fc.boolean(),
    bytes: fc.integer({ min: 1, max: 100 }),
    age: fc.nat({ max: 200_000 }),
  });

  it('deletes no more than it must, the oldest first, never a pinned one, and asks where that is not enough', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.nat({ max: 400 }), (many, bytes) => {
        const entries = many.map(({ pinned, bytes, age }, index) =>
          entry({ id: String(index), pinned, bytes, lastAt: start - age }),
        );
        const { evict, ask } = planEviction(entries, { current: '0', now: start, bytes, recordings: 100 });
        const sum = (list: readonly RecordingEntry[]) => list.reduce((total, one) => total + one.bytes, 0);
        const left = entries.filter((one) => !evict.includes(one));
        expect(evict.filter(({ id, pinned, lastAt }) => id === '0' || pinned || start - lastAt <= 60_000)).toEqual([]);
        expect([...evict].sort((a, b) => a.lastAt - b.lastAt)).toEqual(evict);
        const last = evict.at(-1);
        if (last) expect(sum(left) + last.bytes).toBeGreaterThan(bytes);
        if (ask) expect(ask.pinned).toBe(true);
        const couldGo = left.filter(({ id, lastAt }) => id !== '0' && start - lastAt > 60_000);
        if (sum(left) > bytes) expect(ask).toBe(couldGo.sort((a, b) => a.lastAt - b.lastAt)[0] ?? null);
        else expect(ask).toBeNull();
      }),
    );
  });
});
