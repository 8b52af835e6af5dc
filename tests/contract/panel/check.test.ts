import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId, inPage, picture, servePanelPage } from './panel-page.ts';

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
}, 120_000);
afterAll(() => served?.close());

/** Presses and lets the forced collections happen. */
async function press(page: Page, handle: string): Promise<void> {
  await page.click(byId(handle));
  await inPage(page, (panelPage) => panelPage.clock.advance(5_000).then(() => panelPage.clock.paint()), null);
}

describe('the guided check', () => {
  it.each([
    ['light', 1200],
    ['dark', 400],
  ] as const)('leads through rounds to a verdict (%s, %i px)', async (theme, width) => {
    const { page, problems } = await served.open({ theme, width });
    await inPage(
      page,
      ({ platform, clock, connectPage }) => {
        connectPage();
        let steps = 0;
        platform.listeners = 41;
        platform.onCollect = () => {
          const at = clock.now();
          const count = Math.floor(++steps / 2);
          platform.listeners = 41 + count;
          const used = 42e6 + count * 120_000;
          platform.rows('session-1', [
            ['collections', { at, after: null, pause: null }],
            ['heap', { at, used, total: 6e7, limit: 4e9, floor: true }],
            ['dom', { at, nodes: 812, listeners: null }],
            ['retained', { at, what: 'component', label: 'Dialog', count, collections: 2, detail: null }],
          ]);
        };
      },
      null,
    );
    await page.click(byId('tab-leaks'));
    await picture(page, `check-prepare-${theme}-${width}`);
    await press(page, 'check-start');
    expect(await page.$(`${byId('check-finish')}:disabled`)).not.toBeNull();
    for (let round = 0; round < 7; round++) await press(page, 'check-round');
    await picture(page, `check-rounds-${theme}-${width}`);
    await page.click(byId('check-finish'));
    await page.waitForSelector(`${byId('check-verdict')}[data-verdict=leak]`);
    await picture(page, `check-result-${theme}-${width}`);
    expect(await page.$eval(byId('guided-check'), (card) => card.textContent)).toMatch(
      /1 objects? that should be gone/,
    );
    const cards = await page.$eval('main', (main) => main.scrollWidth - main.clientWidth);
    expect(cards).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });
});
