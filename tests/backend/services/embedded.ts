import { mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * The sources are TypeScript, which a process of this Node cannot run: the database's process is built for the test. Inside the
 * repository, where its packages are found.
 */
export async function buildEmbeddedProcess(): Promise<URL> {
  mkdirSync('out', { recursive: true });
  const folder = mkdtempSync(resolve('out/embedded-'));
  await build({
    logLevel: 'silent',
    configFile: false,
    ssr: { external: ['@electric-sql/pglite'] },
    build: {
      outDir: folder,
      minify: false,
      ssr: 'backend/src/storage/embedded/database.process.ts',
      rollupOptions: { output: { entryFileNames: 'database.process.mjs' } },
    },
  });
  return pathToFileURL(join(folder, 'database.process.mjs'));
}
