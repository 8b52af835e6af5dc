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
