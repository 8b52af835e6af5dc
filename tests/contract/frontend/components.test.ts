import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleOptions, bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { collectGarbage, run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, render, rowsOf } from './rows.ts';

interface Framework {
  readonly name: string;
  readonly tree: string;
  readonly options: BundleOptions;
  /** How the times of a commit's tree are known. */
  readonly flame: 'measured' | 'timed' | 'counted';
  /** Which tree is asked for, if not the next: each custom element is a commit of its own. */
  readonly wish?: 'slowest';
  readonly rows: number;
  /** Where a development build says that the slow component comes from. */
  readonly place: RegExp | null;
  /** How the code of the slow component begins; none for frameworks without one. */
  readonly code: RegExp;
}

const react = (version: 16 | 17 | 18 | 19, build: ReactBuild): Framework => ({
  name: `React ${version}, ${build} build`,
  tree: 'react-tree',
  options: { mode: build === 'development' ? 'development' : 'production', alias: reactAlias(version, build) },
  flame: build === 'production' ? 'timed' : 'measured',
  rows: 193,
  place: build !== 'development' ? null : version === 19 ? /^use .+:\d+:\d+$/ : /^use \/shop\/src\/Row\.tsx:12:/,
  code: /^function Slow\(/,
});

const preact10 = {
  preact: 'node_modules/preact-10/dist/preact.mjs',
  'preact/devtools': 'node_modules/preact-10/devtools/dist/devtools.mjs',
  'preact/hooks': 'node_modules/preact-10/hooks/dist/hooks.mjs',
};
const other = { rows: 100, code: /burn\(20\)/ } as const;
const place = /^use \/shop\/src\/Row\.tsx:12:7$/;
const vueFile = /^file \/shop\/src\/Slow\.vue:0:0$/;
const prodDevtools = { __VUE_PROD_DEVTOOLS__: 'true' };

const frameworks: readonly Framework[] = [
  ...([16, 17, 18, 19] as const).flatMap((version) =>
    (['development', 'profiling', 'production'] as const).map((build) => react(version, build)),
  ),
  { ...other, name: 'Preact 11', tree: 'preact-tree', options: {}, flame: 'timed', place },
  { ...other, name: 'Preact 10', tree: 'preact-tree', options: { alias: preact10 }, flame: 'timed', place },
  {
    ...other,
    name: 'Vue, development build',
    tree: 'vue-tree',
    options: { mode: 'development' },
    flame: 'measured',
    place: vueFile,
  },
  {
    ...other,
    name: 'Vue, production build with devtools',
    tree: 'vue-tree',
    options: { define: prodDevtools },
    flame: 'counted',
    place: vueFile,
  },
  {
    ...other,
    name: 'custom elements',
    tree: 'elements-tree',
    options: {},
    flame: 'timed',
    wish: 'slowest',
    place: null,
    code: /^class /,
  },
];

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

async function open({ tree, options }: Pick<Framework, 'tree' | 'options'>): Promise<Page> {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  await run(page, await bundle(`tests/contract/frontend/fixtures/${tree}.ts`, options));
  await page.evaluate(() => window.monitorTest.start());
  return page;
}

const overlays = (page: Page) => page.$$eval('memory-plus-highlight', (all) => all.length);
const find = (page: Page, names: readonly string[]) =>
  page.evaluate((wanted) => window.monitorTest.find(wanted), [...names]);

describe.each(frameworks)('$name', (framework) => {
  it('tells how many are mounted, and where they come from', async () => {
    const page = await open(framework);
    await render(page, () => window.tree.mount());
    const { row, slow } = await page.evaluate(() => window.tree.names);
    const [rows, burning, none] = await find(page, [row, slow, 'NoSuchThing-here']);
    expect(rows).toMatchObject({ component: row, walked: true, mounted: framework.rows });
    expect(burning).toMatchObject({ component: slow, walked: true, mounted: 1 });
    expect(burning?.code).toMatch(framework.code);
    const [told] = burning?.places ?? [];
    if (framework.place) expect(`${told?.kind} ${told?.file}:${told?.line}:${told?.column}`).toMatch(framework.place);
    else expect(told).toBeUndefined();
    expect(none).toMatchObject({ mounted: 0, places: [], code: '' });
    await page.close();
  });

  it('draws around them, takes it away, and leaves the page to itself', async () => {
    const page = await open(framework);
    await render(page, () => window.tree.mount());
    const { row, slow } = await page.evaluate(() => window.tree.names);
    const before = await page.evaluate(() => document.documentElement.outerHTML);
    await page.evaluate((name) => window.monitorTest.highlight(name), slow);
    expect(await overlays(page)).toBe(1);
    // What lies under it is reached as if it were not there.
    const reached = await page.evaluate(() => {
      const { x, y } = (document.querySelector('li') as Element).getBoundingClientRect();
      return document.elementFromPoint(x + 2, y + 2)?.localName;
    });
    expect(reached).toBe('li');
    await page.evaluate((name) => window.monitorTest.highlight(name), row);
    expect(await overlays(page)).toBe(1);
    await page.evaluate(() => window.monitorTest.highlight('NoSuchThing'));
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await page.evaluate((name) => window.monitorTest.highlight(name), row);
    await page.evaluate(() => window.monitorTest.stop());
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await page.close();
  });

  it('tells the tree of the next commit when asked, and of no other', async () => {
    const page = await open(framework);
    await render(page, () => window.tree.mount());
    expect(await rowsOf(page, 'flames')).toEqual([]);
    await page.evaluate((wish) => window.monitorTest.flame(wish), framework.wish ?? ('next' as const));
    await render(page, () => window.tree.update(1));
    await render(page, () => window.tree.update(2));
    const all = await rowsOf(page, 'flames');
    if (!framework.wish) expect(new Set(all.map(({ at }) => at)).size).toBe(1);
    if (framework.flame === 'counted') {
      // Each update is told by itself: a tree of one, without times.
      expect(all).toMatchObject([{ component: 'vue' }, { depth: 1, self: null, total: null, how: 'counted' }]);
      return page.close();
    }
    const last = all.at(-1)?.at;
    const flames = all.filter(({ at }) => at === last);
    flames.forEach(({ node, depth }, index) => {
      expect(node).toBe(index);
      if (index > 0) expect(depth).toBeLessThanOrEqual((flames[index - 1]?.depth ?? 0) + 1);
    });
    const { slow } = await page.evaluate(() => window.tree.names);
    const least = await page.evaluate(() => Math.min(...window.tree.burnt.slice(1)));
    const burning = flames.find(({ component }) => component === slow);
    expect(burning?.how).toBe(framework.flame);
    expect(burning?.self).toBeGreaterThan(0.97 * least);
    const parent = flames.slice(0, burning?.node ?? 0).findLast(({ depth }) => depth < (burning?.depth ?? 0));
    expect(parent?.total ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual((burning?.total ?? 0) - 0.2);
    await page.close();
  });
});

describe('a highlight', () => {
  it('keeps nothing of the page alive', async () => {
    const page = await open({ tree: 'elements-tree', options: {} });
    await act(page, () => window.tree.mount());
    await page.evaluate(() => {
      const element = document.querySelector('app-row') as Element;
      window.monitorTest.highlight('app-row');
      Reflect.set(window, 'removed', new WeakRef(element));
      element.remove();
    });
    await collectGarbage(page, 3);
    expect(await overlays(page)).toBe(1);
    expect(await page.evaluate('removed.deref() === undefined')).toBe(true);
    await page.close();
  });

  it('says that there is no tree where no framework has one', async () => {
    const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
    await page.evaluate(() => window.monitorTest.start());
    expect(await find(page, ['App'])).toEqual([{ component: 'App', walked: false, mounted: 0, places: [], code: '' }]);
    await page.evaluate(() => window.monitorTest.highlight('App'));
    expect(await overlays(page)).toBe(0);
    await page.close();
  });
});
