import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byId, connect, inPage, picture, servePanelPage, type Theme } from './panel-page.ts';

const views = ['overview', 'renders', 'leaks', 'caches', 'snapshots', 'backend', 'recordings', 'settings'] as const;
const sizes = [1200, 400] as const;

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
}, 120_000);
afterAll(() => served?.close());

describe.each<Theme>(['light', 'dark'])('pictures of the %s theme', (theme) => {
  it.each(sizes)(
    'at %i px: every view without an error, nothing wider than the panel',
    async (width) => {
      const { page, problems } = await served.open({ theme, width });
      await connect(page, 'localhost:3000');
      await inPage(page, (panelPage) => panelPage.connectPage(), null);
      await inPage(page, (panelPage, length) => panelPage.run(length), 12 * 60_000);
      for (const view of views) {
        await page.click(byId(`tab-${view}`));
        await page.waitForFunction(
          (id) => document.querySelector(id)?.getAttribute('aria-current') === 'page',
          {},
          byId(`tab-${view}`),
        );
        await new Promise((resolve) => setTimeout(resolve, 150));
        await picture(page, `${view}-${theme}-${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const cutOff = await page.$$eval('.card', (cards) =>
          cards.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.getAttribute('aria-label')),
        );
        expect(cutOff, view).toEqual([]);
      }
      expect(problems).toEqual([]);
      await page.close();
    },
    120_000,
  );
});
