import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFindings, byId, inPage, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());

/** The shop has leaked for some minutes, and its page has tools of developers in it. */
async function openLeaks(theme: Theme = 'light', width = 1200): Promise<{ page: Page; problems: string[] }> {
  const opened = await served.open({ theme, width });
  await inPage(
    opened.page,
    async (panelPage) => {
      panelPage.connectPage();
      await panelPage.run(12 * 60_000);
      const at = panelPage.clock.now();
      await panelPage.rows([
        [
          'capabilities',
          { at, name: 'React Fast Refresh', available: true, detail: 'found in the page: window.$RefreshReg$' },
        ],
        ['capabilities', { at, name: 'React DevTools', available: true, detail: 'found in the page: hook.backends' }],
        ['retained', { at, what: 'watched', label: 'session of a closed tab', count: 2, collections: 4, detail: null }],
      ]);
    },
    null,
  );
  await opened.page.click(byId('tab-leaks'));
  await opened.page.waitForSelector(byId('retained-row'));
  return opened;
}

const rows = (page: Page) =>
  page.$$eval(byId('retained-row'), (all) => all.map((row) => row.querySelector('th')?.firstChild?.textContent ?? ''));
const commands = (page: Page) => inPage(page, ({ platform }) => platform.commands, null);
const verdict = (page: Page) => page.$eval(byId('verdict'), (tag) => tag.getAttribute('data-verdict'));

const rowsShown = (page: Page, count: number) =>
  page.waitForFunction(
    (wanted) => document.querySelectorAll('[data-testid=retained-row]').length === wanted,
    {},
    count,
  );

async function chooseFromMenu(page: Page, row: number, item: string): Promise<void> {
  await page.click(`${byId('retained-row')}:nth-child(${row}) .menu__button`);
  await page.locator(`::-p-text(${item})`).click();
}

describe.each<Theme>(['light', 'dark'])('the leaks view, %s', (theme) => {
  it.each([1200, 400])('at %i px says where objects came from and what may hold them', async (width) => {
    const { page, problems } = await openLeaks(theme, width);
    const all = await page.$$eval(byId('retained-row'), (list) => list.map((row) => row.textContent ?? ''));
    expect(all[0]).toContain('appended by openCatalogue');
    expect(all.find((row) => row.startsWith('session'))).toContain('unknown');
    expect(await page.$$eval(byId('artefact'), (tags) => tags.map(({ textContent }) => textContent))).toContain(
      'React Fast Refresh?',
    );
    expect(await page.$eval('main', (main) => main.textContent)).toContain('window.$RefreshReg$');
    await chooseFromMenu(page, 1, 'Ignore on this site');
    await page.waitForSelector(byId('ignored-labels'));
    await picture(page, `leaks-tools-${theme}-${width}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.$eval('main', (main) => main.scrollWidth - main.clientWidth)).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });
});

describe('an entry', () => {
  it('is shown in the other panels of DevTools, and what came of it is said', async () => {
    const { page } = await openLeaks();
    await page.click(`${byId('retained-row')}:nth-child(1) ${byId('inspect')}`);
    await page.waitForFunction(() => document.querySelector('.notices')?.textContent?.includes('Elements shows where'));
    await chooseFromMenu(page, 1, 'Print to the console');
    await vi.waitFor(async () =>
      expect(await commands(page)).toEqual([
        'show node div.product-card of session-1',
        'print node div.product-card of session-1',
      ]),
    );
    await page.close();
  });

  it('that is ignored does not count, which is said, until it counts again', async () => {
    const { page } = await openLeaks();
    const before = await rows(page);
    const word = await verdict(page);
    for (let left = before.length - 1; left >= 0; left--) {
      await chooseFromMenu(page, 1, 'Ignore on this site');
      await rowsShown(page, left);
    }
    expect(await page.$eval('main', (main) => main.textContent)).toMatch(/\d+ ignored objects do not count/);
    expect(await page.$(`${byId('tab-leaks')} .badge`)).toBeNull();
    for (let back = 1; back <= before.length; back++) {
      // Not by its place: the message that offers to take the last one back may lie over it.
      await page.$eval(byId('count-again'), (button) => (button as HTMLElement).click());
      await rowsShown(page, back);
    }
    expect(await rows(page)).toEqual(before);
    expect(await verdict(page)).toBe(word);
    await page.close();
  });
});

describe('the console check', () => {
  it('empties the console and names what only that held', async () => {
    const { page } = await openLeaks();
    await inPage(
      page,
      ({ platform, clock }) => {
        let count = 9;
        platform.onClearConsole = () => {
          count = 0;
        };
        platform.onCollect = () => {
          const at = clock.now();
          platform.rows('session-1', [
            ['collections', { at, after: null, pause: null }],
            ['retained', { at, what: 'node', label: 'div.logged', count, collections: 3, detail: null }],
          ]);
        };
      },
      null,
    );
    await page.click(byId('console-check-start'));
    await inPage(page, ({ clock }) => clock.advance(10_000).then(() => clock.paint()), null);
    await page.waitForSelector(byId('console-check-result'));
    expect(await textOf(page, 'console-check-result')).toContain('9 × div.logged (removed node)');
    await picture(page, 'leaks-console-check-light-1200');
    await page.close();
  });
});
