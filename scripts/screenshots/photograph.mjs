import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { launchBrowser } from '../browser/launch.mjs';
import { openPage } from '../browser/open-page.mjs';
import { openPanel, pair, press, until } from '../browser/panel.mjs';

/**
 * @typedef {import('puppeteer').Page} Page
 * @typedef {import('puppeteer').Frame} Frame
 */

const views = ['overview', 'renders', 'leaks', 'caches', 'snapshots', 'backend', 'recordings', 'settings'];
const widths = [1_200, 400];
const height = 800;
/** A drawn interface has few colours: a palette keeps a picture at a quarter of its size. */
const colours = 128;

/**
 * Opens the tab on the demo in one theme, lets it measure, and takes a picture of each view at each width.
 *
 * @param {{ theme: 'light' | 'dark', seconds: number, folder: string, url: string, backend: string }} options
 * @returns {Promise<string[]>} the files
 */
export async function photograph({ theme, seconds, folder, url, backend }) {
  const browser = await launchBrowser({ theme });
  try {
    const [page] = await browser.pages();
    if (!page) throw new Error('The browser opened no page.');
    await openPage(page, url, { waitUntil: 'load', timeout: 30_000 });
    const { devtools, panel } = await openPanel(browser, { width: 1_200, height });
    await skipTour(panel);
    await pair(panel, backend);
    await play(page, panel, seconds);
    await openSnapshot(page, panel);
    const files = [];
    for (const width of widths) {
      await devtools.setViewport({ width, height });
      for (const view of views) {
        await show(panel, view);
        const file = `${folder}/${view}-${theme}-${width}.png`;
        await writeFile(file, await optimised(await devtools.screenshot()));
        files.push(file);
      }
    }
    return files;
  } finally {
    await browser.close();
  }
}

/**
 * What a person would do to find the leak: switch it on, look, collect garbage.
 *
 * @param {Page} page @param {Frame} panel @param {number} seconds
 */
async function play(page, panel, seconds) {
  const collections = 6;
  await wait(seconds * 200);
  await press(panel, 'mark');
  await page.evaluate(() => {
    const { demo } = /** @type {{ demo: { leak(on: boolean): void, slow(on: boolean): void } }} */ (
      /** @type {unknown} */ (window)
    );
    demo.leak(true);
    demo.slow(true);
  });
  for (let i = 0; i < collections; i++) {
    await wait((seconds * 800) / collections);
    await press(panel, 'collect-garbage');
  }
  await wait(1_500);
}

/**
 * Takes a heap snapshot of the page as its developer would in the Memory panel, and opens it in the tab.
 *
 * @param {Page} page @param {Frame} panel
 */
async function openSnapshot(page, panel) {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-snapshot-'));
  try {
    const file = join(folder, 'shop.heapsnapshot');
    await writeFile(file, await takeSnapshot(page));
    await show(panel, 'snapshots');
    const input = await panel.waitForSelector('main input[type="file"]', { timeout: 10_000 });
    await /** @type {import('puppeteer').ElementHandle<HTMLInputElement>} */ (input).uploadFile(file);
    await until(120_000, 'The snapshot was not opened.', () => panel.$('main [role="tab"]'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Page} page */
async function takeSnapshot(page) {
  const session = await page.createCDPSession();
  /** @type {string[]} */
  const chunks = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/**
 * Shows a view from its top, without messages over it.
 *
 * @param {Frame} panel @param {string} view
 */
async function show(panel, view) {
  await press(panel, `tab-${view}`);
  await clickAll(panel, '.notice .button--quiet');
  await panel.$eval('main', (main) => main.scrollTo(0, 0));
  await wait(900);
}

/** @param {Frame} panel */
async function skipTour(panel) {
  await wait(500);
  await clickAll(panel, '[data-testid="tour-skip"]');
}

/** @param {Frame} panel @param {string} selector */
async function clickAll(panel, selector) {
  await panel.$$eval(selector, (buttons) => {
    for (const button of buttons) /** @type {HTMLElement} */ (button).click();
  });
}

/** @param {Uint8Array} picture */
function optimised(picture) {
  return sharp(picture).png({ palette: true, colours, effort: 10, compressionLevel: 9 }).toBuffer();
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
