// npm run bench:snapshots: our engine beside memlab, Chrome DevTools' own code and a bare scan of the bytes: time, peak memory.
// Options: --json, --rounds=N (3), --sizes=small,medium,large, --xl[=GB] (a snapshot of that many GB; 1.1 without a number).
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median, report } from '../report.mjs';
import { bundleDevTools, bundleEngine } from './bundles.mjs';
import { hugeSnapshot, realSnapshot } from './make.mjs';

/** @typedef {{ wall: number, cpu: number, peak: number, classes: number, firstLoad: number | null }} Measured */
/** @typedef {import('../report.mjs').Figure} Figure */

const option = (/** @type {string} */ name) =>
  process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
const value = (/** @type {string} */ name) => option(name)?.split('=')[1];
const rounds = Number(value('rounds') ?? 3);
const sessions = { small: 1000, medium: 80_000, large: 400_000 };
const sizes = (value('sizes') ?? 'small,medium,large').split(',').filter((size) => size in sessions);

const peers = fileURLToPath(new URL('../peers/', import.meta.url));
const memlab = fileURLToPath(new URL('node_modules/@memlab/heap-analysis/dist/index.js', pathToFileURL(peers)));
if (!existsSync(memlab)) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peers, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The tools to compare with could not be installed (npm ci in tests/bench/peers).');
}
/** @type {Record<string, string>} */
const bundles = {
  scan: '',
  ours: await bundleEngine(),
  devtools: await bundleDevTools(),
  memlab: pathToFileURL(memlab).href,
};
bundles.diff = bundles.ours ?? '';

/** @param {string} tool @param {string} file @returns {Measured} */
function measure(tool, file) {
  const script = fileURLToPath(new URL('measure.mjs', import.meta.url));
  const args = ['--max-old-space-size=8000', script, tool, file, bundles[tool] ?? ''];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} failed on ${file}.\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** Rounds in which each tool runs once, one after the other, so that what else the machine does meets all of them. */
function measureAll(/** @type {string[]} */ tools, /** @type {string} */ file) {
  /** @type {Record<string, Measured[]>} */
  const measured = Object.fromEntries(tools.map((tool) => [tool, []]));
  for (let round = 0; round < rounds; round++)
    for (const tool of tools) {
      const one = measure(tool, file);
      measured[tool]?.push(one);
      process.stderr.write(
        `${tool}: ${one.wall.toFixed(2)} s, ${one.cpu.toFixed(2)} s of CPU, ${(one.peak / 2 ** 20).toFixed(0)} MiB\n`,
      );
    }
  return measured;
}

/** Median over the rounds of one tool's figure over another's in the same round. */
function ratio(
  /** @type {Measured[] | undefined} */ above,
  /** @type {Measured[] | undefined} */ below,
  /** @type {'wall' | 'cpu' | 'peak'} */ figure,
) {
  return median((above ?? []).map((one, round) => one[figure] / (below?.[round]?.[figure] ?? Number.NaN)));
}

/** @param {string} name @param {number} value @param {number} limit @param {'>=' | '<='} sign @returns {Figure} */
function figure(name, value, limit, sign) {
  return {
    name,
    value,
    unit: 'ratio',
    target: `${sign} ${limit}`,
    holds: sign === '>=' ? value >= limit : value <= limit,
  };
}

/** @type {Figure[]} */
const figures = [];
for (const size of sizes) {
  const file = realSnapshot(size, sessions[/** @type {keyof typeof sessions} */ (size)]);
  process.stderr.write(`\n${size}: ${(statSync(file).size / 1e6).toFixed(0)} MB\n`);
  const tools = ['scan', 'ours', 'devtools', 'memlab', ...(size === 'large' ? ['diff'] : [])];
  const { scan, ours, devtools, memlab: theirs, diff } = measureAll(tools, file);
  for (const [peer, runs] of [
    ["Chrome DevTools' code", devtools],
    ['memlab', theirs],
  ]) {
    const others = /** @type {Measured[]} */ (runs);
    for (const kind of /** @type {const} */ (['cpu', 'wall'])) {
      const words = kind === 'cpu' ? 'CPU time' : 'wall time';
      figures.push(
        figure(
          `${size}: times faster than ${peer}, ${words}`,
          ratio(others, ours, kind),
          size === 'small' ? 1 : 3,
          '>=',
        ),
      );
    }
    figures.push(
      figure(
        `${size}: peak memory over that of ${peer}`,
        ratio(ours, others, 'peak'),
        size === 'small' ? 1 : 0.6,
        '<=',
      ),
    );
  }
  // A small file is read before any code is warm: there the floor says nothing.
  if (size !== 'small')
    figures.push(figure(`${size}: CPU time over the bare byte scan`, ratio(ours, scan, 'cpu'), 4, '<='));
  // Against the first load of the same process: two processes differ by more than the diff costs.
  if (diff !== undefined) {
    const loads = median(diff.map((one) => one.cpu / (one.firstLoad ?? Number.NaN)));
    figures.push(figure('large: diff of two over one load, CPU time', loads, 2.2, '<='));
  }
}

if (option('xl') !== undefined) {
  const file = await hugeSnapshot(Number(value('xl') ?? 1.1) * 1e9);
  const bytes = statSync(file).size;
  process.stderr.write(`\nxl: ${(bytes / 1e9).toFixed(2)} GB\n`);
  const { wall, peak, classes } = measure('ours', file);
  figures.push(
    {
      name: `xl: ${(bytes / 1e9).toFixed(2)} GB opens, wall time`,
      value: wall,
      unit: 's',
      target: 'opens',
      holds: classes === 3,
    },
    {
      name: 'xl: peak memory over the size of the file',
      value: peak / bytes,
      unit: 'ratio',
      target: '<= 3',
      holds: peak <= 3 * bytes,
    },
  );
}
report(figures);
