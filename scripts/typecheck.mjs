// Type-checks every part of the repository with its own library set: what a part may not know, it cannot name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const parts = ['src', 'src/transport', 'frontend', 'content', 'panel', 'backend', 'cli', 'tests', 'scripts'];
const tsc = 'node_modules/typescript/bin/tsc';
let failed = 0;
for (const part of parts) {
  const config = `${part}/tsconfig.json`;
  if (!existsSync(config)) throw new Error(`${config} is missing`);
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
  if (status !== 0) failed++;
}
process.exit(failed ? 1 : 0);
