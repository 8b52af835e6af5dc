import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer';

export interface TestBrowser {
  readonly browser: Browser;
  /** Opens a blank page of an origin of its own, where `early` ran before anything else. */
  open(early?: string): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium and a server of empty pages. */
export async function startChromium(args: readonly string[] = []): Promise<TestBrowser> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/' ? '<!doctype html><title>test</title><div id="root"></div>' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await puppeteer.launch({
    headless: true,
    executablePath: findChromium(),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', ...args],
    ],
  });
  return {
    browser,
    async open(early) {
      const page = await browser.newPage();
      if (early) await page.evaluateOnNewDocument(early);
      await page.goto(`http://127.0.0.1:${port}/`);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function findChromium(): string {
  const candidates = [process.env.PUPPETEER_EXECUTABLE_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('No Chromium found. Set PUPPETEER_EXECUTABLE_PATH to one.');
  return found;
}

/** Runs a bundle in the page as a classic script. */
export async function run(page: Page, script: string): Promise<void> {
  await page.addScriptTag({ content: script });
}

/** Collects all garbage of the page, and lets its finalization callbacks run. */
export async function collectGarbage(page: Page, times = 1): Promise<void> {
  const session = await page.createCDPSession();
  for (let i = 0; i < times; i++) {
    await session.send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await session.detach();
}
