import { defineConfig } from 'vite';

// The demo shows what a development build of React tells, also when it is served as built files.
process.env.NODE_ENV = 'development';

export default defineConfig({
  mode: 'development',
  base: './',
  resolve: { conditions: ['source', 'module', 'browser', 'development', 'import', 'default'] },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', minify: false, chunkSizeWarningLimit: 3_000 },
});
