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
const rounds = 7;
const commits = { all: 100, sparse: 200 };

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

const recordingOverBippy = median(ratios(all, 'recording').map((value, i) => value / (ratios(all, 'bippy')[i] ?? 1)));
report([
  figure('recording / bare, all rows update', median(ratios(all, 'recording')), 1.1),
  figure('recording / bare, every hundredth row updates', median(ratios(sparse, 'recording')), 1.1),
  figure('dormant / bare, all rows update', median(ratios(all, 'dormant')), 1.02),
  figure('hooks off / bare, all rows update', median(ratios(all, 'hooks off')), 1.01),
  figure('recording / bippy counting, all rows update', recordingOverBippy, 1),
  {
    name: 'bippy counting / bare, all rows update',
    value: median(ratios(all, 'bippy')),
    unit: 'x',
    target: '',
    holds: true,
  },
  {
    name: 'bare, all rows update',
    value: median(all.bare ?? []),
    unit: 'ms of CPU per commit',
    target: '',
    holds: true,
  },
]);

/** @param {string} name @param {number} value @param {number} limit */
function figure(name, value, limit) {
  return { name, value, unit: 'x', target: `<= ${limit}`, holds: value <= limit };
}

/** @param {Record<string, number[]>} times @param {string} variant */
function ratios(times, variant) {
  return (times[variant] ?? []).map((time, round) => time / (times.bare?.[round] ?? Number.NaN));
}

/**
 * CPU per commit of each variant, in rounds that take one variant after the other, so that a busy moment of the machine meets all.
 *
 * @param {'all' | 'sparse'} kind @param {number} count @returns {Promise<Record<string, number[]>>}
 */
async function measure(kind, count) {
  const browser = await launchBrowser({ extension: null, devtools: false });
  /** @type {Record<string, number[]>} */
  const times = {};
  const pages = [];
  for (const [name, { early, app, start }] of Object.entries(variants)) {
    const page = await browser.newPage();
    if (early) await page.evaluateOnNewDocument(early);
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.addScriptTag({ content: app });
    if (start) await page.evaluate('monitorTest.start()');
    const session = await page.createCDPSession();
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    pages.push({ name, page, session });
    times[name] = [];
  }
  for (let round = -1; round < rounds; round++) {
    const turn = round < 0 ? pages : rotate(pages, round);
    for (const { name, page, session } of turn) {
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
