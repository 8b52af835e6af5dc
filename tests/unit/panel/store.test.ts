import { parseSettings } from '@memory-plus/core/protocol';
import { exportRecording, parseRecording, rowsOf } from '@memory-plus/core/recording';
import { describe, expect, it, vi } from 'vitest';
import { documentsOf } from '../../../panel/store/documents.ts';
import { createPanel, type Panel } from '../../../panel/store/panel.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { FakePlatform, type ScriptedRow } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';
import { InProcessImport } from './import-worker.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const start = 1_772_442_000_000;
const MB = 1024 * 1024;
const heap = (at: number, used = 50 * MB): ScriptedRow => [
  'heap',
  { at: start + at, used, total: 2 * used, limit: 4096 * MB, floor: false },
];
const mark = (at: number, label: string): ScriptedRow => ['marks', { at: start + at, label }];

async function open(prepare: (platform: FakePlatform) => void = () => {}) {
  const platform = new FakePlatform();
  prepare(platform);
  let now = () => start;
  const clock = new VirtualClock(
    start,
    fakeBackend(() => now()),
  );
  now = () => clock.now();
  const panel = createPanel(platform, clock, () => new InProcessImport());
  await clock.advance(0);
  return { platform, clock, panel };
}

async function withPage() {
  const opened = await open();
  opened.platform.page({ session: 'a', frame: 0, url: 'http://shop.localhost/', startedAt: start });
  return opened;
}

function exported(panel: Panel, platform: FakePlatform) {
  panel.exports.json();
  return parseRecording(String(platform.saved.at(-1)?.content));
}

const fileOf = (text: string, name = 'kept.json') => new File([text], name);

describe('the settings', () => {
  it('that the page is measured with are nothing but what the road takes', async () => {
    const { platform, panel } = await open();
    expect(parseSettings(platform.settings)).toEqual(platform.settings);
    panel.prefer({ theme: 'dark', slowRender: 30, muteComponentTracks: true, without: ['caches', 'renders'] });
    expect(platform.settings).toMatchObject({
      slowRender: 30,
      muteComponentTracks: true,
      without: ['caches', 'renders'],
    });
    expect(parseSettings(platform.settings)).toEqual(platform.settings);
  });
});

describe('rows of the page', () => {
  it('are recorded with their source, oldest first, and what was lost is counted by place', async () => {
    const { platform, panel } = await withPage();
    platform.rows('a', [mark(600, 'late'), heap(500), heap(1_000)], { page: 3, relay: 2 });
    platform.rows('stranger', [heap(1_500)]);
    const recording = exported(panel, platform);
    expect([...rowsOf(recording, 'heap')].map(({ at }) => at - start)).toEqual([500, 1_000]);
    expect(recording.dropped).toEqual({ page: 3, relay: 3, recording: 0 });
    expect(panel.model.value.dropped).toBe(6);
    expect(recording.sources).toMatchObject([{ kind: 'page', id: 'a', frame: 0 }]);
  });

  it('reach the views at most four times a second', async () => {
    const { platform, clock, panel } = await withPage();
    await clock.advance(1_000);
    await clock.paint();
    const before = panel.revision.value;
    for (let i = 1; i <= 200; i++) {
      platform.rows('a', [heap(1_000 + i * 10)]);
      await clock.advance(10);
      await clock.paint();
    }
    expect(panel.revision.value - before).toBeGreaterThan(4);
    expect(panel.revision.value - before).toBeLessThanOrEqual(9);
  });

  it('of another frame are another series', async () => {
    const { platform, panel } = await withPage();
    platform.page({ session: 'b', frame: 7, url: 'http://ads.localhost/', startedAt: start });
    platform.rows('a', [heap(500, 1 * MB)]);
    platform.rows('b', [heap(500, 2 * MB)]);
    expect(documentsOf(panel).map((page) => page.heap.used.last)).toEqual([1 * MB]);
    panel.selection.frame.value = 7;
    expect(documentsOf(panel).map((page) => page.heap.used.last)).toEqual([2 * MB]);
  });

  it('of the next document begin a new source in the same frame', async () => {
    const { platform, panel } = await withPage();
    platform.rows('a', [heap(500)]);
    platform.events.gone('a');
    expect(panel.connection.value.state).toBe('gone');
    platform.page({ session: 'c', frame: 0, url: 'http://shop.localhost/next', startedAt: start + 900 });
    platform.rows('c', [heap(1_000)]);
    expect(panel.connection.value.state).toBe('connected');
    expect(documentsOf(panel).map(({ source }) => source.id)).toEqual(['a', 'c']);
  });
});

describe('recording', () => {
  it('pauses and goes on, and counts the time without pauses', async () => {
    const { platform, clock, panel } = await withPage();
    await clock.advance(3_000);
    panel.toggleRecording();
    await clock.advance(5_000);
    panel.toggleRecording();
    await clock.advance(1_000);
    expect(panel.recorded()).toBe(4_000);
    expect(platform.commands).toEqual(['record false', 'record true']);
  });

  it('is cleared, and undo brings back what was there with what came since', async () => {
    const { platform, clock, panel } = await withPage();
    platform.rows('a', [heap(500), mark(500, 'one')], { page: 1, relay: 0 });
    panel.clear();
    expect(panel.model.value.store.size).toBe(0);
    expect(panel.model.value.store.sources).toHaveLength(1);
    platform.rows('a', [heap(1_000)], { page: 1, relay: 0 });
    await clock.advance(1_000);
    panel.notices.list.value[0]?.undo?.();
    const recording = exported(panel, platform);
    expect([...rowsOf(recording, 'heap')].map(({ at }) => at - start)).toEqual([500, 1_000]);
    expect([...rowsOf(recording, 'marks')]).toHaveLength(1);
    expect(recording.dropped.page).toBe(2);
    platform.rows('a', [heap(1_500)]);
    expect(exported(panel, platform).tables.heap?.at).toHaveLength(3);
  });

  it('keeps the paired server through a clear', async () => {
    const { clock, panel } = await withPage();
    await panel.pairing.connect('localhost:3000', '');
    await clock.advance(5_000);
    panel.clear();
    await clock.advance(5_000);
    expect(panel.model.value.store.sources.map(({ kind }) => kind).sort()).toEqual(['page', 'server']);
    expect(panel.model.value.store.rows('heap')).toBeGreaterThan(0);
  });

  it('tells the page of marks, with a name or a number', async () => {
    const { platform, panel } = await withPage();
    panel.mark();
    panel.mark('opened catalogue');
    panel.mark('  ');
    expect(platform.commands).toEqual(['mark Mark 1', 'mark opened catalogue', 'mark Mark 3']);
  });

  it('says why garbage was not collected, and can try again', async () => {
    const { platform, panel } = await withPage();
    platform.collectFails = 'Reload the page and try again.';
    await panel.collectGarbage();
    expect(panel.notices.list.value).toMatchObject([{ tone: 'problem', text: platform.collectFails }]);
    expect(panel.collecting.value).toBe(false);
  });
});

describe('export and import', () => {
  it('shows an imported recording in place while the live one goes on, and exports it unchanged', async () => {
    const { platform, panel } = await withPage();
    platform.rows('a', [heap(500), mark(700, 'kept')]);
    const text = exportRecording(exported(panel, platform));
    panel.clear();
    await panel.importFile(fileOf(text));
    expect(panel.imported.value?.name).toBe('kept.json');
    expect(documentsOf(panel)[0]?.marks.map(({ label }) => label)).toEqual(['kept']);
    platform.rows('a', [heap(9_000)]);
    expect(exportRecording(exported(panel, platform))).toBe(text);
    panel.backToLive();
    expect(documentsOf(panel)[0]?.heap.used.length).toBe(1);
  });

  it('judges an imported recording as it judged the live one', async () => {
    const { platform, panel } = await withPage();
    for (let i = 1; i <= 1_500; i++) {
      const floor = 40 + (i / 120) * 3;
      const collection: ScriptedRow = ['collections', { at: start + i * 500 - 60, after: null, pause: null }];
      const used = (floor + (i % 60) * 0.5) * MB;
      platform.rows('a', [heap(i * 500, used), ...(i % 60 === 0 ? [collection] : [])]);
    }
    const live = documentsOf(panel)[0];
    const word = live?.analysis.verdict(live.lastAt).word;
    expect(word).toBe('leak');
    await panel.importFile(fileOf(exportRecording(exported(panel, platform))));
    const imported = documentsOf(panel)[0];
    expect(imported).not.toBe(live);
    expect(imported?.analysis.verdict(imported.lastAt)).toEqual(live?.analysis.verdict(live.lastAt));
  });

  it.each([
    ['', 'The file is empty.'],
    ['{"format":"memory-plus/recording@9"}', 'memory-plus/recording@9'],
    ['{"snapshot":{},"nodes":[]}', 'heap snapshot'],
  ])('says why %s cannot be opened, and changes nothing', async (text, reason) => {
    const { panel } = await withPage();
    await panel.importFile(fileOf(text, 'foreign.json'));
    expect(panel.imported.value).toBeNull();
    expect(panel.notices.list.value[0]?.text).toContain('foreign.json');
    expect(panel.notices.list.value[0]?.text).toContain(reason);
  });

  it('saves a table as CSV', async () => {
    const { platform, panel } = await withPage();
    platform.rows('a', [mark(500, '=1+1')]);
    panel.exports.csv('marks');
    expect(platform.saved[0]?.name).toMatch(/^memory-plus-marks-.*\.csv$/);
    expect(platform.saved[0]?.content).toContain("'=1+1");
  });
});

describe('preferences', () => {
  it('reach the page and the store', async () => {
    const { platform, panel } = await withPage();
    panel.prefer({ slowRender: 33, theme: 'dark' });
    expect(platform.settings).toEqual({ heapInterval: 500, slowRender: 33, muteComponentTracks: false });
    expect(exported(panel, platform).settings.slowRender).toBe(33);
  });
});

describe('a page that does not answer', () => {
  it('is explained by what the browser says of it', async () => {
    const { platform, clock, panel } = await open();
    const access = { state: 'not-granted', url: 'https://shop.example/', pattern: 'https://shop.example/*' } as const;
    platform.accessAnswer = access;
    platform.events.absent();
    await clock.advance(0);
    expect(panel.connection.value).toEqual({ state: 'absent', access });
  });

  it('is reloaded once the person allowed it, and left alone where not', async () => {
    const { platform, panel } = await open();
    await panel.requestAccess('https://shop.example/*');
    expect(platform.commands).toEqual(['request https://shop.example/*', 'reload']);
    platform.permission = false;
    await panel.requestAccess('*://*/*');
    expect(platform.commands).toHaveLength(3);
    expect(panel.notices.list.value).toHaveLength(1);
  });
});
