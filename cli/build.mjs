import { chmod, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** One file with all that it needs, so that the command runs without an install. */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await rm(here('dist'), { recursive: true, force: true });
const bundle = await rolldown({
  input: here('src/main.ts'),
  platform: 'node',
  resolve: { conditionNames: ['source', 'module', 'node', 'import', 'default'] },
  transform: { target: 'node20' },
});
await bundle.write({
  file: here('dist/main.js'),
  format: 'esm',
  banner: '#!/usr/bin/env node',
  codeSplitting: false,
});
await bundle.close();
await chmod(here('dist/main.js'), 0o755);
