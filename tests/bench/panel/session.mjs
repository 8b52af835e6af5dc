// The whole panel over its made-up platform: a live hour, and a day of virtual time.
import { median } from '../report.mjs';
import { panelPage } from './browser.mjs';

/** @typedef {Awaited<ReturnType<typeof import('./browser.mjs').startBrowser>>} Browser */

const hour = 3_600_000;

/** Milliseconds of script for each of `updates` updates of the overview at 4 Hz, after `recorded` milliseconds; and the panel's own renders meanwhile.
 * @param {Browser} browser @param {number} recorded @param {number} updates */
export async function liveUpdate(browser, recorded, updates) {
  const page = await browser.open(panelPage);
  await page.evaluate('panelPage.connectPage()');
  await page.evaluate(`panelPage.fill(${recorded})`);
  const client = await page.createCDPSession();
  await client.send('Performance.enable');
  const script = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1_000;
  };
  await page.evaluate('panelPage.live(20)');
  const costs = [];
  // The browser's own account of its script; a few updates at a time, so that asking for it weighs little.
  for (let done = 0; done < updates; done += 10) {
    const before = await script();
    await page.evaluate('panelPage.live(10)');
    costs.push(((await script()) - before) / 10);
  }
  const own = /** @type {{ slow: number, worst: number, worstName: string, count: number }} */ (
    await page.evaluate('({ ...panelPage.ownRenders, stop: undefined })')
  );
  await page.close();
  return { median: median(costs), worst: Math.max(...costs), own };
}

/** Bytes that the panel's page holds after each of `hours` hours of virtual time: heap of the script, of the document, and buffers.
 * @param {Browser} browser @param {readonly number[]} hours */
export async function heapAfter(browser, hours) {
  const page = await browser.open(panelPage);
  const client = await page.createCDPSession();
  await page.evaluate('panelPage.connectPage()');
  const sizes = [];
  let passed = 0;
  for (const until of hours) {
    await page.evaluate(`panelPage.fill(${(until - passed) * hour})`);
    passed = until;
    await client.send('HeapProfiler.collectGarbage');
    const usage = await client.send('Runtime.getHeapUsage');
    sizes.push({ hour: until, bytes: usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize });
  }
  await page.close();
  return sizes;
}

/** Milliseconds from the navigation to the first contentful paint, for each of `times` tabs that are opened anew.
 * @param {Browser} browser @param {number} times */
export async function firstPaints(browser, times) {
  const paints = [];
  for (let i = 0; i < times; i++) {
    const page = await browser.open(panelPage);
    await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
    paints.push(
      /** @type {number} */ (
        await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
      ),
    );
    await page.close();
  }
  return paints;
}
