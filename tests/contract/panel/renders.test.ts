import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { byId, inPage, picture, servePanelPage, type Theme } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const minute = 60_000;

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());

async function open(options: { theme?: Theme; width?: number } = {}) {
  const opened = await served.open({ height: 1_400, ...options });
  await inPage(opened.page, (panelPage) => panelPage.connectPage(), null);
  await inPage(opened.page, (panelPage, length) => panelPage.run(length), 12 * minute);
  await opened.page.click(byId('tab-renders'));
  await opened.page.waitForSelector(byId('render-row'));
  return opened;
}

const advance = (page: Page) => inPage(page, ({ clock }) => clock.advance(500).then(() => clock.paint()), null);
const names = (page: Page) =>
  page.$$eval(`${byId('render-row')} th`, (all) => all.map((cell) => cell.textContent ?? ''));
const questions = (page: Page) => inPage(page, ({ platform }) => platform.questions, null);
const textsOf = (page: Page, id: string) =>
  page.$$eval(byId(id), (all) => all.map((element) => element.textContent ?? ''));

async function choose(page: Page, component: string): Promise<void> {
  for (const row of await page.$$(byId('render-row')))
    if ((await row.evaluate((element) => element.querySelector('th')?.textContent)) === component) await row.click();
  await advance(page);
}

describe('the renders view', () => {
  let page: Page;
  let problems: string[];
  beforeEach(async () => {
    ({ page, problems } = await open());
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    await page.close();
  });

  it('is sorted by any column, with the keyboard too, and says so', async () => {
    expect((await names(page))[0]).toBe('ProductList');
    const head = (title: string) => `th button::-p-text(${title})`;
    await page.click(head('Renders'));
    expect((await names(page))[0]).toBe('ProductCard');
    const sorted = () => page.$$eval('[aria-sort]', (all) => all.map((one) => one.getAttribute('aria-sort')));
    expect((await sorted()).filter((order) => order !== 'none')).toEqual(['descending']);
    await page.focus(head('Renders'));
    await page.keyboard.press('Enter');
    expect((await sorted()).filter((order) => order !== 'none')).toEqual(['ascending']);
    expect((await names(page)).at(-1)).toBe('ProductCard');
    await page.click(head('Component'));
    expect(await names(page)).toEqual(['LegacyCart (class)', 'PriceChart', 'ProductCard', 'ProductList', 'SearchBox']);
  });

  it('counts why the chosen component rendered, and where its frames went', async () => {
    await choose(page, 'ProductList');
    const reasons = await page.$$eval(`${byId('render-reasons')} strong`, (all) => all.map((one) => one.textContent));
    expect(reasons).toEqual(['props 3×', 'state 2×', 'context 1×', 'parent 1×']);
    expect(await page.$$eval(`${byId('render-reasons')} code`, (all) => all.map((one) => one.textContent))).toEqual([
      'items 3×',
      'onPick 2×',
    ]);
    const causes = await textsOf(page, 'frame-cause');
    expect(causes[0]).toMatch(/^132 msat 6:38Render 65 ms: ProductList/);
    const expanded = () => page.$eval(byId('frame-cause'), (head) => head.getAttribute('aria-expanded'));
    expect(await expanded()).toBe('true');
    await page.click(byId('frame-cause'));
    expect(await expanded()).toBe('false');
  });

  it('has the page show what the pointer or the keyboard is on, until it leaves', async () => {
    const [, second] = await page.$$(byId('render-row'));
    await second?.hover();
    await advance(page);
    expect((await questions(page)).map(({ type }) => type)).toEqual(['highlight', 'find']);
    expect(await textsOf(page, 'pointed')).toEqual(['PriceChart: nothing to show in the page now']);
    await page.mouse.move(2, 2);
    expect((await questions(page)).at(-1)).toEqual({ type: 'highlight', component: '' });
    await page.focus('[role="grid"]');
    await page.keyboard.press('ArrowDown');
    await advance(page);
    expect(await textsOf(page, 'pointed')).toEqual(['ProductList: 1 instance shown in the page']);
    await page.keyboard.press('Tab');
    expect((await questions(page)).at(-1)).toEqual({ type: 'highlight', component: '' });
  });

  it('opens the place in the source, through the map', async () => {
    await choose(page, 'ProductList');
    await advance(page);
    expect(await textsOf(page, 'open-source')).toEqual(['assets/shop.js:2']);
    await page.click(byId('open-source'));
    await vi.waitFor(async () =>
      expect(await inPage(page, ({ platform }) => platform.opened, null)).toEqual([
        'http://shop.localhost/assets/shop.js:2:1',
      ]),
    );
    await choose(page, 'SearchBox');
    await vi.waitFor(async () => expect(await textsOf(page, 'open-source')).toEqual(['src/PriceTag.tsx:2']));
    await choose(page, 'PriceChart');
    await vi.waitFor(async () => expect((await textsOf(page, 'component-source'))[0]).toContain('No place is told'));
  });

  it('shows the name of the source beside one that was minified, when asked', async () => {
    const renders = { at: 0, component: 't', count: 4, mounts: 0, slow: 0, total: 9, self: 9, worst: 4, worstAt: 0 };
    await inPage(
      page,
      ({ rows, clock }, row) =>
        rows([['renders', { ...row, at: clock.now(), worstAt: clock.now(), how: 'timed', buckets: [] }]]),
      renders,
    );
    expect(await names(page)).toContain('t');
    await page.click(byId('source-names'));
    await advance(page);
    await vi.waitFor(async () => expect(await names(page)).toContain('t PriceTag in the source'));
  });

  it('takes the tree of a commit when asked, and is walked by keyboard', async () => {
    await page.click(byId('flame-next'));
    await advance(page);
    const bars = await page.$$eval(byId('flame-bar'), (all) =>
      all.map((bar) => [bar.getAttribute('aria-level'), bar.getAttribute('aria-label')]),
    );
    expect(bars).toHaveLength(36);
    expect(bars[1]).toEqual(['2', 'App: 104 ms, by itself 1.2 ms, timed in production']);
    await page.focus(`${byId('flame-bar')}[tabindex="0"]`);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight'] as const) await page.keyboard.press(key);
    await advance(page);
    expect((await textsOf(page, 'flame-said'))[0]).toMatch(/^ProductList: 74 ms, by itself 21 ms/);
    expect((await questions(page)).findLast(({ type }) => type === 'highlight')).toMatchObject({
      component: 'ProductList',
    });
    await page.keyboard.press('Enter');
    expect((await page.$$(byId('flame-bar'))).length).toBe(33);
    await page.keyboard.press('Escape');
    expect((await page.$$(byId('flame-bar'))).length).toBe(36);
  });
});

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it.each([1_200, 400])('at %i px: nothing cut off, and nothing for axe to say', async (width) => {
    const { page, problems } = await open({ theme, width });
    await page.click(byId('flame-next'));
    await choose(page, 'ProductList');
    await page.evaluate(() => document.querySelector('details')?.setAttribute('open', ''));
    await picture(page, `renders-whole-${theme}-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe: tool } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
      return (await tool.run()).violations.map((violation) => JSON.stringify(violation).slice(0, 600));
    });
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });
});
