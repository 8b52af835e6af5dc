import { launchBrowser } from '../browser/launch.mjs';
import { openPage } from '../browser/open-page.mjs';
import { exportRecording, openPanel, pair, until } from '../browser/panel.mjs';

/**
 * @typedef {object} Result
 * @property {Uint8Array} screenshot
 * @property {string} recording the exported file
 * @property {string} verdict as the tab shows it
 * @property {string} backendStatus as the tab shows it
 * @property {string} backendUrl
 * @property {string} notice why the page was not measured, as the tab says it; empty where it was
 */

/**
 * Opens the tab on `url`, paired with `backend`. With a window it stays until it is closed or Ctrl-C and returns null; without one it
 * measures for `seconds` and returns what the tab shows.
 *
 * @param {{ url: string, backend: string, seconds: number, headless: boolean, ownPage: boolean, say: (text: string) => void }} options
 * @returns {Promise<Result | null>}
 */
export async function inspect({ url, backend, seconds, headless, ownPage, say }) {
  say(headless ? 'Opening a browser without a window …' : 'Opening the browser …');
  const browser = await launchBrowser({ headless });
  try {
    const [page] = await browser.pages();
    if (!page) throw new Error('The browser opened no page.');
    await openPage(page, url, { waitUntil: 'load', timeout: 30_000 }).catch((error) => {
      throw new Error(`${url} could not be opened (${error.message}). Is the server running?`);
    });
    const { devtools, panel } = await openPanel(browser, { window: !headless });
    if (backend) await pair(panel, backend);
    if (!headless) {
      say('The Memory+ tab is open. Close the browser or press Ctrl-C to end.');
      await closed(browser);
      return null;
    }
    await measure({ page, seconds, ownPage, say });
    // The picture is to show the answers, not the first steps.
    await panel.$$eval('[data-testid="tour-skip"]', (buttons) => {
      for (const button of buttons) /** @type {HTMLElement} */ (button).click();
    });
    await panel.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    const recording = await exportRecording(browser, panel);
    const verdict = await attribute(panel, 'verdict', 'data-verdict');
    const backendStatus = backend ? await attribute(panel, 'backend-status', 'data-status') : 'none';
    const notice = await panel.$$eval(absent, (banners) =>
      banners.map((banner) => (banner.querySelector('span') ?? banner).textContent ?? '').join(' '),
    );
    return { screenshot: await devtools.screenshot(), recording, verdict, backendStatus, backendUrl: backend, notice };
  } finally {
    await browser.close();
  }
}

/** What the tab shows where a page cannot be measured. */
const absent = '[data-testid="page-absent"], [data-testid="privileged-page"]';

/**
 * Waits for `seconds`; on the demo page switches the leak and the slow renders on halfway.
 *
 * @param {{ page: import('puppeteer').Page, seconds: number, ownPage: boolean, say: (text: string) => void }} options
 */
async function measure({ page, seconds, ownPage, say }) {
  say(`Measuring for ${seconds} s …`);
  await wait(seconds * 500);
  if (ownPage) {
    await page.evaluate(() => {
      const { demo } = /** @type {{ demo: { leak(on: boolean): void, slow(on: boolean): void } }} */ (
        /** @type {unknown} */ (window)
      );
      demo.leak(true);
      demo.slow(true);
    });
    say('Leak and slow renders switched on.');
  }
  await wait(seconds * 500);
}

/** @param {import('puppeteer').Frame} panel @param {string} handle @param {string} name */
async function attribute(panel, handle, name) {
  return until(10_000, `The tab shows no ${handle}.`, () =>
    panel.$eval(`[data-testid="${handle}"]`, (element, key) => element.getAttribute(key), name),
  );
}

/** @param {import('puppeteer').Browser} browser */
function closed(browser) {
  return new Promise((resolve) => {
    browser.once('disconnected', resolve);
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
