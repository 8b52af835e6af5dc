// Builds the demo backend (demo/server/dist). Needs backend/dist, which backend/build.mjs makes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'demo/server/tsconfig.build.json'],
  { stdio: 'inherit' },
);
if (status !== 0) process.stderr.write('The demo backend was not built. Run node backend/build.mjs first.\n');
process.exit(status ?? 1);
