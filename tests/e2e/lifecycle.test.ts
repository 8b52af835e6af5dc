import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { type Recording, rowsOf } from '../../src/recording/index.ts';
import { heapShown, inspecting, wait } from './session.ts';

const opened = inspecting('/plain');

/** Indexes of the sources whose address ends so. */
function sourcesOf(recording: Recording, path: string): number[] {
  return recording.sources.flatMap(({ url }, index) => (url.endsWith(path) ? [index] : []));
}

const measured = (path: string) =>
  until(20_000, `${path} is not measured.`, async () => {
    const recording = await opened.session.record();
    return sourcesOf(recording, path).some((source) => [...rowsOf(recording, 'heap', source)].length > 0);
  });

describe('the life of a page', () => {
  it('measures a prerendered page from its activation on, as one document', async () => {
    await opened.session.page.goto(opened.pages.url('/prerender'));
    await wait(2_500);
    expect(sourcesOf(await opened.session.record(), '/next')).toEqual([]);
    await Promise.all([
      opened.session.page.waitForNavigation(),
      opened.session.page.$eval('#next', (link) => (link as HTMLElement).click()),
    ]);
    expect(await opened.session.page.evaluate(() => (window as unknown as { prerendered: boolean }).prerendered)).toBe(
      true,
    );
    await measured('/next');
    expect(sourcesOf(await opened.session.record(), '/next')).toHaveLength(1);
  });

  it('goes on after the page crashed and was loaded again', async () => {
    await opened.session.page.goto(opened.pages.url('/react'));
    await measured('/react');
    const client = await opened.session.page.createCDPSession();
    // A page that crashed answers no more.
    client.send('Page.crash').catch(() => {});
    await wait(1_500);
    await opened.session.page.reload();
    await until(
      20_000,
      'The page is not measured after its crash.',
      async () => sourcesOf(await opened.session.record(), '/react').length === 2,
    );
    await opened.session.screenshot('after-crash');
  });

  it('keeps no connection of the documents that were left', async () => {
    for (let load = 0; load < 25; load++)
      await opened.session.page.goto(opened.pages.url(load % 2 === 0 ? '/plain' : '/next'));
    await measured('/plain');
    const recording = await opened.session.record();
    expect(recording.dropped).toEqual({ page: 0, relay: 0, recording: 0 });
    await heapShown(opened.session);
  });

  it('monitors a bounded number of frames and says how many it left out', async () => {
    await opened.session.page.goto(opened.pages.url('/many-frames'));
    await until(20_000, 'The tab does not say that frames were left out.', async () =>
      /frames are not measured/.test(await opened.session.panel.evaluate(() => document.body.textContent ?? '')),
    );
    await opened.session.screenshot('many-frames');
  });
});
