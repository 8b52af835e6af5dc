import { build, type Rollup } from 'vite';

let assets: Promise<Record<string, string>> | null = null;

/** A production build of React and a small application, minified, with its source map: what a site serves, by path. */
export function mappedAssets(): Promise<Record<string, string>> {
  assets ??= makeAssets();
  return assets;
}

async function makeAssets(): Promise<Record<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      sourcemap: true,
      outDir: 'out/assets',
      lib: { entry: 'tests/e2e/fixtures/mapped-app.ts', formats: ['iife'], name: 'app', fileName: () => 'app.js' },
    },
  });
  const [output] = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  const script = output?.output[0];
  if (!script?.map) throw new Error('The application has no source map.');
  // Without the comment that names the map it would be found by nobody; some builds leave it to the server.
  const code = script.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  return {
    '/assets/app.js': `${code}\n//# sourceMappingURL=app.js.map\n`,
    '/assets/app.js.map': script.map.toString(),
  };
}
