// npm run bench:panel: what the panel costs itself, in Chromium, beside uPlot and plain chart.js in the same run.
// Options: --json, --rounds=N (60) redraws of each library. Takes about four minutes; the peers are installed at the first run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median, report } from '../report.mjs';
import { startBrowser } from './browser.mjs';
import { firstViewSize } from './bundle.mjs';
import { firstPaints, heapAfter, liveUpdate } from './session.mjs';

const peers = fileURLToPath(new URL('../peers/', import.meta.url));
const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 60);
const day = 86_400;
const hour = 3_600;

if (!existsSync(`${peers}node_modules/uplot`)) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peers, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The tools to compare with could not be installed (npm ci in tests/bench/peers).');
}

const browser = await startBrowser(['tests/bench/panel/charts.html', 'tests/panel-page/index.html'], {
  uplot: `${peers}node_modules/uplot`,
});
try {
  const charts = await browser.open('tests/bench/panel/charts.html');
  /** @param {string[]} names @param {number} seconds @param {number} count @param {boolean} live */
  const run = async (names, seconds, count, live) =>
    /** @type {Record<string, number[]>} */ (
      await charts.evaluate(`chartBench.run(${JSON.stringify(names)}, ${seconds}, ${count}, ${live})`)
    );
  const redraw = await run(['memoryPlus', 'uplot'], day, rounds, false);
  const plain = await run(['plainChart'], day, 5, false);
  const live = await run(['memoryPlus', 'uplot', 'plainChart'], hour, rounds, true);
  await charts.close();
  const ours = redraw.memoryPlus ?? [];
  const hourLive = await liveUpdate(browser, hour * 1_000, 200);
  const paints = await firstPaints(browser, 10);
  const sizes = await heapAfter(browser, [1, 6, 24]);
  const [first, last] = [sizes[0]?.bytes ?? Number.NaN, sizes.at(-1)?.bytes ?? Number.NaN];
  const times = (/** @type {number[]} */ a, /** @type {number[] | undefined} */ b) => median(a) / median(b ?? []);
  report([
    atMost('redraw 24 h at 1 Hz × 4 series, median', median(ours), 'ms', 8),
    atMost('redraw 24 h at 1 Hz × 4 series, p95', percentile(ours, 0.95), 'ms', 16),
    told('uPlot: the same, median', median(redraw.uplot ?? []), 'ms'),
    told('plain chart.js: the same, median', median(plain.plainChart ?? []), 'ms'),
    told('redraw against uPlot', times(ours, redraw.uplot), 'times'),
    told('redraw against plain chart.js', times(ours, plain.plainChart), 'times'),
    atMost('live update of the overview, 1 h recorded: script', hourLive.median, 'ms', 4),
    told('live update of four series, 1 h, against uPlot', times(live.memoryPlus ?? [], live.uplot), 'times'),
    told(
      'live update of four series, 1 h, against plain chart.js',
      times(live.memoryPlus ?? [], live.plainChart),
      'times',
    ),
    atMost('own renders over the threshold of 16 ms, in that hour', hourLive.own.slow, 'renders', 0),
    told(
      `slowest own render (${hourLive.own.worstName || 'unnamed'}) of ${hourLive.own.count}`,
      hourLive.own.worst,
      'ms',
    ),
    ...sizes.map(({ hour: after, bytes }) => told(`panel’s own memory after ${after} h`, bytes / 1_048_576, 'MB')),
    atMost('panel’s own memory: growth from hour 1 to hour 24', (last / first - 1) * 100, '%', 5),
    atMost('first contentful paint of a new tab, median of 10', median(paints), 'ms', 300),
    atMost('scripts and styles of the first view, gzip', (await firstViewSize()) / 1_024, 'KB', 150),
  ]);
} finally {
  await browser.close();
}

/** @param {number[]} values @param {number} share */
function percentile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** @param {string} name @param {number} value @param {string} unit @param {number} most */
function atMost(name, value, unit, most) {
  return { name, value, unit, target: `≤ ${most}`, holds: value <= most };
}

/** @param {string} name @param {number} value @param {string} unit */
function told(name, value, unit) {
  return { name, value, unit, target: 'told', holds: true };
}
