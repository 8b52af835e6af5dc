import { existsSync, mkdirSync } from 'node:fs';
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../scripts/browser/launch.mjs';
import { openPage } from '../../scripts/browser/open-page.mjs';
import { exportRecording, openPanel, until } from '../../scripts/browser/panel.mjs';
import { parseRecording, type Recording } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';

/** The built extension in a real browser, one page inspected, the real tab open in its DevTools. */
export interface Session {
  readonly browser: Browser;
  readonly page: Page;
  readonly devtools: Page;
  readonly panel: Frame;
  /** Exports through the tab, as a person would. */
  record(): Promise<Recording>;
  /** Keeps what a person would see now under out/e2e. */
  screenshot(name: string): Promise<void>;
  /** Stops the extension's worker, as the browser does when it likes. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export async function openSession(
  url: string,
  options: {
    theme?: 'light' | 'dark';
    width?: number;
    height?: number;
    args?: string[];
    extension?: string;
    language?: string;
  } = {},
): Promise<Session> {
  if (!existsSync('dist/chrome/manifest.json')) throw new Error('The extension is not built: run npm run build.');
  const browser = await launchBrowser(options);
  const [page] = await browser.pages();
  if (!page) throw new Error('The browser opened no page.');
  await openPage(page, url);
  const { devtools, panel } = await openPanel(browser, options);
  const control = await browser.target().createCDPSession();
  return {
    browser,
    page,
    devtools,
    panel,
    record: async () => parseRecording(await exportRecording(browser, panel)),
    screenshot: async (name) => {
      mkdirSync('out/e2e', { recursive: true });
      await devtools.screenshot({ path: `out/e2e/${name}.png` });
    },
    stopWorker: async () => {
      const { targetInfos } = await control.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url: address }) => type === 'service_worker' && address.startsWith('chrome-extension://'),
      );
      if (worker) await control.send('Target.closeTarget', { targetId: worker.targetId });
    },
    close: () => browser.close(),
  };
}

/** For a whole file: the pages, and one session that begins on `path`. */
export function inspecting(path: string): {
  readonly pages: Awaited<ReturnType<typeof servePages>>;
  readonly session: Session;
} {
  const opened = {} as { pages: Awaited<ReturnType<typeof servePages>>; session: Session };
  beforeAll(async () => {
    opened.pages = await servePages();
    opened.session = await openSession(opened.pages.url(path));
  });
  afterAll(async () => {
    await opened.session?.close();
    await opened.pages?.close();
  });
  return opened;
}

/** Waits until the tab shows a heap: the road is open. */
export async function heapShown({ panel }: Session): Promise<void> {
  await until(20_000, 'The tab shows no heap.', async () => /\d/.test((await textOf(panel, 'heap-used')) ?? ''));
}

/** The text of what carries the handle, or null. */
export function textOf(panel: Frame, handle: string): Promise<string | null> {
  return panel.evaluate((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? null, handle);
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
