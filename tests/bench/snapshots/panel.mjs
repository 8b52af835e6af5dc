// npm run bench:snapshots:panel: whether the panel's page stays free while a snapshot opens, and while 100,000 rows are scrolled.
// Options: --json, --xl[=GB]: also opens one of that many GB (1.1 without a number) in the panel's worker.
import { statSync } from 'node:fs';
import { panelPage, startBrowser } from '../panel/browser.mjs';
import { median, report } from '../report.mjs';
import { hugeSnapshot, realSnapshot } from './make.mjs';

const rows = 100_000;
const scrolls = 600;
/** A frame at 60 per second. */
const frame = 1000 / 60;
/** What the issue of a blocked page begins with, and what browsers call a long task. */
const longTask = 50;
const patience = 900_000;

const xl = process.argv.find((argument) => argument === '--xl' || argument.startsWith('--xl='));
const medium = realSnapshot('medium', 80_000);
const table = await hugeSnapshot(rows * 118);

/** @type {import('../report.mjs').Figure[]} */
const figures = [];
const browser = await startBrowser([panelPage]);
try {
  const opening = await open(medium);
  figures.push(atMost(`${megabytes(medium)} open: longest time that the page was blocked`, opening.longest, longTask));
  await opening.page.close();

  const { page } = await open(table);
  await page.click('[data-testid=snapshot-tab-dominators]');
  await page.waitForSelector('[data-testid=snapshot-row]');
  const count = await page.$eval('.virtual__table', (element) => Number(element.getAttribute('aria-rowcount')));
  if (count < rows) throw new Error(`The table has ${count} rows where ${rows} belong.`);
  const costs = /** @type {number[]} */ (await page.evaluate(scrollBy(scrolls)));
  const sorted = [...costs].sort((a, b) => a - b);
  figures.push(
    atMost(`${count} rows scrolled: frame, median`, median(costs), frame),
    atMost(`${count} rows scrolled: frame, 95th percentile`, sorted[Math.floor(sorted.length * 0.95)] ?? 0, frame),
  );
  await page.close();

  if (xl) {
    const file = await hugeSnapshot(Number(xl.split('=')[1] ?? 1.1) * 1e9);
    const { seconds, longest } = await open(file);
    figures.push(
      {
        name: `${megabytes(file)} open in the panel's worker`,
        value: seconds,
        unit: 's',
        target: 'opens',
        holds: true,
      },
      atMost(`${megabytes(file)} open: longest time that the page was blocked`, longest, longTask),
    );
  }
} finally {
  await browser.close();
}
report(figures);

/** Opens a snapshot in the panel. `longest`: between two timers of the page meanwhile, in milliseconds. @param {string} file */
async function open(file) {
  const page = await browser.open(panelPage);
  await page.click('[data-testid=tab-snapshots]');
  const input = /** @type {import('puppeteer').ElementHandle<HTMLInputElement>} */ (
    await page.waitForSelector('[data-testid=snapshot-input]')
  );
  await page.evaluate(watchLateness);
  const began = performance.now();
  await input.uploadFile(file);
  await page.waitForSelector('[data-testid=snapshot-export]', { timeout: patience });
  const seconds = (performance.now() - began) / 1000;
  return { page, seconds, longest: Number(await page.evaluate('window.latest')) };
}

/** The page's timers follow each other within a few milliseconds, unless it is busy with something else. */
function watchLateness() {
  const state = Object.assign(window, { latest: 0 });
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    state.latest = Math.max(state.latest, now - last);
    last = now;
    setTimeout(tick);
  };
  tick();
}

/** Answers what each frame took, from its first callback to the first task after it was painted. @param {number} count */
function scrollBy(count) {
  return `(async () => {
    const box = document.querySelector('.virtual');
    const costs = [];
    for (let frame = 0; frame < ${count}; frame++) {
      costs.push(await new Promise((resolve) => requestAnimationFrame(() => {
        const began = performance.now();
        box.scrollTop += 480;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - began);
        port2.postMessage(null);
      })));
    }
    return costs;
  })()`;
}

/** @param {string} name @param {number} value @param {number} most */
function atMost(name, value, most) {
  return { name, value, unit: 'ms', target: `<= ${most.toFixed(1)}`, holds: value <= most };
}

/** @param {string} file */
function megabytes(file) {
  return `${(statSync(file).size / 1e6).toFixed(0)} MB`;
}
