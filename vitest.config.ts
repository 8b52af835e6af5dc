import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

/** A real browser on a busy machine fails now and then for reasons of its own; what fails twice is ours. Retries are reported. */
const inBrowser = { retry: 1, hookTimeout: 120_000 } as const;

/** Workspaces are read from their sources, not from what was built (`source` in their exports). */
const fromSource = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          setupFiles: ['tests/panel-page/english.ts'],
        },
      },
      {
        ...fromSource,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 60_000,
          ...inBrowser,
        },
      },
      {
        ...fromSource,
        // Nest needs the decorators' metadata, which esbuild does not emit.
        plugins: [swc.vite({ module: { type: 'es6' } })],
        test: {
          name: 'backend',
          include: ['tests/backend/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          pool: 'forks',
        },
      },
      {
        ...fromSource,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          ...inBrowser,
        },
      },
    ],
  },
});
