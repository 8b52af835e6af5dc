// Builds everything that runs outside the tests: libraries, extension (Chrome, Firefox), demo page, backend with its demo, CLI.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const vite = 'node_modules/vite/bin/vite.js';
const tsc = 'node_modules/typescript/bin/tsc';
/** @type {Record<string, string[]>} */
const parts = {
  'the extension': [vite, 'build', '--logLevel', 'warn'],
  'the extension for Firefox': [vite, 'build', '--mode', 'firefox', '--logLevel', 'warn'],
  'the demo page': [vite, 'build', 'demo/web', '--logLevel', 'warn'],
  'the core library and the backend': ['backend/build.mjs'],
  'the demo server': [tsc, '-p', 'demo/server/tsconfig.build.json'],
  'the page library': [tsc, '-p', 'frontend/tsconfig.build.json'],
  'the command line tool': ['cli/build.mjs'],
};

for (const [name, args] of Object.entries(parts)) {
  const began = performance.now();
  process.stdout.write(`Building ${name} … `);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) {
    process.stdout.write(
      `failed\n${stdout}${stderr}\nThe build of ${name} failed; what the compiler says stands above.\n`,
    );
    process.exit(1);
  }
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}
