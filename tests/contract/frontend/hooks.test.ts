import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePerformanceTracking, useTrackedMemo } from '../../../frontend/src/hooks/react.ts';
import { memoryMonitor } from '../../../frontend/src/utils/memoryMonitor.ts';
import { type BundleOptions, bundle, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act } from './rows.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

const cases: { name: string; fixture: string; options: BundleOptions }[] = [
  { name: 'React 17', fixture: 'react-hooks', options: { mode: 'development', alias: reactAlias(17, 'development') } },
  { name: 'React 19', fixture: 'react-hooks', options: { mode: 'development', alias: reactAlias(19, 'development') } },
  { name: 'React 19, production', fixture: 'react-hooks', options: { alias: reactAlias(19, 'production') } },
  { name: 'Preact', fixture: 'preact-hooks', options: {} },
];

describe.each(cases)('hooks of $name', ({ fixture, options }) => {
  it('note each render that reached the screen once, also under StrictMode', async () => {
    const page = await chromium.open();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await run(page, await bundle(`tests/contract/frontend/fixtures/${fixture}.ts`, options));
    await act(page, () => window.tree.mount());
    for (let tick = 1; tick <= 3; tick++) await page.evaluate((value) => window.tree.update(value), tick);
    await act(page, () => {});
    const noted = (await page.evaluate(() => Reflect.get(window, 'noted'))) as {
      name: string;
      phase: string;
      renders: number;
    }[];
    expect(noted.map(({ name, phase, renders }) => [name, phase, renders])).toEqual([
      ['Tracked', 'mount', 1],
      ['Tracked', 'update', 2],
      ['Tracked', 'update', 3],
      // Switched on in this render, off again in the next.
      ['Switched', 'mount', 1],
      ['Tracked', 'update', 4],
    ]);
    expect(complaints).toEqual([]);
    const memo = await page.evaluate(() => window.library.memoryMonitor.cacheStatistics('memo: half'));
    expect(memo.misses).toBe(2);
    expect(memo.hits).toBeGreaterThanOrEqual(2);
    await page.close();
  });
});

it('does nothing on a server', () => {
  const before = memoryMonitor.cacheStatistics('memo: answer');
  function Tracked() {
    usePerformanceTracking('Tracked');
    return createElement(
      'p',
      null,
      useTrackedMemo(() => 42, [], 'answer'),
    );
  }
  expect(renderToString(createElement(Tracked))).toBe('<p>42</p>');
  expect(memoryMonitor.cacheStatistics('memo: answer')).toEqual(before);
});
