import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer';
import { findFirefox, firefoxHelp } from '../find-browser.mjs';
import { until } from './panel.mjs';

/**
 * Firefox over WebDriver BiDi, driven from the page and from the browser's own window. The latter opens the real toolbox, in which the
 * panel is a document of the extension's process.
 *
 * @typedef {{
 *   evaluate: (expression: string) => Promise<unknown>,
 *   text: (handle: string) => Promise<string | null>,
 *   press: (handle: string) => Promise<void>,
 *   type: (handle: string, value: string) => Promise<void>,
 *   has: (selector: string) => Promise<boolean>,
 *   screenshot: () => Promise<Buffer>,
 * }} ExtensionDocument
 *
 * @typedef {{
 *   browser: import('puppeteer').Browser,
 *   page: import('puppeteer').Page,
 *   downloads: string,
 *   chrome: (body: string) => Promise<unknown>,
 *   collectGarbage: () => Promise<void>,
 *   openPanel: () => Promise<ExtensionDocument>,
 *   closeToolbox: () => Promise<void>,
 *   currentTab: (handle: string) => Promise<ExtensionDocument>,
 *   close: () => Promise<void>,
 * }} Firefox
 */

export const extensionId = 'memory-plus@memory-plus.dev';

/**
 * Starts Firefox with a profile of its own, and the built extension (none where `extension` is null) installed for this run.
 *
 * @param {{ extension?: string | null, theme?: 'light' | 'dark', width?: number, height?: number, preferences?: Record<string, unknown> }} [options]
 * @returns {Promise<Firefox>}
 */
export async function launchFirefox({
  extension = 'dist/firefox',
  theme = 'light',
  width = 1280,
  height = 900,
  preferences = {},
} = {}) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error(`Firefox was not found. ${firefoxHelp}`);
  const downloads = mkdtempSync(join(tmpdir(), 'memory-plus-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: null,
    // What a person may do in the browser's window, a test may too; it opens the toolbox there.
    args: ['--remote-allow-system-access', `--width=${width}`, `--height=${height}`],
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'devtools.theme': theme,
      'devtools.toolbox.host': 'bottom',
      'devtools.toolbox.footer.height': height - 200,
      ...preferences,
    },
  });
  if (extension) await browser.installExtension(resolve(extension));
  const [page] = await browser.pages();
  if (!page) throw new Error('Firefox opened no page.');
  const send = bidi(browser);
  const { contexts } = await send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = contexts?.[0]?.context;
  if (context === undefined) throw new Error('Firefox shows no window of its own.');
  const chrome = (/** @type {string} */ body) => evaluate(send, context, `(async () => { ${body} })()`);
  return {
    browser,
    page,
    downloads,
    chrome,
    collectGarbage: async () => void (await chrome(collect)),
    openPanel: async () => {
      await openToolbox(chrome);
      return extensionDocument(chrome, 'memoryPlusBrowser', 'tab-overview');
    },
    closeToolbox: async () => void (await chrome('await memoryPlusToolbox.destroy()')),
    currentTab: (handle) => extensionDocument(chrome, 'gBrowser.selectedBrowser', handle),
    close: async () => {
      await browser.close();
      rmSync(downloads, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Asks every process for a full collection and a collection of cycles, as about:memory's buttons do. */
const collect = `
  for (const topic of ['child-gc-request', 'child-cc-request']) Services.obs.notifyObservers(null, topic);
  await new Promise((done) => setTimeout(done, 300));`;

const showToolbox = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  window.memoryPlusToolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'webconsole' });`;

const isListed = `return memoryPlusToolbox.getAdditionalTools().some(({ label }) => label === 'Memory+')`;

const selectTool = `
  const { id } = memoryPlusToolbox.getAdditionalTools().find(({ label }) => label === 'Memory+');
  await memoryPlusToolbox.selectTool(id);
  window.memoryPlusFrame = memoryPlusToolbox.doc.getElementById('toolbox-panel-iframe-' + id);`;

const isLoaded = `
  window.memoryPlusBrowser = memoryPlusFrame.contentDocument.querySelector('browser');
  return memoryPlusBrowser?.browsingContext?.currentURI?.spec.endsWith('/panel/index.html') ?? false;`;

/** @param {Firefox['chrome']} chrome */
async function openToolbox(chrome) {
  await chrome(showToolbox);
  await until(30_000, 'The toolbox does not list Memory+. Is the extension built (npm run build)?', () =>
    chrome(isListed),
  );
  await chrome(selectTool);
  await until(30_000, 'The Memory+ panel did not load.', () => chrome(isLoaded));
}

/**
 * A document of the extension once it shows `handle`; `holder` names the element of the browser's window that it is loaded in.
 *
 * @param {Firefox['chrome']} chrome @param {string} holder @param {string} handle @returns {Promise<ExtensionDocument>}
 */
async function extensionDocument(chrome, holder, handle) {
  const inside = (/** @type {string} */ expression) => chrome(asked(holder, expression));
  const has = async (/** @type {string} */ selector) =>
    (await inside(`document.querySelector(${JSON.stringify(selector)}) !== null`)) === true;
  await until(30_000, `No document of the extension shows ${handle}.`, () => has(`[data-testid="${handle}"]`));
  return {
    evaluate: inside,
    has,
    text: async (handle) => {
      const text = await inside(`document.querySelector('[data-testid="${handle}"]')?.textContent ?? null`);
      return typeof text === 'string' ? text : null;
    },
    press: async (handle) => {
      const selector = `[data-testid="${handle}"]:not([disabled])`;
      await until(10_000, `${handle} cannot be pressed.`, () => has(selector));
      await inside(pressed(selector));
    },
    type: async (handle, value) => {
      const selector = `[data-testid="${handle}"]`;
      await until(10_000, `${handle} is not there.`, () => has(selector));
      await inside(typed(selector, value));
    },
    screenshot: async () => Buffer.from(String(await chrome(drawn(holder))), 'base64'),
  };
}

/**
 * Documents of the extension live in its process, out of BiDi's reach: a script of the browser's own, in which the page's own
 * expandos do not exist, is sent there and answers.
 *
 * @param {string} holder @param {string} expression
 */
function asked(holder, expression) {
  const script = `{
    const { document } = content, window = content;
    let answer;
    try { answer = { value: ${expression} }; } catch (error) { answer = { failure: String(error) }; }
    sendAsyncMessage('memory-plus:answer', answer);
  }`;
  return `
    const { messageManager } = ${holder};
    const answer = await new Promise((done) => {
      messageManager.addMessageListener('memory-plus:answer', function listen({ data }) {
        messageManager.removeMessageListener('memory-plus:answer', listen);
        done(data);
      });
      messageManager.loadFrameScript(${JSON.stringify(`data:,${encodeURIComponent(script)}`)}, false);
    });
    if (answer.failure) throw new Error(answer.failure);
    return answer.value;`;
}

/** A click as by a hand: a request for a permission is refused to anything else. @param {string} selector */
function pressed(selector) {
  return `(() => {
    const handling = window.windowUtils.setHandlingUserInput(true);
    document.notifyUserGestureActivation();
    document.querySelector('${selector}').click();
    handling.destruct();
    return true;
  })()`;
}

/** @param {string} selector @param {string} value */
function typed(selector, value) {
  return `(() => {
    const field = document.querySelector('${selector}');
    field.value = ${JSON.stringify(value)};
    field.dispatchEvent(new window.Event('input', { bubbles: true }));
    return true;
  })()`;
}

/** The document as it is drawn, as a PNG in base64. @param {string} holder */
const drawn = (holder) => `
  const { clientWidth, clientHeight, browsingContext } = ${holder};
  const image = await browsingContext.currentWindowGlobal.drawSnapshot(new DOMRect(0, 0, clientWidth, clientHeight), 1, 'white');
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);`;

/**
 * What is read of the browser's answers.
 *
 * @typedef {{
 *   type?: string,
 *   exceptionDetails?: { text?: string },
 *   result?: { value?: unknown },
 *   contexts?: readonly { context: string }[],
 * }} BidiAnswer
 */

/**
 * Puppeteer reaches pages only; the browser's window and the toolbox are asked over the connection that it has.
 *
 * @param {import('puppeteer').Browser} browser
 * @returns {(method: string, parameters: object) => Promise<BidiAnswer>}
 */
function bidi(browser) {
  const { connection } =
    /** @type {{ connection: { send(method: string, parameters: object): Promise<{ result: BidiAnswer }> } }} */ (
      /** @type {unknown} */ (browser)
    );
  return async (method, parameters) => (await connection.send(method, parameters)).result;
}

/** @param {ReturnType<typeof bidi>} send @param {string} context @param {string} expression @returns {Promise<unknown>} */
async function evaluate(send, context, expression) {
  const answer = await send('script.evaluate', { expression, target: { context }, awaitPromise: true });
  if (answer.type !== 'success') throw new Error(answer.exceptionDetails?.text ?? 'The evaluation failed.');
  return answer.result?.value ?? null;
}
