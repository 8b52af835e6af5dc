import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Row } from '@memory-plus/core/model';
import { exportRecording, RecordingStore, rowsOf } from '@memory-plus/core/recording';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordedPair } from '../../unit/analysis/recorded-pair.ts';
import { byId, picture, servePanelPage, type Theme, textOf } from './panel-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let served: Awaited<ReturnType<typeof servePanelPage>>;
let file: string;
beforeAll(async () => {
  served = await servePanelPage();
  file = path.join(await mkdtemp(path.join(tmpdir(), 'memory-plus-pair-')), 'pair.json');
  await writeFile(file, exportRecording(withClicks()));
});
afterAll(() => served?.close());

/** A recorded pair, with a click before each report, as a page would have told it. */
function withClicks() {
  const recording = recordedPair('one-of-five-in-parallel');
  const store = RecordingStore.from(recording);
  for (const { at, route, source } of rowsOf(recording, 'requests')) {
    if (route !== '/reports') continue;
    const click: Row<'interactions'> = {
      at: at - 10,
      duration: 40,
      delay: 2,
      processing: 20,
      name: 'click',
      target: 'button#reports',
    };
    store.append('interactions', source, click);
  }
  return store.recording();
}

async function open(theme: Theme, width: number): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await served.open({ theme, width, height: 1000 });
  const input = (await page.$(byId('import-json'))) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
  await page.waitForSelector(byId('pair-card'));
  return { page, problems };
}

/** Moves the reading line from the end until requests are shown. */
async function toRequests(page: Page): Promise<void> {
  await page.focus('.timeline__overlay');
  for (let i = 0; i < 60 && !(await page.$(byId('request-row'))); i++) await page.keyboard.press('ArrowLeft');
  await page.waitForSelector(byId('request-row'));
}

describe('requests between a page and its server', () => {
  it('have a verdict that names the route, and a table of all routes', async () => {
    const { page, problems } = await open('light', 1200);
    expect(await textOf(page, 'pair-card')).toMatch(
      /^Leak Page and serverThe server leaks, the page is flat: 1\d\d KB per \/reports\./,
    );
    expect(await page.$eval(byId('pair-verdict'), (tag) => tag.getAttribute('data-verdict'))).toBe('leak');
    const routes = await page.$$eval(byId('route-row'), (rows) => rows.map((row) => row.textContent ?? ''));
    expect(routes).toHaveLength(5);
    expect(routes[0]).toMatch(/^\/reports\d+1\d\d KB \(1\d\d KB to 1\d\d KB\)\d+ %proven$/);
    for (const other of routes.slice(1)) expect(other).not.toMatch(/proven/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('are shown for a step of the heap, with what probably sent them, by keyboard alone', async () => {
    const { page } = await open('light', 1200);
    await toRequests(page);
    const rows = await page.$$eval(byId('request-row'), (all) => all.map((row) => row.textContent ?? ''));
    for (const row of rows) expect(row).toMatch(/^\/(reports|orders|users|search|status)\d/);
    await page.keyboard.down('Shift');
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.up('Shift');
    await page.waitForSelector('.timeline__range');
    expect(await textOf(page, 'request-card')).toMatch(/^Requests from \d+:\d\d to \d+:\d\dserver heap [+−]/);
    const longer = await page.$$eval(byId('request-row'), (all) => all.map((row) => row.textContent ?? ''));
    expect(longer.length).toBeGreaterThan(rows.length);
    expect(
      longer.filter((row) => row.startsWith('/reports')).every((row) => row.endsWith('click on button#reports')),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForSelector(byId('route-row'));
    await page.close();
  });

  it('are shown for a stretch that is drawn over the timeline', async () => {
    const { page } = await open('light', 1200);
    const box = await (await page.$('.timeline__overlay'))?.boundingBox();
    if (!box) return expect.fail('The timeline has no box.');
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForSelector(byId('request-row'));
    expect(await textOf(page, 'request-card')).toMatch(/^Requests from/);
    await page.mouse.move(box.x + box.width * 0.45, box.y + 100);
    expect(await textOf(page, 'reading')).toMatch(/Requests/);
    await page.close();
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 400],
    ['dark', 400],
    ['light', 300],
  ] as const)('fit and can be used by everybody in the %s theme at %i px', async (theme, width) => {
    const { page, problems } = await open(theme, width);
    await picture(page, `requests-${theme}-${width}`);
    await toRequests(page);
    await page.$eval(byId('request-card'), (card) => card.scrollIntoView());
    await picture(page, `requests-step-${theme}-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await page.$eval('main', (main) => main.scrollWidth - main.clientWidth)).toBe(0);
    await page.evaluate(axe);
    const found = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
    );
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });
});
