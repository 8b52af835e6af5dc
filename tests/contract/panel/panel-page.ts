import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { createServer } from 'vite';
import type { PanelPage } from '../../panel-page/main.ts';
import { startChromium } from '../browser/chromium.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pictures = path.join(root, 'out/panel-page');

export type Theme = 'light' | 'dark';

/** Opens the panel over a made-up platform in Chromium: `tests/panel-page`, served from its sources. */
export async function servePanelPage() {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: path.join(root, 'node_modules/.vite-panel-page'),
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { entries: ['tests/panel-page/index.html'] },
  });
  await server.listen();
  const chromium = await startChromium();
  return {
    browser: chromium.browser,
    async open({
      theme = 'light',
      width = 1200,
      height = 760,
    }: {
      theme?: Theme;
      width?: number;
      height?: number;
    } = {}) {
      const page = await chromium.browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.setViewport({ width, height });
      await page.goto(`${server.resolvedUrls?.local[0]}tests/panel-page/index.html?theme=${theme}`);
      await page.waitForSelector('[data-testid=record-toggle]');
      return { page, problems };
    },
    async close() {
      await chromium.close();
      await server.close();
    },
  };
}

/** Runs `action` in the page with its handle. */
export function inPage<A, R>(page: Page, action: (panelPage: PanelPage, argument: A) => R | Promise<R>, argument: A) {
  return page.evaluate(`(${action})(window.panelPage, ${JSON.stringify(argument)})`) as Promise<R>;
}

export const byId = (id: string) => `[data-testid="${id}"]`;

export function textOf(page: Page, id: string): Promise<string> {
  return page.$eval(byId(id), (element) => element.textContent ?? '');
}

export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`) as `${string}.png` });
}

/** Types an address and connects. */
export async function connect(page: Page, url: string, token = ''): Promise<void> {
  await page.locator(byId('connect-url')).fill(url);
  if (token) await page.locator(byId('connect-token')).fill(token);
  await page.click(byId('connect-button'));
}
