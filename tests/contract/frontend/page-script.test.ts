import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('the page script is at most 25 KB, and judges nothing: that is done where it is read', async () => {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', 'module', 'browser', 'production', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: `${root}content/page-main.iife.ts`, formats: ['iife'], name: 'page' },
    },
  });
  const [output] = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  const chunk = output?.output[0];
  expect(gzipSync(chunk?.code ?? '').byteLength).toBeLessThanOrEqual(25_000);
  const modules = Object.keys(chunk?.modules ?? {}).map((id) => id.slice(root.length));
  expect(modules).toContain('frontend/src/sources/index.ts');
  expect(modules.filter((id) => /^src\/(analysis|recording)\/|memoryMonitor/.test(id))).toEqual([]);
});
