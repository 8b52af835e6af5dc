import { mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * The sources are TypeScript, which a process of this Node cannot run: the database's process is built for the test. Inside the
 * repository, where its packages are found.
 */
export async function buildEmbeddedProcess(): Promise<URL> {
  return pathToFileURL(join(await buildPrograms('storage/embedded/database.process'), 'database.process.js'));
}

/** Builds programs of the backend that lie beside one another, and returns their folder. */
export async function buildPrograms(...programs: readonly string[]): Promise<string> {
  mkdirSync('out', { recursive: true });
  const folder = mkdtempSync(resolve('out/embedded-'));
  await build({
    logLevel: 'silent',
    configFile: false,
    resolve: { conditions: ['source'] },
    ssr: { noExternal: [/^@memory-plus/], resolve: { conditions: ['source', 'node'] } },
    build: {
      outDir: folder,
      minify: false,
      ssr: true,
      rollupOptions: {
        input: programs.map((program) => resolve('backend/src', `${program}.ts`)),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  return folder;
}
