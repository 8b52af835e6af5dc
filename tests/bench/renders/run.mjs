// npm run bench:renders: what watching renders costs the page, as ratios to the same page without it, in one run.
// Production React 19, 1,000 rows, 700 commits; CPU time of the page's main thread as the browser counts it.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { launchBrowser } from '../../../scripts/browser/launch.mjs';
import { median, report } from '../report.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.join(here, '../../..');
const peers = path.join(root, 'tests/bench/peers/node_modules');
/** A page may be lucky in how it is compiled and laid out, so that its ratio is the same in each round: browsers are started anew. */
const browsers = 6;
const rounds = 12;
const commits = { all: 24, sparse: 48 };

if (!existsSync(path.join(peers, 'bippy'))) {
  process.stderr.write('The peers are not installed. Run: npm ci --prefix tests/bench/peers\n');
  process.exit(1);
}

const monitor = await bundle('tests/contract/frontend/fixtures/monitor.ts');
const bippy = await bundle('tests/bench/renders/bippy.mjs');
const plain = await bundle('tests/bench/renders/plain.mjs');
const hooks = await bundle('tests/bench/renders/hooks.mjs');

/** @type {Record<string, { early: string, app: string, start?: boolean }>} */
const variants = {
  bare: { early: '', app: plain },
  'bare again': { early: '', app: plain },
  dormant: { early: monitor, app: plain },
  recording: { early: monitor, app: plain, start: true },
  bippy: { early: bippy, app: plain },
  'hooks off': { early: '', app: hooks },
};

const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>bench</title><div id="root"></div>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const all = await measure('all', commits.all);
const sparse = await measure('sparse', commits.sparse);
server.close();

const overBippy = all.map((times) => medianOf(times, 'recording') / medianOf(times, 'bippy'));
report([
  figure('recording / bare, all rows update', ratio(all, 'recording'), 1.1),
  figure('recording / bare, every hundredth row updates', ratio(sparse, 'recording'), 1.1),
  figure('dormant / bare, all rows update', ratio(all, 'dormant'), 1.02),
  figure('hooks off / bare, all rows update', ratio(all, 'hooks off'), 1.01),
  figure('recording / bippy counting, all rows update', median(overBippy), 1),
  told('bippy counting / bare, all rows update', ratio(all, 'bippy'), 'x'),
  told('one bare page / the other, all rows update: doubt of the ratios', median(all.map(doubt)), 'x'),
  told('bare, all rows update', median(all.map((times) => medianOf(times, 'bare'))), 'ms of CPU per commit'),
]);

/** @param {string} name @param {number} value @param {number} limit */
function figure(name, value, limit) {
  return { name, value, unit: 'x', target: `<= ${limit}`, holds: value <= limit };
}

/** @param {string} name @param {number} value @param {string} unit */
function told(name, value, unit) {
  return { name, value, unit, target: '', holds: true };
}

/** @typedef {Record<string, number[]>} Times CPU per commit of each variant, a value for each round of one browser. */

/** To what both bare pages took. @param {Times[]} all @param {string} variant */
function ratio(all, variant) {
  return median(
    all.map((times) => medianOf(times, variant) / median([...(times.bare ?? []), ...(times['bare again'] ?? [])])),
  );
}

/** @param {Times} times */
function doubt(times) {
  return medianOf(times, 'bare again') / medianOf(times, 'bare');
}

/** @param {Times} times @param {string} variant */
function medianOf(times, variant) {
  return median(times[variant] ?? []);
}

/** @param {'all' | 'sparse'} kind @param {number} count */
async function measure(kind, count) {
  const measured = [];
  for (let i = 0; i < browsers; i++) measured.push(await measureInOneBrowser(kind, count, i));
  return measured;
}

/**
 * Rounds that take one variant after the other, so that a busy moment of the machine meets all. `shift` changes who is opened first.
 *
 * @param {'all' | 'sparse'} kind @param {number} count @param {number} shift @returns {Promise<Times>}
 */
async function measureInOneBrowser(kind, count, shift) {
  const browser = await launchBrowser({ extension: null, devtools: false });
  /** @type {Times} */
  const times = {};
  const pages = [];
  for (const [name, variant] of rotate(Object.entries(variants), shift)) {
    pages.push({ name, ...(await openPage(browser, variant)) });
    times[name] = [];
  }
  for (let round = -2; round < rounds; round++) {
    for (const { name, page, session } of rotate(pages, round + 2)) {
      await page.bringToFront();
      await session.send('HeapProfiler.collectGarbage');
      const before = await taskTime(session);
      await page.evaluate(`commit(${count}, ${kind === 'sparse'})`);
      const time = ((await taskTime(session)) - before) / count;
      if (round >= 0) times[name]?.push(time);
    }
  }
  await browser.close();
  return times;
}

/** @param {import('puppeteer').Browser} browser @param {{ early: string, app: string, start?: boolean }} variant */
async function openPage(browser, { early, app, start }) {
  const page = await browser.newPage();
  if (early) await page.evaluateOnNewDocument(early);
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.addScriptTag({ content: app });
  if (start) await page.evaluate('monitorTest.start()');
  const session = await page.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, session };
}

/** @template T @param {T[]} list @param {number} by */
function rotate(list, by) {
  return [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
}

/** @param {import('puppeteer').CDPSession} session */
async function taskTime(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
  if (seconds === undefined) throw new Error('The browser does not tell the time of its tasks.');
  return 1000 * seconds;
}

/** @param {string} entry */
async function bundle(entry) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    resolve: {
      conditions: ['source', 'module', 'browser', 'production', 'import', 'default'],
      alias: { bippy: path.join(peers, 'bippy/dist/index.js') },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: path.join(root, entry), formats: ['iife'], name: 'bundle' },
    },
  });
  const [output] = /** @type {import('vite').Rollup.RollupOutput[]} */ (Array.isArray(result) ? result : [result]);
  const code = output?.output[0]?.code;
  if (!code) throw new Error(`${entry} could not be bundled.`);
  return code;
}
