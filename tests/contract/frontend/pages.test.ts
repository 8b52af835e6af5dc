import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../browser/bundle.ts';
import { collectGarbage, run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { rowsOf } from './rows.ts';

/** What is named in the leaking page of each kind. */
const expected: Readonly<Record<string, string>> = {
  'apollo.ts': 'cache Apollo',
  'component.ts': 'component News',
  'detached-dom.ts': 'node div.dialog',
  'listener.ts': 'listener resize of the chart',
  'registered-cache.ts': 'cache prices',
  'swr.ts': 'cache SWR',
  'tanstack-query.ts': 'cache TanStack Query',
  'timer-closure.ts': 'node div.ticker',
};
const rounds = 5;

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

it('has an expectation for every page', () => {
  const folder = fileURLToPath(new URL('../../pages/', import.meta.url));
  const pages = readdirSync(folder).filter((file) => file !== 'page.ts');
  expect(pages.sort()).toEqual(Object.keys(expected).sort());
});

describe.each(Object.entries(expected))('page %s', (file, name) => {
  const play = async (clean: boolean) => {
    const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
    await page.evaluate(() => window.monitorTest.start());
    await run(page, await bundle(`tests/pages/${file}`));
    for (let round = 0; round < rounds; round++) {
      await page.evaluate((...args) => window.leakPage.step(...args), round, clean);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await collectGarbage(page, 4);
    if (name.startsWith('cache')) await untilRead(page, name.slice('cache '.length), clean ? 1 : rounds);
    const found = await counts(page);
    await page.close();
    return found;
  };

  it('is named when it leaks, and silent as its clean twin', async () => {
    const [leaking, clean] = await Promise.all([play(false), play(true)]);
    const grown = [...leaking].filter(([, count]) => count >= rounds - 1);
    expect(grown.map(([thing]) => thing)).toEqual([name]);
    const found = [...clean].filter(([thing, count]) => count >= (thing.startsWith('cache') ? rounds - 1 : 1));
    expect(found).toEqual([]);
  });
});

it('counts what components find in TanStack Query, and nothing after the stop', async () => {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  await page.evaluate(() => window.monitorTest.start());
  await run(page, await bundle('tests/pages/tanstack-query.ts'));
  await page.evaluate(() => window.leakPage.step(0, true));
  await untilRead(page, 'TanStack Query', 1);
  for (let round = 1; round < 4; round++) {
    await page.evaluate((value) => window.leakPage.step(value, true), round);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await page.waitForFunction(() => window.monitorTest.rows.caches?.some((row) => Reflect.get(row, 'hits') === 3));
  const last = (await rowsOf(page, 'caches')).at(-1);
  expect(last).toMatchObject({ name: 'TanStack Query', hits: 3, misses: 0, size: 1 });
  const told = (await rowsOf(page, 'capabilities')).filter(({ name }) => name === 'TanStack Query cache');
  expect(told.map(({ available }) => available)).toEqual([false, true]);
  await page.evaluate(() => {
    window.monitorTest.stop();
    window.monitorTest.clear();
    window.leakPage.step(9, true);
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await page.evaluate(() => window.monitorTest.rows)).toEqual({});
  await page.close();
});

/** Caches that are found are read every two seconds, and looked for every five. */
async function untilRead(page: Page, cache: string, size: number): Promise<void> {
  await page.waitForFunction(
    (wanted, least) =>
      window.monitorTest.rows.caches?.some((row) => {
        const { name, size } = row as { name: string; size: number };
        return name === wanted && size >= least;
      }),
    { timeout: 30_000, polling: 100 },
    cache,
    size,
  );
}

/** How many there were of each thing at last: what should be gone, and what is in caches. */
async function counts(page: Page): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  for (const { what, label, count } of await rowsOf(page, 'retained')) last.set(`${what} ${label}`, count);
  for (const { name, size } of await rowsOf(page, 'caches')) last.set(`cache ${name}`, size ?? 0);
  return last;
}
