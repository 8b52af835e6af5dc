import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/start/free-port.mjs';
import { type RunningService, requireProgram, ServiceProcess } from './child.ts';

/** A real Redis on a free port, with nothing on disk but its own folder. */
export async function startRedis(): Promise<RunningService> {
  requireProgram('redis-server', 'redis-server');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const answers = () =>
    spawnSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8', timeout: 1_000 }).stdout.includes('PONG');
  const redis = new ServiceProcess('redis-server', args, { cwd: folder }, answers);
  await redis.start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start: () => redis.start(),
    kill: () => redis.end('SIGKILL'),
    hang: () => redis.signal('SIGSTOP'),
    goOn: () => redis.signal('SIGCONT'),
    stop: async () => {
      await redis.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
