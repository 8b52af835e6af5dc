import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentSchema, readEnvironment } from '../../backend/src/environment.ts';
import { resolveOptions } from '../../backend/src/options.ts';

const template = 'backend/.env.production.template';

describe('the settings of the server', () => {
  it("are the seed's limits when nothing is set", () => {
    const settings = readEnvironment({});
    expect(settings).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      thresholds: { heap: { warning: 0.75, critical: 0.85 }, container: { warning: 0.75, critical: 0.85 } },
      detector: { checkInterval: 300_000, growthThreshold: 50 * 1024 * 1024, snapshotOnLeak: false },
      snapshots: { enabled: false },
    });
    expect(() => resolveOptions(settings)).not.toThrow();
  });

  it('are each explained in the template, which gives the same values as leaving them out', () => {
    const explained = parseEnv(readFileSync(template, 'utf8'));
    expect(Object.keys(explained).sort()).toEqual(Object.keys(environmentSchema.shape).sort());
    expect(readEnvironment(explained)).toEqual(readEnvironment({}));
  });

  it('stop the start with one list of all that is wrong, without the values', () => {
    const read = () =>
      readEnvironment({ PORT: '70000', ADMIN_TOKEN: 'hunter2', MEMORY_WARNING: 'high', SNAPSHOTS: 'yes' });
    for (const name of ['PORT', 'ADMIN_TOKEN', 'MEMORY_WARNING', 'SNAPSHOTS']) expect(read).toThrow(`\n- ${name}: `);
    expect(read).not.toThrow(/hunter2/);
  });

  it('let the server be addressed by the name it listens on', () => {
    expect(readEnvironment({ HOST: '::1' }).hosts).toEqual(['[::1]']);
    expect(readEnvironment({ HOST: '0.0.0.0', ALLOWED_HOSTS: 'a.example, b.example' }).hosts).toEqual([
      'a.example',
      'b.example',
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('the start script', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-plus-start-'));
    cpSync('backend/scripts', join(folder, 'scripts'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    mkdirSync(join(folder, 'dist'));
    // Stands for the server and tells how it was started.
    writeFileSync(
      join(folder, 'dist/main.js'),
      'console.log(JSON.stringify({ flags: process.execArgv, threads: process.env.UV_THREADPOOL_SIZE, port: process.env.PORT, gc: typeof gc }))',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const script = () => join(folder, 'scripts/start-production-memory-optimized.sh');

  it('starts with the flags of the specification that this Node knows', () => {
    copyFileSync(template, join(folder, '.env.production'));
    const output = execFileSync('sh', [script()], { encoding: 'utf8' });
    const started = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    expect(started).toMatchObject({ threads: '8', port: '3000', gc: 'function' });
    expect(started.flags).toEqual(expect.arrayContaining(['--max-old-space-size=4096', '--expose-gc']));
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' }).includes(
      '--optimize-for-size',
    );
    expect(started.flags.includes('--optimize-for-size')).toBe(known);
    expect(output.includes('no longer knows --optimize-for-size')).toBe(!known);
  });

  it.each([
    ['settings are missing', {}, '.env.production is missing'],
    ['the heap is no number', { MAX_OLD_SPACE_MB: '4g' }, 'MAX_OLD_SPACE_MB'],
  ])('stops when %s, and says what to do', (_what, environment, message) => {
    if (message.startsWith('MAX')) copyFileSync(template, join(folder, '.env.production'));
    const { status, stderr } = spawnSync('sh', [script()], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
