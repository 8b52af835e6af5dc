import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { byId, connect, inPage, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const token = 'canary-token-canary-token-canary-token';
const sizes = [1200, 400] as const;
const minute = 60_000;

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
beforeAll(async () => {
  served = await servePanelPage();
});
afterAll(() => served?.close());

const run = (page: Page, length: number) => inPage(page, (panelPage, time) => panelPage.run(time), length);
const shown = (page: Page, id: string) => page.waitForSelector(byId(id), { timeout: 10_000 });

/** The view's code comes in real time, and what it asks for in the panel's: lets both pass until something is shown. */
async function inTime(page: Page, id: string): Promise<void> {
  for (let tries = 0; !(await page.$(byId(id))) && tries < 100; tries++) {
    await run(page, 100);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await shown(page, id);
}

async function check(page: Page, problems: readonly string[], width: number): Promise<void> {
  expect(problems).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  const cutOff = await page.$$eval('.card', (cards) =>
    cards.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.getAttribute('aria-label')),
  );
  expect(cutOff).toEqual([]);
  await page.evaluate(axe);
  const violations = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  );
  expect(violations).toEqual([]);
  expect(await page.$eval('#panel', (root) => root.textContent)).not.toMatch(/\bNaN\b|undefined|Infinity/);
}

/** A picture of the whole view, however long it is. */
async function wholePicture(page: Page, name: string, width: number): Promise<void> {
  const height = await page.evaluate(() => {
    const main = document.querySelector('.main');
    return (main?.scrollHeight ?? 0) + innerHeight - (main?.clientHeight ?? 0);
  });
  await page.setViewport({ width, height: Math.min(height, 4_000) });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await picture(page, name);
  await page.setViewport({ width, height: 760 });
}

async function opened(theme: Theme, width: number) {
  const { page, problems } = await served.open({ theme, width });
  await inPage(page, (panelPage) => panelPage.connectPage(), null);
  await page.click(byId('tab-backend'));
  return { page, problems };
}

async function add(page: Page, url: string): Promise<void> {
  if (!(await page.$(byId('connect-url')))) await page.click(byId('backend-add'));
  await connect(page, url, token);
  await run(page, 2_000);
}

describe.each<Theme>(['light', 'dark'])('the backend view, %s', (theme) => {
  it.each(sizes)('at %i px: empty, one backend, a refusal, two backends', async (width) => {
    const { page, problems } = await opened(theme, width);
    await inTime(page, 'use-page-origin');
    await check(page, problems, width);
    await wholePicture(page, `backend-empty-${theme}-${width}`, width);

    await add(page, 'localhost:5000');
    await run(page, 6 * minute);
    await shown(page, 'backend-heap-chart');
    await check(page, problems, width);
    await wholePicture(page, `backend-one-${theme}-${width}`, width);

    await page.click(byId('admin-gc'));
    await page.click(byId('admin-configure'));
    await run(page, 1_000);
    await page.waitForSelector(`${byId('outcome-gc')}[data-state=refused]`);
    expect(await textOf(page, 'outcome-gc')).toMatch(/Too soon.*tried again in 4[12] s/);
    await check(page, problems, width);
    await wholePicture(page, `backend-refusal-${theme}-${width}`, width);
    await page.click(byId('admin-configure'));

    await add(page, 'localhost:4000');
    await run(page, 4 * minute);
    await page.click(`${byId('backend-row')}:nth-child(2) input[type=radio]`);
    await run(page, 20_000);
    await page.waitForSelector(`${byId('server-verdict')}[data-verdict=growing]`);
    expect(await page.$$(byId('service-row'))).toHaveLength(2);
    await page.click(`${byId('leak-report')} summary`);
    await page.click(byId('admin-snapshot'));
    await run(page, 1_000);
    await shown(page, 'admin-snapshot-confirm');
    expect(await textOf(page, 'snapshot-question')).toMatch(/about 19 s.*3,100,000 objects/);
    await check(page, problems, width);
    await wholePicture(page, `backend-two-${theme}-${width}`, width);
    expect(await page.content()).not.toContain(token);
    await page.close();
  });

  it.each(sizes)('at %i px: a fleet, outliers first', async (width) => {
    const { page, problems } = await opened(theme, width);
    await page.click(byId('backend-tab-fleet'));
    await check(page, problems, width);
    await wholePicture(page, `fleet-empty-${theme}-${width}`, width);
    await page.locator(byId('fleet-url')).fill('localhost:9090/graph');
    await page.click(byId('fleet-connect'));
    await run(page, 5_000);
    await shown(page, 'fleet-instance');
    const names = await page.$$eval(`${byId('fleet-instance')} .fleet__name`, (all) =>
      all.map((one) => one.textContent),
    );
    expect(names).toHaveLength(100);
    expect(names.slice(0, 2).sort()).toEqual(['10.0.0.3:3000', '10.0.0.5:3000']);
    expect(await textOf(page, 'fleet-more')).toMatch(/^20 more/);
    await check(page, problems, width);
    await picture(page, `fleet-${theme}-${width}`);
    await page.close();
  });
});
