import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/start/free-port.mjs';
import { type RunningService, ServiceProcess } from './child.ts';

/** A real PostgreSQL on a free port, with its data in a folder of its own. It does not run as root: then it belongs to `nobody`. */
export async function startPostgres(): Promise<RunningService> {
  const bin = programs();
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-postgres-'));
  if (owner.uid !== undefined) execFileSync('chown', [`${owner.uid}:${owner.gid}`, folder]);
  const data = join(folder, 'data');
  const options = { cwd: folder, ...owner };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'memory', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...options,
    stdio: 'pipe',
  });
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const answers = () => spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0;
  const server = new ServiceProcess(join(bin, 'postgres'), args, options, answers);
  await server.start();
  return {
    url: `postgresql://memory@127.0.0.1:${port}/postgres`,
    port,
    start: () => server.start(),
    kill: () => server.end('SIGKILL'),
    hang: () => server.signal('SIGSTOP'),
    goOn: () => server.signal('SIGCONT'),
    stop: async () => {
      await server.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian keeps the programs of each version in a folder of its own, beside the path. */
function programs(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found) return found;
  throw new Error('PostgreSQL is missing. node scripts/setup.mjs --tests installs it (Debian: package postgresql).');
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}
