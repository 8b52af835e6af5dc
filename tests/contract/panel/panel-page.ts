import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import type { PanelPage } from '../../panel-page/main.ts';
import { startChromium } from '../browser/chromium.ts';
import { serveBuiltPage } from './serve.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pictures = path.join(root, 'out/panel-page');

export type Theme = 'light' | 'dark';

/** Opens the panel over a made-up platform in Chromium (tests/panel-page). */
export async function servePanelPage() {
  const server = await serveBuiltPage();
  const chromium = await startChromium();
  return {
    async open({
      theme = 'light',
      width = 1200,
      height = 760,
      language = 'en',
    }: {
      theme?: Theme;
      width?: number;
      height?: number;
      language?: string;
    } = {}) {
      const page = await chromium.browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.setViewport({ width, height });
      await page.goto(`${server.url}?theme=${theme}&language=${language}`);
      await page.waitForSelector('[data-testid=record-toggle]');
      return { page, problems };
    },
    async close() {
      await chromium.close();
      server.close();
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

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in what is shown, with the elements. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  ) as Promise<string[]>;
}

/** Types an address and connects. */
export async function connect(page: Page, url: string, token = ''): Promise<void> {
  await page.locator(byId('connect-url')).fill(url);
  if (token) await page.locator(byId('connect-token')).fill(token);
  await page.click(byId('connect-button'));
}
