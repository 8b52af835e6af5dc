import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'svelte/compiler';
import { build, type Plugin, type Rollup } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export type ReactBuild = 'development' | 'production' | 'profiling';

export interface BundleOptions {
  readonly mode?: 'development' | 'production';
  /** Packages that an import stands for in this bundle. */
  readonly alias?: Readonly<Record<string, string>>;
  readonly define?: Readonly<Record<string, string>>;
}

const made = new Map<string, Promise<string>>();

/** Bundles `entry` (path from the repository's root) into one classic script. The same bundle is made once. */
export function bundle(entry: string, options: BundleOptions = {}): Promise<string> {
  const key = JSON.stringify([entry, options]);
  let script = made.get(key);
  if (!script) {
    script = makeBundle(entry, options);
    made.set(key, script);
  }
  return script;
}

async function makeBundle(entry: string, { mode = 'production', alias = {}, define = {} }: BundleOptions) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    mode,
    resolve: {
      conditions: ['source', 'module', 'browser', mode, 'import', 'default'],
      alias: Object.entries(alias).map(([find, to]) => ({
        find: new RegExp(`^${find}$`),
        replacement: path.isAbsolute(to) ? to : path.join(root, to),
      })),
    },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode), ...define },
    plugins: [svelteFiles(mode === 'development')],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: path.join(root, entry), formats: ['iife'], name: 'bundle' },
    },
  });
  const [output] = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  return output?.output[0]?.code ?? '';
}

function svelteFiles(dev: boolean): Plugin {
  return {
    name: 'svelte-files',
    transform: (source, filename) => (filename.endsWith('.svelte') ? compile(source, { filename, dev }).js : null),
  };
}

/** Where the packages of React's major version are, for one of its builds. */
export function reactAlias(major: 16 | 17 | 18 | 19, build: ReactBuild): Record<string, string> {
  const modules = major === 19 ? 'node_modules' : `tests/frameworks/react-${major}/node_modules`;
  const file = { development: 'development', production: 'production.min', profiling: 'profiling.min' }[build];
  if (major === 19) {
    const client = build === 'profiling' ? 'react-dom-profiling.profiling' : `react-dom-client.${build}`;
    return {
      react: `${modules}/react/cjs/react.${build === 'development' ? build : 'production'}.js`,
      'react-dom/client': `${modules}/react-dom/cjs/${client}.js`,
    };
  }
  const react = `${modules}/react/cjs/react.${build === 'profiling' ? 'production.min' : file}.js`;
  const tracing = `scheduler-tracing.${file}`;
  return {
    react,
    'react-dom/client': `${modules}/react-dom/cjs/react-dom.${file}.js`,
    ...(major < 18 ? { 'scheduler/tracing': `${modules}/scheduler/cjs/${tracing}.js` } : {}),
  };
}
