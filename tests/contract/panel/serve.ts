import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import manifest from '../../../manifest.json' with { type: 'json' };

const root = fileURLToPath(new URL('../../../', import.meta.url));
const entry = 'tests/panel-page/index.html';
const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Builds tests/panel-page and serves it under the policy that the extension's own pages live under. */
export async function serveBuiltPage(): Promise<{ readonly url: string; close(): void }> {
  const files = await buildPage();
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    const content = files.get(name);
    response.setHeader('content-security-policy', manifest.content_security_policy.extension_pages);
    response.setHeader('content-type', types[path.extname(name).slice(1)] ?? 'application/octet-stream');
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/${entry}`, close: () => server.close() };
}

async function buildPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', modulePreload: false, rollupOptions: { input: entry } },
  });
  const [output] = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  return new Map(
    output?.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const),
  );
}
