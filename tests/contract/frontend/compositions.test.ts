import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { render, rowsOf, slowOnes, sum, typicalShare } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

const cases = ([16, 17, 18, 19] as const).flatMap((version) =>
  (['development', 'profiling', 'production'] as ReactBuild[]).map((build) => ({ version, build })),
);

describe.each(cases)('React $version, $build build, put together in every way', ({ version, build }) => {
  it('counts what was put on the screen, under its name, and names the slow one of 200', async () => {
    const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
    const mode = build === 'development' ? 'development' : 'production';
    const alias = reactAlias(version, build);
    await run(page, await bundle('tests/contract/frontend/fixtures/react-compositions.ts', { mode, alias }));
    const own = await page.evaluate(async () => {
      window.monitorTest.start();
      await window.compositions.run();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return window.compositions.told;
    });
    const renders = await rowsOf(page, 'renders');
    const told = Object.fromEntries(
      [...new Set(renders.map(({ component }) => component))]
        .filter((component) => component !== '(unattributed)')
        .map((component) => [
          component,
          { renders: sum(renders, component, 'count'), mounts: sum(renders, component, 'mounts') },
        ]),
    );
    expect(told).toEqual(own);

    await render(page, () => window.tree.mount());
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (let tick = 1; tick <= 4; tick++) await render(page, (value) => window.tree.update(value), tick);
    const slow = await slowOnes(page);
    const share = await typicalShare(
      page,
      slow.map(({ self }) => self),
    );
    expect(share).toBeLessThan(1.15);
    await page.close();
  });
});
