// Builds pages with the panel's code, serves them, and opens them in Chromium: what the benches of the panel share.
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer';
import { build, preview } from 'vite';
import { findBrowser } from '../../../scripts/find-browser.mjs';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const outDir = 'out/bench-panel';

/** How the extension's own pages are built, without the extension around them. */
export const buildOptions = /** @type {const} */ ({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});

/** The panel over a made-up platform. */
export const panelPage = 'tests/panel-page/index.html';

/**
 * @param {string[]} pages HTML files, by their paths in the repository.
 * @param {Record<string, string>} [alias] Packages that stand elsewhere.
 */
export async function startBrowser(pages, alias = {}) {
  await build({
    ...buildOptions,
    resolve: { ...buildOptions.resolve, conditions: [...buildOptions.resolve.conditions], alias },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,

      rollupOptions: { input: pages },
    },
  });
  const server = await preview({ root, configFile: false, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const address = server.httpServer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = await puppeteer.launch({
    headless: true,
    executablePath: findBrowser() ?? '',
    // Heaps are measured to the byte, and virtual days pass in one evaluation.
    protocolTimeout: 900_000,
    args: ['--enable-precise-memory-info', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  return {
    browser,
    /** @param {string} page */
    url: (page) => `http://localhost:${port}/${page}`,
    /** @param {string} page */
    async open(page) {
      const opened = await browser.newPage();
      opened.on('pageerror', (error) => console.error(String(error)));
      await opened.setViewport({ width: 1200, height: 760 });
      await opened.goto(`http://localhost:${port}/${page}`);
      return opened;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
