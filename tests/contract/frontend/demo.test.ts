import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../browser/bundle.ts';
import { collectGarbage, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, rowsOf } from './rows.ts';

const root = fileURLToPath(new URL('../../../demo/web', import.meta.url));
// Apart from demo/web/dist, which another test may be showing.
const outDir = mkdtempSync(path.join(tmpdir(), 'memory-plus-demo-'));
let chromium: TestBrowser;
let site: PreviewServer;

beforeAll(async () => {
  await build({ root, logLevel: 'error', build: { outDir } });
  site = await preview({
    root,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', open: false },
  });
  chromium = await startChromium();
}, 90_000);
afterAll(async () => {
  await chromium?.close();
  await site?.close();
  rmSync(outDir, { recursive: true, force: true });
});

it('shows the faults of the demo shop, and none before they are switched on', { timeout: 60_000 }, async () => {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  await page.goto(site.resolvedUrls?.local[0] ?? '');
  await page.evaluate(() => window.monitorTest.start());
  await act(page, () => {});
  const named = async () => (await rowsOf(page, 'slowRenders')).map(({ component }) => component);
  expect(await named()).not.toContain('SlowRecommendation');
  await page.evaluate(() => {
    const { demo } = window as unknown as { demo: { leak(on: boolean): void; slow(on: boolean): void } };
    demo.leak(true);
    demo.slow(true);
  });
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 900));
    await collectGarbage(page);
  }
  expect(await named()).toContain('SlowRecommendation');
  const labels = new Set((await rowsOf(page, 'retained')).map(({ what, label }) => `${what} ${label}`));
  expect(labels).toContain('node div.search-hint');
  expect(labels).toContain('component VisitorBadge');
  const searches = (await rowsOf(page, 'caches')).filter(({ name }) => name === 'searches');
  expect(searches.at(-1)?.size).toBeGreaterThan(searches[0]?.size ?? Number.POSITIVE_INFINITY);
  await page.close();
});
