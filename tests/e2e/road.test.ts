import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { type Recording, rowsOf } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';
import { openSession, type Session, textOf, wait } from './session.ts';

let pages: Awaited<ReturnType<typeof servePages>>;
let session: Session;

beforeAll(async () => {
  pages = await servePages();
  session = await openSession(pages.url('/react'));
});
afterAll(async () => {
  await session?.close();
  await pages?.close();
});

/** How often the recording says that a component rendered, over all sources of one address. */
function renders(recording: Recording, component: string): number {
  let sum = 0;
  for (const row of rowsOf(recording, 'renders')) if (row.component === component) sum += row.count;
  return sum;
}

/** Waits until the tab shows a heap: the road is open. */
function heapShown() {
  return until(20_000, 'The tab shows no heap.', async () =>
    /\d/.test((await textOf(session.panel, 'heap-used')) ?? ''),
  );
}

describe('from the page to the tab', () => {
  it('shows the heap of the page', async () => {
    await heapShown();
    const recording = await session.record();
    const rows = [...rowsOf(recording, 'heap')];
    expect(rows.length).toBeGreaterThan(0);
    const used = await session.page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    const last = rows.at(-1)?.used ?? 0;
    expect(last / used).toBeGreaterThan(0.3);
    expect(last / used).toBeLessThan(3);
    await session.screenshot('overview');
  });

  it('counts every render once, while the worker is stopped 20 times under load', async () => {
    await heapShown();
    const before = await session.page.evaluate(
      () => (window as unknown as { rendered: { Counter: number } }).rendered.Counter,
    );
    const base = renders(await session.record(), 'Counter');
    const load = session.page.evaluate(() =>
      (window as unknown as { run(perSecond: number, count: number): Promise<number> }).run(100, 1_500),
    );
    for (let stops = 0; stops < 20; stops++) {
      await wait(600);
      await session.stopWorker();
    }
    const rendered = (await load) - before;
    await wait(2_000);
    const recording = await session.record();
    expect(renders(recording, 'Counter') - base).toBe(rendered);
    expect(recording.dropped).toEqual({ page: 0, relay: 0, recording: 0 });
  });

  it('names a slow component and what it took', async () => {
    await session.page.evaluate(() => (window as unknown as { burn(ms: number): void }).burn(40));
    await wait(1_500);
    const slow = [...rowsOf(await session.record(), 'slowRenders')].filter(({ component }) => component === 'Slow');
    expect(slow).toHaveLength(1);
    expect(slow[0]?.how).toBe('measured');
    expect(slow[0]?.duration).toBeGreaterThan(38);
    expect(slow[0]?.duration).toBeLessThan(80);
    await until(5_000, 'The slow render is not listed.', () => session.panel.$('[data-testid="slow-render-row"]'));
    await session.screenshot('slow-render');
  });

  it('goes on in the next document, and comes back with the last one', async () => {
    await session.page.goto(pages.url('/plain'));
    await wait(1_500);
    await session.page.goBack();
    await heapShown();
    await wait(1_500);
    const recording = await session.record();
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
      await session.page.goto(pages.url(path));
      seen.push(
        await session.page.evaluate(() => (window as unknown as { hookAtFirstScript: string }).hookAtFirstScript),
      );
    }
    expect(seen).toEqual(Array(10).fill('object'));
  });

  it('breaks nothing in frames with srcdoc, about:blank or none at all', async () => {
    await session.page.goto(pages.url('/frames'));
    await heapShown();
    await wait(1_000);
    expect(await session.page.evaluate(() => (window as unknown as { errors: string[] }).errors)).toEqual([]);
    await session.screenshot('frames');
  });
});
