import type { FoundComponent } from '@memory-plus/core/protocol';
import { describe, expect, it } from 'vitest';
import { createPanel } from '../../../panel/store/panel.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';

const start = 1_772_442_000_000;
const script = 'http://shop.localhost/app.js';
const found = (component: string, code = ''): FoundComponent => ({
  component,
  walked: true,
  mounted: 2,
  places: [],
  code,
});

async function open() {
  const platform = new FakePlatform();
  const clock = new VirtualClock(start, async () => new Response('', { status: 404 }));
  const panel = createPanel(platform, clock);
  await clock.advance(0);
  const page = (session: string, frame = 0) =>
    platform.page({ session, frame, url: 'http://shop.localhost/', startedAt: start });
  page('a');
  return { platform, clock, panel, page, components: panel.components };
}

describe('pointing at a component', () => {
  it('draws once the pointer rests, and takes the drawing away', async () => {
    const { platform, clock, components } = await open();
    components.point('A');
    components.point('B');
    await clock.advance(500);
    components.point(null);
    components.point(null);
    expect(platform.questions).toEqual([
      { type: 'highlight', component: 'B' },
      { type: 'find', components: ['B'] },
      { type: 'highlight', component: '' },
    ]);
  });

  it('asks nothing that was passed over, and nothing of a page that is not there', async () => {
    const { platform, clock, components } = await open();
    components.point('A');
    components.point(null);
    platform.events.gone('a');
    components.point('A');
    components.find(['A']);
    components.takeFlame('next');
    await clock.advance(500);
    expect(platform.questions).toEqual([]);
    expect(components.live.value).toBe(false);
    expect(components.wish.value).toBe('none');
  });
});

it('is asked nothing while the page measures nothing, and waits for no tree then', async () => {
  const { platform, clock, panel, components } = await open();
  components.point('A');
  await clock.advance(500);
  components.takeFlame('slowest');
  panel.toggleRecording();
  expect(components.wish.value).toBe('none');
  expect(components.pointed.value).toBeNull();
  const asked = platform.questions.length;
  components.find(['A']);
  components.takeFlame('next');
  expect(platform.questions).toHaveLength(asked);
  panel.toggleRecording();
  components.find(['A']);
  expect(platform.questions).toHaveLength(asked + 1);
});

describe('what the page tells', () => {
  it('is of the document that is shown, and forgotten with it', async () => {
    const { platform, components, page } = await open();
    platform.events.found('a', [found('A')]);
    platform.events.found('b', [found('B')]);
    expect([...components.found.value.keys()]).toEqual(['A']);
    platform.events.gone('a');
    page('b');
    expect(components.found.value.size).toBe(0);
  });

  it('is bounded', async () => {
    const { platform, components } = await open();
    for (let i = 0; i < 50; i++)
      platform.events.found(
        'a',
        Array.from({ length: 100 }, (_, index) => found(`C${i * 100 + index}`)),
      );
    expect(components.found.value.size).toBe(3_000);
  });

  it('ends the wish for the next tree, not the one for the slowest', async () => {
    const { platform, components } = await open();
    const node = { at: start, node: 0, component: 'react', depth: 0, start: 0, self: null, total: 4, omitted: 0 };
    components.takeFlame('next');
    expect(components.wish.value).toBe('next');
    platform.rows('a', [['flames', { ...node, how: 'measured' }]]);
    expect(components.wish.value).toBe('none');
    components.takeFlame('slowest');
    platform.rows('a', [['flames', { ...node, how: 'measured' }]]);
    expect(components.wish.value).toBe('slowest');
  });
});

describe('the source of components', () => {
  it('is looked for once the page has told, and opened only where DevTools knows the file', async () => {
    const { platform, clock, panel } = await open();
    platform.files.set(script, 'function A(){return 1}');
    panel.sources.look(['A']);
    expect(platform.questions).toEqual([{ type: 'find', components: ['A'] }]);
    platform.events.found('a', [found('A', 'function A(){return 1}')]);
    await clock.advance(10);
    const definition = panel.sources.located.value.get('A')?.definition;
    expect(definition).toEqual({ url: script, line: 1, column: 1, generated: null });
    if (!definition) return;
    expect(await panel.sources.open(definition)).toBe(true);
    expect(platform.opened).toEqual([`${script}:1:1`]);
    expect(await panel.sources.open({ ...definition, url: 'chrome://settings/' })).toBe(false);
    expect(await panel.sources.open({ ...definition, url: 'webpack://gone', generated: definition })).toBe(true);
    expect(platform.opened).toHaveLength(2);
  });
});
