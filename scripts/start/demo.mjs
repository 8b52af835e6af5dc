import { spawn } from 'node:child_process';
import { preview } from 'vite';
import { freePort } from './free-port.mjs';

/**
 * Starts the demo page and the demo backend, each on a free port of this machine, as far as they are wanted.
 *
 * @param {{ page: boolean, backend: boolean, say: (text: string) => void }} wanted
 */
export async function startDemo({ page, backend, say }) {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  let backendUrl = '';
  let pageUrl = '';
  const port = await freePort();
  if (backend) {
    const server = await startServer(page ? `http://localhost:${port}` : '');
    stops.push(server.stop);
    backendUrl = server.url;
    say(`Demo backend: ${backendUrl}`);
  }
  if (page) {
    const site = await preview({
      root: 'demo/web',
      logLevel: 'error',
      preview: { port, strictPort: true, host: '127.0.0.1', open: false },
    });
    stops.push(() => site.close());
    pageUrl = `http://localhost:${port}/${backendUrl ? `?backend=${encodeURIComponent(backendUrl)}` : ''}`;
    say(`Demo page: http://localhost:${port}/`);
  }
  return {
    pageUrl,
    backendUrl,
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}

/** @param {string} pageOrigin the demo page, which may ask the backend how it is */
async function startServer(pageOrigin) {
  const port = await freePort();
  const child = spawn(process.execPath, ['--expose-gc', 'demo/server/dist/main.js'], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', ALLOWED_ORIGINS: pageOrigin },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (printed = (printed + chunk).slice(-4_000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (await answers(`${url}/api/monitoring/memory/stats`)) break;
    if (child.exitCode !== null || tries > 150) {
      child.kill('SIGKILL');
      throw new Error(`The demo backend did not start. It printed:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(force);
    },
  };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
