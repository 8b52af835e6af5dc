// npm run test:nodes: the tests that take real snapshots, with each release of Node that is read. --fixtures writes the small
// snapshots anew that the unit tests read in every run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeBinaries } from './binaries.mjs';
import { writeFixture } from './fixtures.mjs';

const nodes = nodeBinaries();
if (process.argv.includes('--fixtures')) for (const [major, node] of nodes) await writeFixture(major, node);

const files = ['devtools-reference', 'leaks'].map((name) => `tests/unit/heap-snapshot/${name}.test.ts`);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...files],
  {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, MEMORY_PLUS_NODES: [...nodes.values()].join('\n') },
  },
);
process.exitCode = status ?? 1;
