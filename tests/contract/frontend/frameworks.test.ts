import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleOptions, bundle } from '../browser/bundle.ts';
import { collectGarbage, run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, render, rowsOf, slowOnes, sum, typicalShare } from './rows.ts';

/** Every framework but React, which has a test of its own: what the same tree must be seen to do. */
const frameworks: readonly {
  name: string;
  tree: string;
  how: 'measured' | 'timed' | 'counted';
  options: BundleOptions;
}[] = [
  { name: 'preact', tree: 'preact-tree', how: 'timed', options: {} },
  {
    name: 'preact',
    tree: 'preact-tree',
    how: 'timed',
    options: {
      alias: {
        preact: 'node_modules/preact-10/dist/preact.mjs',
        'preact/devtools': 'node_modules/preact-10/devtools/dist/devtools.mjs',
        'preact/hooks': 'node_modules/preact-10/hooks/dist/hooks.mjs',
      },
    },
  },
  { name: 'vue', tree: 'vue-tree', how: 'measured', options: { mode: 'development' } },
  { name: 'vue', tree: 'vue-tree', how: 'counted', options: { define: { __VUE_PROD_DEVTOOLS__: 'true' } } },
  { name: 'angular', tree: 'angular-tree', how: 'timed', options: { mode: 'development' } },
  { name: 'lit', tree: 'lit-tree', how: 'timed', options: {} },
  { name: 'lit', tree: 'lit-tree', how: 'timed', options: { mode: 'development' } },
  { name: 'custom elements', tree: 'elements-tree', how: 'timed', options: {} },
];

const updates = 4;
/** What becomes of removed components of these is tried in compositions.test.ts, of many more kinds. */
const composed = new Set(['preact', 'vue']);

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

const open = async () => chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));

const load = async ({ tree, options }: (typeof frameworks)[number]) => {
  const page = await open();
  await run(page, await bundle(`tests/contract/frontend/fixtures/${tree}.ts`, options));
  return page;
};

describe.each(frameworks)('$name, renders $how', (framework) => {
  const { name, how } = framework;

  it('counts renders and names the slow one', async () => {
    const page = await load(framework);
    await page.evaluate(() => window.monitorTest.start());
    await render(page, () => window.tree.mount());
    for (let tick = 1; tick <= updates; tick++) await render(page, (value) => window.tree.update(value), tick);
    const renders = await rowsOf(page, 'renders');
    const { row } = await page.evaluate(() => window.tree.names);
    expect(sum(renders, row, 'count')).toBe(100 * (1 + updates));
    expect(sum(renders, row, 'mounts')).toBe(100);
    expect(new Set(renders.map((row) => row.how))).toEqual(new Set([how]));
    const slow = await slowOnes(page);
    if (how === 'counted') expect(slow).toEqual([]);
    else {
      const share = await typicalShare(
        page,
        slow.map(({ duration }) => duration),
      );
      expect(share).toBeLessThan(1.15);
    }
    const capability = (await rowsOf(page, 'capabilities')).find((row) => row.name === name);
    expect(capability).toMatchObject({ available: true });
    await page.close();
  });

  it('leaves the framework as it was', async () => {
    const page = await load(framework);
    await act(page, () => window.tree.mount());
    await page.evaluate(() => window.monitorTest.start());
    await page.evaluate(() => {
      window.monitorTest.stop();
      window.monitorTest.clear();
    });
    await act(page, () => window.tree.update(1));
    expect(await page.evaluate(() => window.monitorTest.rows)).toEqual({});
    expect(await page.evaluate(() => document.querySelectorAll('li').length)).toBe(100);
    await page.close();
  });
});

it.each(frameworks.filter(({ name }) => !composed.has(name)))(
  '$name: nothing is said about a removed component that died',
  async (framework) => {
    const page = await load(framework);
    await page.evaluate(() => window.monitorTest.start());
    await act(page, () => window.tree.mount());
    await act(page, () => window.tree.show(false));
    await act(page, () => window.tree.update(1));
    await collectGarbage(page, 4);
    const retained = await rowsOf(page, 'retained');
    expect(retained.filter(({ what, count }) => what === 'component' && count > 0)).toEqual([]);
    await page.close();
  },
);

it('says that a production build of Vue without devtools does not tell its renders', async () => {
  const page = await open();
  await run(page, await bundle('tests/contract/frontend/fixtures/vue-tree.ts'));
  await act(page, () => window.tree.mount());
  await page.evaluate(() => window.monitorTest.start());
  await act(page, () => window.tree.update(1));
  expect(await rowsOf(page, 'renders')).toEqual([]);
  const capability = (await rowsOf(page, 'capabilities')).find((row) => row.name === 'vue');
  expect(capability).toMatchObject({ available: false });
  await page.close();
});

describe.each(['svelte', 'solid'])('%s', (name) => {
  it('is named as a framework that does not tell its renders; its slow click is told, and no component', async () => {
    const page = await open();
    await page.evaluate(() => window.monitorTest.start());
    await run(page, await bundle(`tests/contract/frontend/fixtures/${name}-app.ts`));
    await page.click('#slow');
    await page.waitForFunction(() => window.monitorTest.rows.interactions && window.monitorTest.rows.frameScripts);
    expect(await page.$eval('#slow', ({ textContent }) => textContent)).toBe('clicked 1 times');
    expect((await rowsOf(page, 'interactions')).map(({ target }) => target)).toContain('button#slow');
    const told = async () => (await rowsOf(page, 'capabilities')).find((row) => row.name === name);
    await page.waitForFunction(
      (wanted) => window.monitorTest.rows.capabilities?.some((row) => Reflect.get(row, 'name') === wanted),
      {},
      name,
    );
    expect(await told()).toMatchObject({ available: false });
    expect(await rowsOf(page, 'renders')).toEqual([]);
    await page.close();
  });
});
