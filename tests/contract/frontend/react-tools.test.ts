import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { render, rowsOf, sum } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

const cases = ['devtools', 'bippy', 'refresh'].flatMap((tool) =>
  (['before', 'after'] as const).flatMap((when) => ([17, 18, 19] as const).map((version) => ({ tool, when, version }))),
);

it.each(cases)(
  'React $version with $tool installed $when ours: both see each commit',
  async ({ tool, when, version }) => {
    const ours = await bundle('tests/contract/frontend/fixtures/monitor.ts');
    const theirs = await bundle(`tests/contract/frontend/fixtures/tool-${tool}.ts`, { mode: 'development' });
    const page = await chromium.open(when === 'before' ? `${theirs}\n${ours}` : `${ours}\n${theirs}`);
    const alias = reactAlias(version, 'development');
    await run(page, await bundle('tests/contract/frontend/fixtures/react-tree.ts', { mode: 'development', alias }));
    await page.evaluate(() => window.monitorTest.start());
    await render(page, () => window.tree.mount());
    for (let tick = 1; tick <= 2; tick++) await render(page, (value) => window.tree.update(value), tick);
    const renders = await rowsOf(page, 'renders');
    expect(sum(renders, 'Row', 'count')).toBe(3 * 193);
    expect(sum(renders, 'Slow', 'slow')).toBe(3);
    const [capability] = (await rowsOf(page, 'capabilities')).filter(({ name }) => name === 'react');
    expect(capability?.detail).toMatch(new RegExp(`^${version}\\..*, development build: durations measured`));
    // DevTools tells of commits that change the tree's shape, Fast Refresh counts roots.
    await page.waitForFunction((least) => window.otherTool.seen() >= least, {}, tool === 'bippy' ? 3 : 1);
    await page.close();
  },
);
