import { until } from './panel.mjs';

/** Where the extension may be without being asked for. */
const allowed = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;

/**
 * Opens an address in a browser that has just been started. The browser reads the extension's scripts beside everything else, so that a
 * page may come before them: it is then opened again.
 *
 * @param {import('puppeteer').Page} page @param {string} url @param {import('puppeteer').GoToOptions} [options]
 */
export async function openPage(page, url, options) {
  if (!allowed.test(url)) {
    await page.goto(url, options);
    return;
  }
  await until(15_000, `The extension is not in ${url}.`, async () => {
    await page.goto(url, options);
    return hasExtension(page);
  });
}

/** Whether an extension has a world of its own in the page. @param {import('puppeteer').Page} page */
async function hasExtension(page) {
  const session = await page.createCDPSession();
  let found = false;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    found ||= context.origin.startsWith('chrome-extension://');
  });
  // Tells of all that are there before it answers.
  await session.send('Runtime.enable');
  await session.detach();
  return found;
}
