import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { rowsOf } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

const cases = ([18, 19] as const).flatMap((version) =>
  (['production', 'development'] as ReactBuild[]).map((build) => ({ version, build })),
);

it.each(cases)(
  'React $version, $build: suspended, interrupted and strict renders of two roots blame nobody wrongly',
  async ({ version, build }) => {
    const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
    const alias = reactAlias(version, build);
    const mode = build === 'development' ? 'development' : 'production';
    await run(page, await bundle('tests/contract/frontend/fixtures/react-concurrent.ts', { mode, alias }));
    await page.evaluate(() => {
      window.monitorTest.start();
      window.concurrent.mount();
    });
    for (let tick = 1; tick <= 3; tick++) {
      await page.evaluate((value) => window.concurrent.transition(value), tick);
      await new Promise((resolve) => setTimeout(resolve, 900));
    }
    const burnt = await page.evaluate(() => window.concurrent.burnt);
    const least = Math.min(...burnt);
    const all = burnt.reduce((sum, time) => sum + time, 0);
    expect(burnt.length).toBeGreaterThan(6);
    const renders = await rowsOf(page, 'renders');
    const slow = await rowsOf(page, 'slowRenders');
    // Whoever is said to have taken as long as `Slow` must be `Slow`, or nobody.
    const blamed = slow.filter(({ self }) => (self ?? 0) >= least * 0.9).map(({ component }) => component);
    expect(blamed.filter((component) => component !== 'Slow' && component !== '(unattributed)')).toEqual([]);
    expect(blamed.length).toBeGreaterThan(0);
    const told = renders
      .filter(({ component }) => component === 'Slow')
      .reduce((sum, { self }) => sum + (self ?? 0), 0);
    expect(told).toBeLessThanOrEqual(all * 1.15);
    expect(renders.find(({ component }) => component === 'Quick')?.count).toBeGreaterThan(0);
    await page.close();
  },
);
