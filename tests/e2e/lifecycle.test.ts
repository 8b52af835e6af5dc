import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { type Recording, rowsOf } from '../../src/recording/index.ts';
import { heapShown, inspecting, openSession, wait } from './session.ts';

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

describe('a prerendered page', () => {
  // Its activation replaces the page that puppeteer holds: a session of its own, and what happened is asked through DevTools.
  it('is measured from its activation on, as one document', async () => {
    const session = await openSession(opened.pages.url('/prerender'));
    const read = (expression: string) =>
      session.panel.evaluate(
        (text) =>
          new Promise((done) =>
            chrome.devtools.inspectedWindow.eval(text, (value: unknown, _failure: unknown) => done(value)),
          ),
        expression,
      );
    try {
      await heapShown(session);
      await wait(2_500);
      expect(sourcesOf(await session.record(), '/next')).toEqual([]);
      await read("setTimeout(() => document.getElementById('next').click(), 0)");
      await until(20_000, 'The next page is not shown.', async () => (await read('window.prerendered')) === true);
      await until(20_000, 'The next page is not measured.', async () => {
        const recording = await session.record();
        return sourcesOf(recording, '/next').some((source) => [...rowsOf(recording, 'heap', source)].length > 0);
      });
      expect(sourcesOf(await session.record(), '/next')).toHaveLength(1);
    } finally {
      await session.close();
    }
  });
});
