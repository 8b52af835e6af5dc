import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Firefox } from '../../../scripts/browser/firefox.mjs';
import { until } from '../../../scripts/browser/panel.mjs';
import { parseRecording, rowsOf } from '../../../src/recording/index.ts';
import { bundle } from '../../contract/browser/bundle.ts';
import { servePages } from '../pages.ts';
import { noFirefox, openFirefox } from './session.ts';

describe.skipIf(noFirefox)('the page library alone in Firefox', () => {
  let pages: Awaited<ReturnType<typeof servePages>>;
  let firefox: Firefox;
  beforeAll(async () => {
    pages = await servePages();
    firefox = await openFirefox({ extension: null });
    await firefox.page.goto(pages.url('/plain'));
    await firefox.page.addScriptTag({ content: await bundle('tests/contract/frontend/fixtures/library.ts') });
    expect(await firefox.page.evaluate(() => window.library.memoryMonitor.start({ heapInterval: 100 }))).toBe(true);
  });
  afterAll(async () => {
    await firefox?.close();
    await pages?.close();
  });
  const recording = async () =>
    parseRecording(String(await firefox.page.evaluate(() => window.library.memoryMonitor.exportMetrics())));

  it('says of each capability whether it is available here, and why not', async () => {
    const capabilities = await firefox.page.evaluate(() => window.library.memoryMonitor.capabilities);
    const available = Object.fromEntries(Object.entries(capabilities).map(([name, told]) => [name, told.available]));
    expect(available).toMatchObject({
      heap: false,
      frames: false,
      interactions: true,
      dom: true,
      retained: true,
      collections: true,
    });
    expect(capabilities.heap?.detail).toBe('this browser does not tell pages the size of their heap');
    for (const [name, { available: yes, detail }] of Object.entries(capabilities))
      if (!yes) expect(detail, name).not.toBe('');
    expect(await firefox.page.evaluate(() => window.library.memoryMonitor.heap)).toBeNull();
  });

  it('records a slow render that the page timed', async () => {
    await firefox.page.evaluate(() => window.library.memoryMonitor.trackRender('Chart', 42));
    await until(5_000, 'The slow render is not recorded.', async () =>
      [...rowsOf(await recording(), 'slowRenders')].some(
        ({ component, duration }) => component === 'Chart' && duration === 42,
      ),
    );
  });

  it('tells a watched object that outlives collections, and not one that died', async () => {
    await firefox.page.evaluate(() => {
      const held = { name: 'held' };
      Object.assign(window, { held });
      window.library.memoryMonitor.watch(held, 'the held object');
      window.library.memoryMonitor.watch({ name: 'dying' }, 'the dying object');
    });
    const labels = await until(30_000, 'The held object is not told.', async () => {
      await firefox.collectGarbage();
      const told = [...rowsOf(await recording(), 'retained')].map(({ label }) => label);
      return told.includes('the held object') ? told : null;
    });
    expect(labels).not.toContain('the dying object');
  });

  it('ends a round of the guided check after a collection only, and finds what each round left', async () => {
    const { page } = firefox;
    const collections = async () => [...rowsOf(await recording(), 'collections')].length;
    const settled = async (step: 'begin' | 'round') => {
      const before = await collections();
      const ending = page.evaluate((name) => window.library.memoryMonitor.check[name](), step);
      await firefox.collectGarbage();
      expect(await ending).toBe(true);
      expect(await collections()).toBeGreaterThan(before);
    };
    await settled('begin');
    for (let round = 0; round < 3; round++) {
      await page.evaluate(() => document.body.append(document.createElement('p')));
      await settled('round');
    }
    const result = await page.evaluate(() => window.library.memoryMonitor.check.end());
    expect(result.word).toBe('leak');
    expect(result.grew).toMatchObject({ nodes: 1 });
    expect(result.rounds.every(({ heapFloor }) => heapFloor === null)).toBe(true);
  });

  it('tells its own cost, stops, and exports what it recorded', async () => {
    await until(5_000, 'Its own cost is not told.', async () => [...rowsOf(await recording(), 'costs')].length > 0);
    const { rows, running } = await firefox.page.evaluate(async () => {
      const { memoryMonitor } = window.library;
      memoryMonitor.stop();
      const before = memoryMonitor.exportMetrics();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { rows: before === memoryMonitor.exportMetrics(), running: memoryMonitor.running };
    });
    expect(running).toBe(false);
    expect(rows).toBe(true);
    expect([...rowsOf(await recording(), 'heap')]).toEqual([]);
  });
});
