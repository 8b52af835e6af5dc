// npm test: checks, unit, contract and backend tests, then the build and the tests in the real browser. Stops at the first part that fails.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
mkdirSync('out', { recursive: true });

const vitest = 'node_modules/vitest/vitest.mjs';
/** @type {Record<string, { args: string[], report?: string }>} */
const parts = {
  'Format and lint': { args: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  Types: { args: ['scripts/typecheck.mjs'] },
  Build: { args: ['scripts/build.mjs'] },
  'Unit tests': tests('unit'),
  'Backend tests': tests('backend'),
  // Two browsers at once on two cores disturb one another's clocks.
  'Contract tests': tests('contract', '--no-file-parallelism'),
  'Tests of the built extension in DevTools': tests('e2e', '--no-file-parallelism'),
};

let passed = 0;
let failed = 0;
for (const [name, { args, report }] of Object.entries(parts)) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (report) count(report);
  else if (status === 0) passed++;
  else failed++;
  if (status !== 0) {
    process.stdout.write(
      `\n${name} failed; what is wrong stands above.\n${passed} passed, ${Math.max(failed, 1)} failed\n`,
    );
    process.exit(1);
  }
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);

/** @param {string} project @param {string[]} options */
function tests(project, ...options) {
  const report = `out/tests-${project}.json`;
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
