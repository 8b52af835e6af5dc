import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type ReactBuild, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, render, rowsOf, slowOnes, sum, typicalShare } from './rows.ts';

const versions = [16, 17, 18, 19] as const;
const updates = 4;
const builds: readonly ReactBuild[] = ['development', 'profiling', 'production'];

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

async function openTree(version: (typeof versions)[number], build: ReactBuild): Promise<Page> {
  const page = await chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));
  const script = await bundle('tests/contract/frontend/fixtures/react-tree.ts', {
    mode: build === 'development' ? 'development' : 'production',
    alias: reactAlias(version, build),
  });
  await run(page, script);
  return page;
}

describe.each(versions)('React %s', (version) => {
  describe.each(builds)('%s build', (build) => {
    const how = build === 'production' ? 'timed' : 'measured';

    it('names the slow one of 200 components first, with its time', async () => {
      const page = await openTree(version, build);
      await page.evaluate(() => window.monitorTest.start());
      await render(page, () => window.tree.mount());
      for (let tick = 1; tick <= updates; tick++) await render(page, (value) => window.tree.update(value), tick);
      const slow = await slowOnes(page);
      expect(slow.map(({ phase }) => phase)).toEqual(['mount', ...Array(updates).fill('update')]);
      for (const column of ['duration', 'self'] as const) {
        const share = await typicalShare(
          page,
          slow.map((row) => row[column]),
        );
        expect(share).toBeLessThan(1.15);
      }
      const renders = await rowsOf(page, 'renders');
      const names = [...new Set(renders.map(({ component }) => component))];
      names.sort((a, b) => sum(renders, b, 'self') - sum(renders, a, 'self'));
      expect(names[0]).toBe('Slow');
      expect(renders.filter((row) => row.component === 'Slow' && row.how !== how)).toEqual([]);
      expect(sum(renders, 'Row', 'count')).toBe((1 + updates) * 193);
      expect(sum(renders, 'Row', 'mounts')).toBe(193);
      expect(sum(renders, 'Still', 'count')).toBe(1);
      expect(sum(renders, 'Classy', 'count')).toBe(1 + updates);
      expect(sum(renders, '(unattributed)', 'count')).toBe(0);
      const [capability] = (await rowsOf(page, 'capabilities')).filter(({ name }) => name === 'react');
      expect(capability?.detail).toContain(`${version}.`);
      expect(capability?.detail).toContain(
        `${build} build: ${how === 'timed' ? 'function components timed' : 'durations measured'}`,
      );
      await page.close();
    });
  });
});

/** What does not hang on how durations are known is tried on one build of each version, and on all of the newest. */
const everywhere = [
  ...versions.map((version) => [version, 'production'] as const),
  [19, 'development'],
  [19, 'profiling'],
] as const;

describe.each(everywhere)('React %s, %s build', (version, build) => {
  const how = build === 'production' ? 'timed' : 'measured';

  it('counts from the moment of the start on, in a tree that was there before', async () => {
    const page = await openTree(version, build);
    await act(page, () => window.tree.mount());
    await page.evaluate(() => window.monitorTest.start());
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await rowsOf(page, 'renders')).toEqual([]);
    const [capability] = (await rowsOf(page, 'capabilities')).filter(({ name }) => name === 'react');
    expect(capability?.detail).toContain(`${build} build`);
    await render(page, () => window.tree.update(1));
    const renders = await rowsOf(page, 'renders');
    expect(sum(renders, 'Row', 'count')).toBe(193);
    expect(sum(renders, 'Row', 'mounts')).toBe(0);
    expect(renders.find(({ component }) => component === 'Slow')).toMatchObject({ how, count: 1, slow: 1 });
    await page.close();
  });

  it('keeps the order of timings when a render changes nothing, and is silent after its stop', async () => {
    const page = await openTree(version, build);
    await act(page, () => window.tree.mount());
    await page.evaluate(() => window.monitorTest.start());
    await render(page, () => {
      window.tree.idle();
      window.tree.update(1);
    });
    await act(page, () => window.tree.idle());
    await render(page, () => window.tree.update(2));
    expect(sum(await rowsOf(page, 'renders'), '(unattributed)', 'count')).toBe(0);
    expect((await slowOnes(page)).length).toBe(2);
    await page.evaluate(() => {
      window.monitorTest.stop();
      window.monitorTest.clear();
    });
    await act(page, () => window.tree.update(3));
    expect(await page.evaluate(() => window.monitorTest.rows)).toEqual({});
    await page.close();
  });
});
