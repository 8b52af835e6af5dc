import { describe, expect, it, vi } from 'vitest';
import { artefactsOf } from '../../../panel/store/artefacts.ts';
import { documentsOf } from '../../../panel/store/documents.ts';
import { ignoredKey, parseIgnored } from '../../../panel/store/ignored-labels.ts';
import { createPanel } from '../../../panel/store/panel.ts';
import { SourceState } from '../../../panel/store/source-state.ts';
import { exportRecording } from '../../../src/recording/index.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { FakePlatform, type ScriptedRow } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';
import { InProcessImport } from './import-worker.ts';

vi.setConfig({ testTimeout: 60_000 });

const start = 1_772_442_000_000;
const url = 'http://shop.localhost/cart';

async function open(platform = new FakePlatform()) {
  const clock = new VirtualClock(
    start,
    fakeBackend(() => start),
  );
  const panel = createPanel(platform, clock, () => new InProcessImport());
  await clock.advance(0);
  platform.page({ session: 'a', frame: 0, url, startedAt: start });
  const page = documentsOf(panel).at(-1);
  if (!page) throw new Error('There is no page.');
  return { platform, clock, panel, page };
}

const retained = (at: number, label: string, count: number): ScriptedRow => [
  'retained',
  { at: start + at, what: 'node', label, count, collections: 3, detail: null },
];
/** Enough to accuse: more of it after each collection. */
const growing = (label: string) => [1, 2, 3, 4, 5, 6].map((n) => retained(n * 30_000, label, 10 * n));

describe('the ignore list', () => {
  it('keeps a label out of the verdict and the count, on its site only, and lets it count again', async () => {
    const { platform, panel, page } = await open();
    platform.rows('a', growing('div.card'));
    const word = () => page.analysis.verdict(page.lastAt).word;
    expect(word()).not.toBe('insufficient-data');
    expect(page.counted).toHaveLength(1);
    panel.leaks.ignore(page, { what: 'node', label: 'div.card' }, true);
    await vi.waitFor(() => expect(page.counted).toEqual([]));
    expect(word()).toBe('insufficient-data');
    expect(page.retained.size).toBe(1);
    expect(platform.stored.local.get(ignoredKey)).toEqual({ 'http://shop.localhost': ['node div.card'] });
    panel.notices.list.value.at(-1)?.undo?.();
    await vi.waitFor(() => expect(page.counted).toHaveLength(1));
    expect(word()).not.toBe('insufficient-data');
  });

  it('holds for the next document of the site, for an imported recording of it, and for the next panel', async () => {
    const platform = new FakePlatform();
    platform.stored.local.set(ignoredKey, { 'http://shop.localhost': ['node div.card'] });
    const { panel, page } = await open(platform);
    platform.rows('a', growing('div.card'));
    await vi.waitFor(() => expect(page.counted).toEqual([]));
    platform.page({ session: 'b', frame: 0, url: 'http://shop.localhost/next', startedAt: start + 1 });
    platform.page({ session: 'c', frame: 0, url: 'http://other.localhost/', startedAt: start + 2 });
    for (const session of ['b', 'c']) platform.rows(session, growing('div.card'));
    const counts = () => documentsOf(panel).map(({ counted }) => counted.length);
    expect(counts()).toEqual([0, 0, 1]);
    await panel.importFile(new File([exportRecording(panel.model.value.store.recording())], 'ci.json'));
    expect(panel.imported.value).not.toBeNull();
    expect(counts()).toEqual([0, 0, 1]);
  });

  it('is taken over from another window, and keeps what that has changed', async () => {
    const { platform, panel, page } = await open();
    platform.rows('a', growing('li.row'));
    platform.written('local', ignoredKey, { 'http://shop.localhost': ['node li.row'], 'http://x.test': ['node b'] });
    expect(page.counted).toEqual([]);
    panel.leaks.ignore(page, { what: 'node', label: 'i' }, true);
    await vi.waitFor(() =>
      expect(platform.stored.local.get(ignoredKey)).toEqual({
        'http://x.test': ['node b'],
        'http://shop.localhost': ['node li.row', 'node i'],
      }),
    );
  });

  it.each([null, 'text', [1], { site: 'x' }, { site: [1, null, {}] }])('makes nothing of %j', (stored) => {
    expect(parseIgnored(stored).size).toBe(0);
  });

  it('stays bounded', () => {
    const labels = Array.from({ length: 500 }, (_, index) => `node ${index}`);
    const sites = Object.fromEntries(labels.map((site) => [site, labels]));
    const read = parseIgnored(sites);
    expect(read.size).toBe(200);
    expect([...read.values()].every(({ size }) => size === 200)).toBe(true);
  });
});

describe('inspect', () => {
  it('asks the document for the object under a handle that is new each time, and says what came of it', async () => {
    const { platform, panel, page } = await open();
    platform.rows('a', [retained(1, 'div.card', 3)]);
    const [row] = page.counted;
    if (!row) throw new Error('Nothing is retained.');
    await panel.leaks.viewer.show(page, row, false);
    platform.showOutcome = 'gone';
    await panel.leaks.viewer.show(page, row, true);
    expect(platform.commands).toEqual(['show node div.card of a', 'print node div.card of a']);
    expect(new Set(platform.handles).size).toBe(2);
    for (const handle of platform.handles) expect(handle).toMatch(/^memory-plus-[\da-f-]{36}$/);
    const said = panel.notices.list.value.map(({ text }) => text);
    expect(said[0]).toContain('Elements shows where div.card was taken out');
    expect(said[1]).toContain('collected meanwhile');
    expect(panel.leaks.viewer.busy.value).toBeNull();
  });
});

describe('the console check', () => {
  /** A page that hears of each collection and then tells how many cards are alive. */
  async function withCards(alive: () => number) {
    const opened = await open();
    const { platform, clock } = opened;
    platform.rows('a', [retained(1, 'div.card', alive()), retained(1, 'li.row', 2)]);
    platform.onCollect = () => {
      const at = clock.now();
      platform.rows('a', [
        ['collections', { at, after: null, pause: null }],
        retained(at - start, 'div.card', alive()),
      ]);
    };
    return opened;
  }

  it('names what was held by the console alone', async () => {
    let alive = 7;
    const { platform, clock, panel } = await withCards(() => alive);
    platform.onClearConsole = () => {
      alive = 2;
    };
    const done = panel.leaks.consoleCheck.run();
    await clock.advance(10_000);
    await done;
    expect(panel.leaks.consoleCheck.state.value).toEqual({
      stage: 'done',
      held: [{ what: 'node', label: 'div.card', count: 5 }],
      left: 4,
    });
    expect(platform.commands.filter((command) => command === 'clear console')).toHaveLength(1);
  });

  it('does not blame it for what a collection takes anyway', async () => {
    let alive = 7;
    const { platform, clock, panel } = await withCards(() => alive);
    const collect = platform.onCollect;
    platform.onCollect = () => {
      alive = 3;
      collect();
    };
    const done = panel.leaks.consoleCheck.run();
    await clock.advance(10_000);
    await done;
    expect(panel.leaks.consoleCheck.state.value).toEqual({ stage: 'done', held: [], left: 5 });
  });

  it('can be cancelled, and says why it could not', async () => {
    const { platform, clock, panel } = await withCards(() => 1);
    const done = panel.leaks.consoleCheck.run();
    panel.leaks.consoleCheck.cancel();
    await clock.advance(10_000);
    await done;
    expect(panel.leaks.consoleCheck.state.value).toEqual({ stage: 'idle' });
    expect(platform.commands).not.toContain('clear console');
    platform.onCollect = () => {};
    const unheard = panel.leaks.consoleCheck.run();
    await clock.advance(20_000);
    await unheard;
    expect(panel.notices.list.value.at(-1)?.text).toContain('did not notice the forced collection');
  });
});

describe('tools that hold objects', () => {
  it('are named on what they can hold, with how they are known', () => {
    const state = new SourceState(0, { kind: 'page', id: 'a', startedAt: start, url, frame: 0 });
    const found = { at: start, available: true, detail: 'found in the page: window.$RefreshReg$' };
    state.add('capabilities', { ...found, name: 'React Fast Refresh' });
    state.add('capabilities', { ...found, name: 'Redux DevTools' });
    state.add('capabilities', { ...found, name: 'React DevTools', available: false });
    const names = (what: 'node' | 'component' | 'listener' | 'watched') =>
      artefactsOf(state, { what }).map(({ name }) => name);
    expect(names('component')).toEqual(['React Fast Refresh']);
    expect(names('node')).toEqual(['React Fast Refresh']);
    expect(names('watched')).toEqual(['Redux DevTools']);
    expect(names('listener')).toEqual([]);
    expect(artefactsOf(state, { what: 'node' })[0]?.evidence).toContain('window.$RefreshReg$');
  });
});
