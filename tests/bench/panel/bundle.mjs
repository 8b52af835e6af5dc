// How much the browser must load before the tab shows its first view.
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildOptions } from './browser.mjs';

/** Bytes (gzip) of scripts and styles that panel/index.html loads by itself: its entry and whatever that imports at once. */
export async function firstViewSize() {
  const result = await build({
    ...buildOptions,
    resolve: { ...buildOptions.resolve, conditions: [...buildOptions.resolve.conditions] },
    build: { write: false, target: 'es2022', modulePreload: false, rollupOptions: { input: 'panel/index.html' } },
  });
  const [output] = /** @type {import('vite').Rollup.RollupOutput[]} */ (Array.isArray(result) ? result : [result]);
  const chunks = new Map(output?.output.map((file) => [file.fileName, file]));
  const entry = output?.output.find((file) => file.type === 'chunk' && file.isEntry);
  if (!entry) throw new Error('The build of panel/index.html has no entry.');
  const first = new Set([entry.fileName]);
  for (const name of first) {
    const chunk = chunks.get(name);
    if (chunk?.type !== 'chunk') continue;
    for (const imported of chunk.imports) first.add(imported);
    for (const css of chunk.viteMetadata?.importedCss ?? []) first.add(css);
  }
  let bytes = 0;
  for (const name of first) {
    const file = chunks.get(name);
    if (file) bytes += gzipSync(file.type === 'chunk' ? file.code : file.source).length;
  }
  return bytes;
}
