import { describe, expect, it, vi } from 'vitest';
import { createPanel } from '../../../panel/store/panel.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';

vi.setConfig({ testTimeout: 60_000 });

const start = 1_772_442_000_000;
const MB = 1024 * 1024;

/** A page whose step leaves `leaks` objects behind each time it is done. */
async function open(leaks: number) {
  const platform = new FakePlatform();
  const clock = new VirtualClock(
    start,
    fakeBackend(() => start),
  );
  const panel = createPanel(platform, clock);
  const page = { steps: 0, hears: true };
  platform.page({ session: 'a', frame: 0, url: 'http://shop.localhost/', startedAt: start });
  platform.rows('a', [['dom', { at: start, nodes: 100, listeners: null }]]);
  platform.listeners = 12;
  platform.onCollect = () => {
    const at = clock.now();
    if (!page.hears) return;
    const used = 20 * MB + page.steps * leaks * 50_000;
    platform.rows('a', [
      ['collections', { at, after: null, pause: null }],
      ['heap', { at, used, total: 2 * used, limit: 4096 * MB, floor: true }],
      ['retained', { at, what: 'component', label: 'Dialog', count: page.steps * leaks, collections: 2, detail: null }],
    ]);
  };
  const round = async () => {
    page.steps++;
    const ended = panel.check.endRound();
    await clock.advance(20_000);
    await ended;
  };
  const begin = async () => {
    const begun = panel.check.start();
    await clock.advance(20_000);
    await begun;
  };
  return { panel, platform, clock, page, round, begin };
}

describe('the guided check', () => {
  it('proves a leak by what each round leaves, and marks the rounds', async () => {
    const { panel, platform, begin, round } = await open(2);
    await begin();
    expect(panel.check.state.value).toEqual({ stage: 'acting', round: 1 });
    for (let i = 0; i < 7; i++) await round();
    panel.check.finish();
    expect(panel.check.state.value).toMatchObject({
      stage: 'done',
      result: { word: 'leak', grew: { retained: 2, heapFloor: 100_000 } },
    });
    expect(platform.commands.filter((command) => command.startsWith('mark'))).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => `mark round ${number}`),
    );
    expect(panel.check.rounds.value.every(({ listeners }) => listeners === 12)).toBe(true);
  });

  it('finds nothing where nothing is left', async () => {
    const { panel, begin, round } = await open(0);
    await begin();
    for (let i = 0; i < 5; i++) await round();
    panel.check.finish();
    expect(panel.check.state.value).toMatchObject({ stage: 'done', result: { word: 'clean', grew: {} } });
  });

  it('does not count a round whose collection the page did not notice', async () => {
    const { panel, page, begin, round } = await open(1);
    await begin();
    page.hears = false;
    await round();
    expect(panel.check.state.value).toEqual({ stage: 'acting', round: 1 });
    expect(panel.check.rounds.value).toHaveLength(1);
    expect(panel.notices.list.value.at(-1)?.text).toMatch(/does not count/);
    page.hears = true;
    await round();
    expect(panel.check.rounds.value).toHaveLength(2);
  });

  it('ends without a verdict when the page is left', async () => {
    const { panel, platform, begin, round } = await open(1);
    await begin();
    platform.page({ session: 'b', frame: 0, url: 'http://shop.localhost/other', startedAt: start + 1_000 });
    await round();
    expect(panel.notices.list.value.at(-1)?.text).toMatch(/page was left/);
    panel.check.cancel();
    expect(panel.check.state.value).toEqual({ stage: 'idle' });
  });
});
