import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../scripts/start/demo.mjs';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface BackendOptions {
  readonly port?: number;
  /** Flags of Node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The real demo backend as a process of its own. */
export async function startBackend({ port, flags = [], env = {} }: BackendOptions = {}): Promise<RunningServer> {
  const main = 'demo/server/dist/main.js';
  if (!existsSync(main)) throw new Error('The demo server is not built: run npm run build.');
  const chosen = port ?? (await freePort());
  const child = spawn(process.execPath, [...flags, main], {
    env: { ...process.env, ...env, PORT: String(chosen), HOST: '127.0.0.1' },
    stdio: 'ignore',
  });
  const url = `http://localhost:${chosen}`;
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`http://127.0.0.1:${chosen}/api/monitoring/memory/stats`).catch(() => null);
    if (answer?.ok) return { url, port: chosen, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop(child);
  throw new Error('The demo backend did not start within 30 s.');
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    }
  });
}

/** A server that answers as the test likes. */
export async function serve(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
