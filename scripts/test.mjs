// npm test: checks, build, then unit, backend and contract tests side by side, then the built extension in the real browser alone. Stops
// after the first stage in which something failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
mkdirSync('out', { recursive: true });

const vitest = 'node_modules/vitest/vitest.mjs';

/**
 * @typedef {{ name: string, args: string[], report?: string }} Part
 * @typedef {readonly Part[][]} Stage lanes that run side by side, each its parts one after the other
 */

/** @type {readonly Stage[]} */
const stages = [
  [
    [
      { name: 'Format and lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
      { name: 'Types', args: ['scripts/typecheck.mjs'] },
      { name: 'Build', args: ['scripts/build.mjs'] },
    ],
  ],
  [
    [
      { name: 'Unit tests', ...tests('unit') },
      { name: 'Backend tests', ...tests('backend') },
    ],
    // They mostly wait for a browser. Those of the panel live in a made-up time, so that a second browser does not disturb them; two that
    // measure real time on two cores would disturb one another.
    [{ name: 'Contract tests', ...tests('contract', '--no-file-parallelism', '--exclude=tests/contract/panel/**') }],
    [{ name: 'Contract tests of the panel', ...tests('contract', '--no-file-parallelism', 'tests/contract/panel') }],
  ],
  [[{ name: 'Tests of the built extension in DevTools', ...tests('e2e', '--no-file-parallelism') }]],
];

let passed = 0;
let failed = 0;
for (const stage of stages) {
  await Promise.all(stage.map((lane) => runLane(lane, stage.length > 1)));
  if (failed > 0) break;
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Runs the parts of a lane until one fails.
 * @param {Part[]} lane
 * @param {boolean} beside other lanes run at the same time: what each part says is shown in one piece when it ends
 */
async function runLane(lane, beside) {
  for (const { name, args, report } of lane) {
    process.stdout.write(`\n== ${name}${beside ? ' (started)' : ''}\n`);
    // What an earlier run reported is not counted where this one breaks off.
    if (report) rmSync(report, { force: true });
    const { status, said } = await run(args, beside);
    if (beside) process.stdout.write(`\n== ${name}\n${said}`);
    if (report && existsSync(report)) count(report);
    else if (!report && status === 0) passed++;
    if (status === 0) continue;
    if (failed === 0 || !report) failed++;
    process.stdout.write(`\n${name} failed; what is wrong stands above.\n`);
    return;
  }
}

/**
 * @param {string[]} args
 * @param {boolean} kept whether what it says is kept instead of shown at once
 * @returns {Promise<{ status: number | null, said: string }>}
 */
function run(args, kept) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['inherit', kept ? 'pipe' : 'inherit', kept ? 'pipe' : 'inherit'],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, said: Buffer.concat(chunks).toString() }));
  });
}

/** @param {string} project @param {string[]} options */
function tests(project, ...options) {
  const report = `out/tests-${[project, ...options].join('-').replace(/[^a-z-]+/gi, '-')}.json`;
  return {
    args: [
      vitest,
      'run',
      '--project',
      project,
      ...options,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
  };
}

/** @param {string} report */
function count(report) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
}
