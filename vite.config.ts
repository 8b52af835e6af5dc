import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import manifest from './manifest.json' with { type: 'json' };
import { firefoxManifest } from './scripts/firefox-manifest.mjs';

/** `vite build` makes the extension for Chrome and Edge in dist/chrome, `vite build --mode firefox` the one for Firefox in dist/firefox. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [
      preact(),
      crx({ manifest: (browser === 'firefox' ? firefoxManifest(manifest) : manifest) as ManifestV3Export, browser }),
    ],
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    publicDir: 'public',
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: 'es2022',
      sourcemap: false,
      // The polyfill would fetch; every browser that can load the extension preloads modules by itself.
      modulePreload: { polyfill: false },
      // Not named in the manifest: devtools.ts asks DevTools for the panel, the worker opens the page that asks for a permission.
      rollupOptions: {
        input: { panel: 'panel/index.html', ...(browser === 'firefox' ? { allow: 'panel/allow.html' } : {}) },
      },
    },
  };
});
