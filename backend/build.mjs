// Builds what the server needs to run on plain Node: @memory-plus/core (src/dist), then the module with its runnable server
// (backend/dist), compiled against what core publishes. Type errors end the build.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

for (const config of ['src/tsconfig.build.json', 'backend/tsconfig.build.json']) {
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config], { stdio: 'inherit' });
  } catch {
    process.stderr.write(`${config} was not built. Mend what is listed above, then run this again.\n`);
    process.exit(1);
  }
}
