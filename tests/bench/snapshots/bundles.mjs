// Makes plain JavaScript of the two engines that the benches and the comparing tests run: ours, and Chrome DevTools' own.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = new URL('../../../', import.meta.url);
const cache = new URL('node_modules/.cache/memory-plus-snapshots/', root);
const frontend = new URL('node_modules/chrome-devtools-frontend/', root);

/**
 * @param {string} name
 * @param {string} code
 */
async function bundle(name, code) {
  const entry = `virtual:${name}`;
  await build({
    root: fileURLToPath(root),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    resolve: { conditions: ['source', 'module', 'import', 'default'] },
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId(id) {
          if (id === entry || id.endsWith(`/${entry}`)) return `\0${entry}`;
          // The package leaves out a file that its build generates: the list of languages.
          return id.endsWith('/locales.js') ? '\0locales' : null;
        },
        load(id) {
          if (id === `\0${entry}`) return code;
          if (id !== '\0locales') return null;
          return 'export const BUNDLED_LOCALES = ["en-US"], LOCALES = ["en-US"], DEFAULT_LOCALE = "en-US", REMOTE_FETCH_PATTERN = "", LOCAL_FETCH_PATTERN = "";';
        },
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'es2022',
      minify: false,
      outDir: fileURLToPath(cache),
      emptyOutDir: false,
      rollupOptions: { input: entry, output: { entryFileNames: `${name}.mjs`, format: 'es' } },
    },
  });
  return new URL(`${name}.mjs`, cache);
}

/** Chrome DevTools' heap snapshot code from npm; made once for each version. @returns {Promise<string>} its URL */
export async function bundleDevTools() {
  const { version } = JSON.parse(readFileSync(new URL('package.json', frontend), 'utf8'));
  const name = `devtools-${version}`;
  const made = new URL(`${name}.mjs`, cache);
  if (existsSync(made)) return made.href;
  const worker = pathToFileURL(fileURLToPath(new URL('front_end/entrypoints/heap_snapshot_worker/', frontend)));
  const path = (/** @type {string} */ file) => JSON.stringify(fileURLToPath(new URL(file, worker)));
  const code = `export { SecondaryInitManager } from ${path('HeapSnapshot.ts')};
export { HeapSnapshotLoader } from ${path('HeapSnapshotLoader.ts')};`;
  return (await bundle(name, code)).href;
}

/** Our engine, made anew each time. @returns {Promise<string>} its URL */
export async function bundleEngine() {
  const path = JSON.stringify(fileURLToPath(new URL('src/heap-snapshot/index.ts', root)));
  return (await bundle('engine', `export * from ${path};`)).href;
}
