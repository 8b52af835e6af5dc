import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { byId, inPage, picture, servePanelPage, type Theme } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const minute = 60_000;

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
}, 120_000);
afterAll(() => served?.close());

/** Opens the panel, lets the shop run, and waits until what was recorded is on disk. */
async function recordShop(theme: Theme, width: number, length: number) {
  const { page, problems } = await served.open({ theme, width });
  await inPage(page, (panelPage) => panelPage.connectPage(), null);
  await inPage(page, (panelPage, milliseconds) => panelPage.run(milliseconds), length);
  await page.click(byId('tab-recordings'));
  await page.waitForSelector('.recording .tag--good');
  return { page, problems };
}

const titles = (page: Page) =>
  page.$$eval('.recording__title', (elements) => elements.map(({ textContent }) => textContent ?? ''));

async function chooseFromMenu(page: Page, row: number, label: string): Promise<void> {
  const [menu] = (await page.$$(`${byId('recording-row')} .menu__button`)).slice(row);
  await menu?.click();
  await page.locator(`::-p-text(${label})`).click();
}

describe('kept recordings', () => {
  it('say what to do while there are none', async () => {
    const { page } = await served.open({});
    await page.click(byId('tab-recordings'));
    await page.waitForFunction(() => document.querySelector('main')?.textContent?.includes('kept here by itself'));
    await picture(page, 'recordings-empty-light-1200');
    await page.close();
  });

  it('outlive the panel: listed, named, pinned, found, opened', async () => {
    const first = await recordShop('light', 1200, minute);
    await first.page.close();
    const { page, problems } = await recordShop('light', 1200, 2 * minute);
    expect(await titles(page)).toEqual(['shop.localhost', 'shop.localhost']);
    await chooseFromMenu(page, 1, 'Name and notes…');
    await page.waitForSelector('.recording__edit input:focus');
    await page.keyboard.type('Before the fix');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.body.textContent?.includes('Before the fix'));
    await page.click(`${byId('recording-row')}:nth-child(2) .recording__pin`);
    await page.waitForSelector('.recording__pin[aria-pressed=true]');
    await page.type('.search', 'before');
    await page.waitForFunction(() => document.querySelectorAll('.recording').length === 1);
    await page.click('.recording__open');
    await vi.waitFor(
      async () => {
        await inPage(page, (panelPage) => panelPage.run(500), null);
        expect(await page.$eval('body', (body) => body.textContent)).toContain('Imported Before the fix');
      },
      { timeout: 20_000 },
    );
    expect(problems).toEqual([]);
    await page.close();
  });

  it('are compared, what got worse first, and the comparison is drawn', async () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const width of [1200, 400]) {
        const { page, problems } = await recordShop(theme, width, 6 * minute);
        const boxes = await page.$$('.recording input[type=checkbox]');
        for (const box of boxes.slice(0, 2)) await box.click();
        await page.click(byId('compare-recordings'));
        await page.waitForSelector(`${byId('comparison')} canvas`);
        await page.waitForSelector('[data-testid^=change-]');
        await new Promise((resolve) => setTimeout(resolve, 200));
        await picture(page, `recordings-compare-${theme}-${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.evaluate(axe);
        const found = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
        );
        expect(found).toEqual([]);
        expect(problems).toEqual([]);
        await page.close();
      }
    }
  });

  it('are deleted, which can be taken back', async () => {
    const { page } = await recordShop('light', 1200, minute);
    const before = (await titles(page)).length;
    await chooseFromMenu(page, 1, 'Delete');
    await page.waitForFunction((count) => document.querySelectorAll('.recording').length === count - 1, {}, before);
    await page.locator('::-p-text(Undo)').click();
    await page.waitForFunction((count) => document.querySelectorAll('.recording').length === count, {}, before);
    await page.close();
  });
});

describe('exports', () => {
  it('a report shows itself without a script, and what a page says is text in it', async () => {
    const { page } = await recordShop('light', 1200, 4 * minute);
    const hostile = '<img src=x onerror="document.title=1">';
    await inPage(
      page,
      (panelPage, label) =>
        panelPage.rows([
          ['retained', { at: 1_772_442_240_000, what: 'node', label, count: 3, collections: 2, detail: null }],
        ]),
      hostile,
    );
    await page.click('.split .menu__button');
    await page.locator('::-p-text(Report to read)').click();
    await page.waitForFunction(() => window.panelPage.platform.saved.length === 1);
    const report = await inPage(page, ({ platform }) => String(platform.saved.at(-1)?.content), null);
    const reader = await page.browser().newPage();
    await reader.setContent(report);
    expect(await reader.$$('script, img')).toEqual([]);
    expect(await reader.$eval('main', (main) => main.textContent)).toContain(hostile);
    expect(await reader.$eval('polyline', (line) => line.getAttribute('points')?.split(' ').length)).toBeGreaterThan(
      50,
    );
    await picture(reader, 'report-light');
    await reader.close();
    await page.close();
  });

  it('a picture of the timeline is a PNG of its size; a trace has the slow renders', async () => {
    const { page } = await recordShop('dark', 1200, 4 * minute);
    await page.click(byId('tab-overview'));
    await page.waitForSelector('.timeline canvas');
    await page.click('.split .menu__button');
    await page.locator('::-p-text(Picture of the timeline)').click();
    await page.waitForFunction(() => window.panelPage.platform.saved.length === 1);
    const size = await page.evaluate(async () => {
      const content = window.panelPage.platform.saved[0]?.content;
      const bitmap = content instanceof Blob ? await createImageBitmap(content) : null;
      return { width: bitmap?.width, shown: document.querySelector('.timeline')?.clientWidth };
    });
    expect(Math.abs((size.width ?? 0) - (size.shown ?? 0))).toBeLessThanOrEqual(2);
    await page.click('.split .menu__button');
    await page.locator('::-p-text(Trace for Performance)').click();
    await page.waitForFunction(() => window.panelPage.platform.saved.length === 2);
    const trace = await inPage(page, ({ platform }) => String(platform.saved.at(-1)?.content), null);
    expect(JSON.parse(trace).traceEvents.filter(({ ph }: { ph: string }) => ph === 'b').length).toBeGreaterThan(0);
    await page.close();
  });

  it('a recording dropped anywhere or pasted is opened', async () => {
    const { page } = await recordShop('light', 1200, minute);
    await page.click(byId('export-json'));
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File([String(window.panelPage.platform.saved.at(-1)?.content)], 'from-ci.json'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => document.body.textContent?.includes('Imported from-ci.json'));
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', String(window.panelPage.platform.saved.at(-1)?.content));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await page.waitForFunction(() => document.body.textContent?.includes('Imported pasted.json'));
    await page.close();
  });
});
