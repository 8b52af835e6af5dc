import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { type Recording, rowsOf } from '../../src/recording/index.ts';
import { heapShown, inspecting, wait } from './session.ts';

const opened = inspecting('/react');

/** How often the recording says that a component rendered, over all sources of one address. */
function renders(recording: Recording, component: string): number {
  let sum = 0;
  for (const row of rowsOf(recording, 'renders')) if (row.component === component) sum += row.count;
  return sum;
}

// A second try would hide a lost row.
describe('from the page to the tab', { retry: 0 }, () => {
  it('shows the heap of the page', async () => {
    await heapShown(opened.session);
    const recording = await opened.session.record();
    const rows = [...rowsOf(recording, 'heap')];
    expect(rows.length).toBeGreaterThan(0);
    const used = await opened.session.page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    const last = rows.at(-1)?.used ?? 0;
    expect(last / used).toBeGreaterThan(0.3);
    expect(last / used).toBeLessThan(3);
    await opened.session.screenshot('overview');
  });

  it('counts every render once, while the worker is stopped 20 times under load', async () => {
    await heapShown(opened.session);
    const before = await opened.session.page.evaluate(
      () => (window as unknown as { rendered: { Counter: number } }).rendered.Counter,
    );
    const base = renders(await opened.session.record(), 'Counter');
    const load = opened.session.page.evaluate(() =>
      (window as unknown as { run(perSecond: number, count: number): Promise<number> }).run(100, 1_500),
    );
    for (let stops = 0; stops < 20; stops++) {
      await wait(600);
      await opened.session.stopWorker();
    }
    const rendered = (await load) - before;
    await wait(2_000);
    const recording = await opened.session.record();
    expect(renders(recording, 'Counter') - base).toBe(rendered);
    expect(recording.dropped).toEqual({ page: 0, relay: 0, recording: 0 });
  });

  it('names a slow component and what it took', async () => {
    await opened.session.page.evaluate(() => (window as unknown as { burn(ms: number): void }).burn(40));
    await wait(1_500);
    const slow = [...rowsOf(await opened.session.record(), 'slowRenders')].filter(
      ({ component }) => component === 'Slow',
    );
    expect(slow).toHaveLength(1);
    expect(slow[0]?.how).toBe('measured');
    expect(slow[0]?.duration).toBeGreaterThan(38);
    expect(slow[0]?.duration).toBeLessThan(80);
    await until(5_000, 'The slow render is not listed.', () =>
      opened.session.panel.$('[data-testid="slow-render-row"]'),
    );
    await opened.session.screenshot('slow-render');
  });

  it('goes on in the next document, and comes back with the last one', async () => {
    await opened.session.page.goto(opened.pages.url('/plain'));
    await wait(1_500);
    await opened.session.page.goBack();
    await heapShown(opened.session);
    await wait(1_500);
    const recording = await opened.session.record();
    const urls = recording.sources.map(({ url }) => new URL(url).pathname);
    expect(urls).toEqual(expect.arrayContaining(['/react', '/plain']));
    const last = [...rowsOf(recording, 'heap')].at(-1);
    expect(recording.sources[last?.source ?? -1]?.url).toMatch(/\/react$/);
  });
});

describe('the page script', () => {
  it.each(['/plain', '/strict'])('is there before the first script of %s, 10 loads of 10', async (path) => {
    const seen: unknown[] = [];
    for (let loads = 0; loads < 10; loads++) {
      await opened.session.page.goto(opened.pages.url(path));
      seen.push(
        await opened.session.page.evaluate(
          () => (window as unknown as { hookAtFirstScript: string }).hookAtFirstScript,
        ),
      );
    }
    expect(seen).toEqual(Array(10).fill('object'));
  });

  it('breaks nothing in frames with srcdoc, about:blank or none at all', async () => {
    await opened.session.page.goto(opened.pages.url('/frames'));
    await heapShown(opened.session);
    await wait(1_000);
    expect(await opened.session.page.evaluate(() => (window as unknown as { errors: string[] }).errors)).toEqual([]);
    await opened.session.screenshot('frames');
  });
});
