import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The real tab in the real DevTools: finds the DevTools of a page, opens the Memory+ panel in it, and returns its frame.
 *
 * @typedef {import('puppeteer').Browser} Browser
 * @typedef {import('puppeteer').Page} Page
 * @typedef {import('puppeteer').Frame} Frame
 * @typedef {{ devtools: Page, panel: Frame }} OpenPanel
 */

/** @type {WeakMap<Browser, Set<unknown>>} */
const claimed = new WeakMap();

/**
 * @param {Browser} browser
 * @param {{ width?: number, height?: number, timeout?: number, window?: boolean }} [options] `window`: leave the size to the window that is shown
 * @returns {Promise<OpenPanel>}
 */
export async function openPanel(browser, { width = 1200, height = 760, timeout = 30_000, window = false } = {}) {
  const known = claimed.get(browser) ?? new Set();
  claimed.set(browser, known);
  const target = await browser.waitForTarget(
    (candidate) => candidate.url().startsWith('devtools://') && !known.has(candidate),
    { timeout },
  );
  known.add(target);
  const devtools = await target.asPage();
  if (!window) await devtools.setViewport({ width, height });
  await until(timeout, 'DevTools did not list the Memory+ panel. Is the extension built (npm run build)?', () =>
    devtools.evaluate(showPanel),
  );
  const panel = await until(timeout, 'The Memory+ panel did not load.', async () => {
    const frame = devtools.frames().find((candidate) => candidate.url().endsWith('/panel/index.html'));
    return frame && (await frame.$('[data-testid="tab-overview"]')) ? frame : null;
  });
  return { devtools, panel };
}

/** Runs inside DevTools: shows the panel of the extension, true when it could. A text, because test runners rewrite `import()`. */
const showPanel = `(async () => {
  const UI = await import('./ui/legacy/legacy.js');
  const manager = UI.ViewManager.ViewManager.instance();
  const key = [...manager.views.keys()].find((name) => name.startsWith('chrome-extension://') && name.endsWith('Memory+'));
  if (!key) return false;
  await manager.showView(key);
  return true;
})()`;

/**
 * Polls until `attempt` gives something; what it throws counts as not yet.
 *
 * @template T
 * @param {number} timeout @param {string} failure @param {() => Promise<T>} attempt
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(timeout, failure, attempt) {
  const end = Date.now() + timeout;
  let last = '';
  while (Date.now() < end) {
    try {
      const result = await attempt();
      if (result) return result;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(last ? `${failure} (${last})` : failure);
}

/**
 * Types the backend's address into the tab and connects.
 *
 * @param {Frame} panel @param {string} url @param {string} [token]
 */
export async function pair(panel, url, token) {
  await panel.waitForSelector('[data-testid="connect-url"]', { timeout: 10_000 });
  await panel.$eval('[data-testid="connect-url"]', setValue, url);
  if (token) await panel.$eval('[data-testid="connect-token"]', setValue, token);
  await press(panel, 'connect-button');
}

/** @param {Element} element @param {string} value */
function setValue(element, value) {
  const input = /** @type {HTMLInputElement} */ (element);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Clicks what carries the handle, as a person would, once it is there.
 *
 * @param {Frame} panel @param {string} handle
 */
export async function press(panel, handle) {
  await panel.waitForSelector(`[data-testid="${handle}"]:not([disabled])`, { timeout: 10_000 });
  await panel.$eval(`[data-testid="${handle}"]`, (element) => /** @type {HTMLElement} */ (element).click());
}

/**
 * Presses *Export* and returns the file that the browser saved.
 *
 * @param {Browser} browser @param {Frame} panel
 * @returns {Promise<string>}
 */
export async function exportRecording(browser, panel) {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-export-'));
  try {
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await press(panel, 'export-json');
    const file = await until(30_000, 'The tab exported no file.', async () =>
      readdirSync(folder).find((name) => name.endsWith('.json')),
    );
    return readFileSync(join(folder, file), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
