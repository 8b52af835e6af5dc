import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFindings, byId, inPage, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());

async function openView(view: string, theme: Theme = 'light', width = 1200) {
  const opened = await served.open({ theme, width });
  await inPage(opened.page, (panelPage) => panelPage.connectPage(), null);
  await inPage(opened.page, (panelPage) => panelPage.run(60_000), null);
  await opened.page.click(byId(`tab-${view}`));
  return opened;
}

const settings = (page: Page) => inPage(page, ({ platform }) => platform.settings, null);
const stored = (page: Page) =>
  inPage(page, ({ platform }) => platform.stored.sync.get('preferences') as Record<string, unknown> | undefined, null);

describe('the settings', () => {
  it.each<[Theme, number]>([
    ['light', 1200],
    ['dark', 400],
  ])('in the %s theme at %i px can be read and used by everybody', async (theme, width) => {
    const { page, problems } = await openView('settings', theme, width);
    await page.click(byId('record-frames'));
    await page.waitForSelector(byId('switched-off'));
    await picture(page, `settings-all-${theme}-${width}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.$eval('main', (main) => main.scrollWidth - main.clientWidth)).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('switch off what is not to be recorded, and on again', async () => {
    const { page } = await openView('settings');
    await page.click(byId('record-caches'));
    await page.click(byId('record-renders'));
    expect((await settings(page))?.without).toEqual(['renders', 'caches']);
    expect(await textOf(page, 'switched-off')).toContain('Renders, Caches');
    await page.click(byId('record-caches'));
    await page.click(byId('record-renders'));
    expect(await settings(page)).not.toHaveProperty('without');
    await page.close();
  });

  it('say sizes in the units that were chosen, everywhere at once', async () => {
    const { page } = await openView('settings');
    await page.select(byId('setting-units'), 'exact');
    await page.click(byId('tab-overview'));
    await page.waitForFunction(() => document.querySelector('[data-testid=heap-used]')?.textContent?.includes('MiB'));
    const binary = Number.parseFloat((await textOf(page, 'heap-used')).slice(5));
    await page.click(byId('tab-settings'));
    await page.select(byId('setting-units'), 'decimal');
    await page.click(byId('tab-overview'));
    await page.waitForFunction(() =>
      /\d MB/.test(document.querySelector('[data-testid=heap-used]')?.textContent ?? ''),
    );
    const decimal = Number.parseFloat((await textOf(page, 'heap-used')).slice(5));
    expect(decimal / binary).toBeCloseTo(1.048576, 2);
    await page.close();
  });

  it('refuse nonsense with a word on what is right, and keep what was', async () => {
    const { page } = await openView('settings');
    await page.locator(byId('setting-interval')).fill('5');
    await page.keyboard.press('Tab');
    await page.waitForSelector('[role=alert]');
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toBe('Type a number from 50 to 60,000.');
    expect((await settings(page))?.heapInterval).toBe(500);
    await page.close();
  });

  it('go back to the defaults, which can be undone', async () => {
    const { page } = await openView('settings');
    await page.select(byId('setting-theme'), 'dark');
    await page.click(byId('settings-reset'));
    await page.waitForSelector('html[data-theme=light]');
    await page.click(byId('undo'));
    await page.waitForSelector('html[data-theme=dark]');
    expect(await stored(page)).toMatchObject({ theme: 'dark' });
    await page.close();
  });

  it('say where they are kept, and take over what another window sets', async () => {
    const { page } = await openView('settings');
    expect(await page.$eval(byId('settings-kept'), (note) => note.getAttribute('data-place'))).toBe('everywhere');
    await inPage(
      page,
      ({ platform }) => platform.written('sync', 'preferences', { theme: 'dark', writer: 'other' }),
      null,
    );
    await page.waitForSelector('html[data-theme=dark]');
    await inPage(
      page,
      ({ platform }) => {
        platform.syncFails = 'the quota is used up';
      },
      null,
    );
    await page.click(byId('record-heap'));
    await page.waitForSelector(`${byId('settings-kept')}[data-place=here]`);
    expect(await textOf(page, 'settings-kept')).toContain('the quota is used up');
    await page.close();
  });

  it('keep the paths of addresses in, in every kind of file', async () => {
    const { page } = await openView('settings');
    await page.click(byId('setting-strip-paths'));
    await page.click(byId('export-json'));
    for (const kind of ['Report to read', 'Trace for Performance', 'Table frames']) {
      await page.click('.split .menu__button');
      await page.locator(`::-p-text(${kind})`).click();
    }
    const files = await inPage(page, ({ platform }) => platform.saved.map(({ content }) => String(content)), null);
    expect(files).toHaveLength(4);
    expect(files[0]).toContain('http://shop.localhost/path-1');
    for (const file of files) expect(file).not.toContain('catalogue"');
    await page.close();
  });
});

describe('the caches', () => {
  it.each<[Theme, number]>([
    ['light', 1200],
    ['dark', 400],
  ])('in the %s theme at %i px: rate against size, flags, disk, and what cannot be told', async (theme, width) => {
    const { page, problems } = await served.open({ theme, width });
    await inPage(page, (panelPage) => panelPage.connectPage(), null);
    await inPage(page, (panelPage) => panelPage.run(6 * 60_000), null);
    await inPage(
      page,
      async (panelPage) => {
        const at = panelPage.clock.now();
        await panelPage.rows([
          ['caches', { at, name: 'HTTP cache', hits: 1, misses: 60, size: null, bytes: null }],
          ['caches', { at, name: 'storage', hits: 0, misses: 0, size: null, bytes: 3_400_000 }],
          ['capabilities', { at, name: 'Apollo cache', available: false, detail: 'none found yet' }],
        ]);
      },
      null,
    );
    await page.click(byId('tab-caches'));
    await page.waitForSelector(byId('cache-poor'));
    expect(await textOf(page, 'http-cache-cause')).toContain('reload the page while this tab is open');
    await inPage(
      page,
      async (panelPage) => {
        for (let i = 0; i < 40; i++) panelPage.platform.respond({ forbidden: i < 38, bypassed: false });
        await panelPage.clock.advance(1_000);
        await panelPage.clock.paint();
      },
      null,
    );
    await page.waitForSelector(byId('cache-on-purpose'));
    expect(await textOf(page, 'http-cache-cause')).toContain('38 of 40 responses forbid the browser to keep them');
    expect(await textOf(page, 'storage-use')).toContain('3.2 MB');
    expect(await page.$eval('main', (main) => main.textContent)).toContain('Apollo cache: none found yet');
    expect(await page.$eval('.rates__plot', (plot) => plot.getAttribute('aria-label'))).toMatch(
      /queries: 9\d % at 48 entries/,
    );
    await picture(page, `caches-all-${theme}-${width}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.$eval('main', (main) => main.scrollWidth - main.clientWidth)).toBe(0);
    expect(problems).toEqual([]);
    await page.click(byId('tab-overview'));
    await page.close();
  });
});
