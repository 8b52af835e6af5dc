import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../scripts/browser/panel.mjs';
import { locales } from '../panel-page/locales.ts';
import { servePages } from './pages.ts';
import { heapShown, openSession, type Session } from './session.ts';

const english = locales.en ?? {};

describe.each(Object.entries(locales))('the built extension in a browser that speaks %s', (language, messages) => {
  const said = (key: string) => messages[key]?.message ?? '';
  let pages: Awaited<ReturnType<typeof servePages>>;
  let session: Session;
  beforeAll(async () => {
    pages = await servePages();
    session = await openSession(pages.url('/react'), { language });
    await heapShown(session);
  });
  afterAll(async () => {
    await session?.close();
    await pages?.close();
  });

  it('shows the tab in that language, with the words of the core and of the page', async () => {
    const { panel } = session;
    expect(await panel.evaluate(() => document.documentElement.lang.split('-')[0])).toBe(language);
    const titles = await panel.$$eval('.nav__title', (all) => all.map((title) => title.textContent));
    expect(titles).toContain(said('views_recordings'));
    await panel.click('[data-testid="tab-settings"]');
    await until(10_000, 'The page told no capability.', async () =>
      (await panel.evaluate(() => document.body.innerText)).includes(said('core_page_precise')),
    );
    await session.screenshot(`settings-${language}`);
  });

  it('says on its icon and in its manifest what it is', async () => {
    const { panel } = session;
    const manifest = await panel.evaluate(() => chrome.runtime.getManifest());
    expect(manifest.description).toBe(said('manifest_description'));
    const worker = await session.browser.waitForTarget((target) => target.type() === 'service_worker');
    const title = await (await worker.worker())?.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ url: 'http://localhost/*' });
      return chrome.action.getTitle(tab?.id === undefined ? {} : { tabId: tab.id });
    });
    expect(title).toBe(said('badge_measuring'));
  });

  it('opens a broken snapshot with the words of its worker', async () => {
    const { panel } = session;
    await panel.click('[data-testid="tab-snapshots"]');
    await panel.waitForSelector('main section');
    await panel.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([''], 'empty.heapsnapshot'));
      const area = document.querySelector('main [data-hint]');
      area?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    });
    await panel.waitForSelector('[data-testid="snapshot-error"]', { timeout: 10_000 });
    const text = await panel.$eval('[data-testid="snapshot-error"]', (error) => error.textContent ?? '');
    expect(text).toContain(said('core_snapshotFiles_empty'));
    if (language !== 'en') expect(text).not.toContain(english.core_snapshotFiles_empty?.message);
    await session.screenshot(`snapshot-error-${language}`);
  });
});
