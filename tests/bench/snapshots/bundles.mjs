// Makes plain JavaScript of what the benches and the comparing tests run: our engine, and Chrome DevTools' own code for snapshots and traces.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
        transform: (source, id) => (id.endsWith('/trace/types/TraceEvents.ts') ? namesFirst(source) : null),
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

/** The compiler of DevTools puts an enum's values where they are used; others need the enum before its first use. @param {string} source */
function namesFirst(source) {
  const from = source.indexOf('export const enum Name {');
  const to = source.indexOf('\n}\n', from) + 3;
  return source.slice(from, to) + source.slice(0, from) + source.slice(to);
}

/**
 * Code of Chrome DevTools from npm; made once for each version.
 *
 * @param {string} part @param {(path: (file: string) => string) => string} code Given what quotes a path below front_end.
 */
async function bundleOfDevTools(part, code) {
  const { version } = JSON.parse(readFileSync(new URL('package.json', frontend), 'utf8'));
  const name = `${part}-${version}`;
  const made = new URL(`${name}.mjs`, cache);
  if (existsSync(made)) return made.href;
  const path = (/** @type {string} */ file) => JSON.stringify(fileURLToPath(new URL(`front_end/${file}`, frontend)));
  return (await bundle(name, code(path))).href;
}

/** Chrome DevTools' heap snapshot code. @returns {Promise<string>} its URL */
export function bundleDevTools() {
  return bundleOfDevTools(
    'devtools',
    (path) => `export { SecondaryInitManager } from ${path('entrypoints/heap_snapshot_worker/HeapSnapshot.ts')};
export { HeapSnapshotLoader } from ${path('entrypoints/heap_snapshot_worker/HeapSnapshotLoader.ts')};`,
  );
}

/** What the Performance panel reads a trace with. @returns {Promise<string>} its URL */
export function bundleTraceReader() {
  return bundleOfDevTools('trace', (path) => `export { TraceModel } from ${path('models/trace/trace.ts')};`);
}

/** Our engine, made anew each time. @returns {Promise<string>} its URL */
export async function bundleEngine() {
  const path = JSON.stringify(fileURLToPath(new URL('src/heap-snapshot/index.ts', root)));
  return (await bundle('engine', `export * from ${path};`)).href;
}
