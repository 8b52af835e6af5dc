import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales, type Messages } from '../../panel-page/locales.ts';
import { byId, connect, inPage, picture, servePanelPage } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = ['overview', 'renders', 'leaks', 'caches', 'snapshots', 'backend', 'recordings', 'settings'] as const;
const english = locales.en ?? {};
/** Said by the server: it stays as it came. */
const fromServer = /^Heap grew by 61 MB/;

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
}, 120_000);
afterAll(() => served?.close());

async function openRecorded(language: string, width: number): Promise<{ page: Page; problems: string[] }> {
  const opened = await served.open({ language, width });
  await connect(opened.page, 'localhost:3000');
  await inPage(opened.page, (panelPage) => panelPage.connectPage(), null);
  await inPage(opened.page, (panelPage, length) => panelPage.run(length), 12 * 60_000);
  return opened;
}

async function show(page: Page, view: string): Promise<void> {
  await page.click(byId(`tab-${view}`));
  await page.waitForFunction(
    (id) => document.querySelector(id)?.getAttribute('aria-current') === 'page',
    {},
    byId(`tab-${view}`),
  );
  await new Promise((resolve) => setTimeout(resolve, 150));
}

/** Everything that can be read in the page now, by eye or by ear. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: (string | null)[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue);
    for (const element of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'])
        texts.push(element.getAttribute(name));
    return [...new Set(texts.map((text) => text?.trim() ?? '').filter(Boolean))];
  });
}

/** English messages as patterns, without those that the other language says alike and those that are hardly more than their values. */
function englishOnly(messages: Messages): { readonly key: string; readonly pattern: RegExp }[] {
  return Object.entries(english).flatMap(([key, { message }]) => {
    const fixed = message.split(/\$\w+\$/);
    if (messages[key]?.message === message || !fixed.some((part) => /\p{L}{4,}/u.test(part))) return [];
    const escaped = fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const values = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => (name === 'COUNT' ? '[\\d.]+' : '.*'));
    const pattern = escaped.map((part, index) => part + (values[index] ?? '')).join('');
    return [{ key, pattern: new RegExp(`^${pattern}$`, 'u') }];
  });
}

describe.each(Object.entries(locales).filter(([language]) => language !== 'en'))(
  'the panel in %s',
  (language, messages) => {
    it('says nothing in English in any view, and axe finds nothing', async () => {
      const { page, problems } = await openRecorded(language, 1200);
      expect(await page.$eval('html', (html) => html.lang)).toBe(language);
      const patterns = englishOnly(messages);
      expect(patterns.length).toBeGreaterThan(500);
      await page.evaluate(axe);
      for (const view of views) {
        await show(page, view);
        await picture(page, `${view}-${language}-1200`);
        const texts = (await textsOf(page)).filter((text) => !fromServer.test(text));
        const left = texts.flatMap((text) =>
          patterns.filter(({ pattern }) => pattern.test(text)).map(({ key }) => `${key}: ${text}`),
        );
        expect(left, view).toEqual([]);
        const found = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
        );
        expect(found, view).toEqual([]);
      }
      expect(problems).toEqual([]);
      await page.close();
    }, 120_000);

    it.each([300, 400])(
      'fits at %i px',
      async (width) => {
        const { page, problems } = await openRecorded(language, width);
        for (const view of views) {
          await show(page, view);
          await picture(page, `${view}-${language}-${width}`);
          const [wide, seen] = await page.$eval('main', (main) => [main.scrollWidth, main.clientWidth]);
          expect(wide, view).toBe(seen);
          expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(width);
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
  },
);
