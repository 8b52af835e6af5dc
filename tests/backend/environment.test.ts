import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentSchema, readEnvironment } from '../../backend/src/environment.ts';
import { resolveOptions } from '../../backend/src/options.ts';

const day = 86_400_000;
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
      storage: {
        directory: expect.stringMatching(/memory-plus.3000$/),
        retention: { raw: 7 * day, history: 30 * day },
      },
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

  it('are judged together, so that one start tells of every contradiction, and no password is repeated', () => {
    const read = () =>
      readEnvironment({
        MEMORY_WARNING: '0.9',
        EVENT_LOOP_WARNING_MS: '2000',
        SNAPSHOTS: 'true',
        DATABASE_POOL_MIN: '30',
        RETENTION_RAW_DAYS: '31',
      });
    for (const name of [
      'MEMORY_WARNING',
      'EVENT_LOOP_WARNING_MS',
      'SNAPSHOTS',
      'DATABASE_POOL_MIN',
      'RETENTION_RAW_DAYS',
    ])
      expect(read).toThrow(`\n- ${name}: `);
    const secret = {
      DATABASE_URL: 'mysql://a:hunter2@b/c',
      REDIS_URL: 'hunter2',
      SLACK_WEBHOOK_URL: 'ftp://hunter2/',
    };
    for (const name of Object.keys(secret)) expect(() => readEnvironment(secret)).toThrow(`\n- ${name}: `);
    expect(() => readEnvironment(secret)).not.toThrow(/hunter2/);
  });

  it('choose the database', () => {
    const url = 'postgres://memory:word@db.example:5432/memory';
    expect(readEnvironment({ DATABASE_URL: url, INSTANCE_NAME: 'api-1' }).storage).toMatchObject({
      url,
      instance: 'api-1',
      pool: { min: 5, max: 20 },
    });
    expect(readEnvironment({ STORAGE_DIRECTORY: '/srv/data' }).storage).toMatchObject({ directory: '/srv/data' });
    expect(readEnvironment({ STORAGE: 'false', DATABASE_URL: url }).storage).toBe(false);
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
    for (const step of ['check-environment-main.js', 'migrate-main.js'])
      writeFileSync(
        join(folder, 'dist', step),
        `console.log('${step}'); process.exit(Number(process.env.FAIL === '${step}'))`,
      );
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

  it('checks the settings and migrates first, and does not start when one of them fails', () => {
    copyFileSync(template, join(folder, '.env.production'));
    const run = (FAIL: string) => {
      const { status, stdout } = spawnSync('sh', [script()], { encoding: 'utf8', env: { ...process.env, FAIL } });
      return { status, said: stdout.match(/\S+-main\.js|"flags"/g) };
    };
    const [check, migrate] = ['check-environment-main.js', 'migrate-main.js'];
    expect(run('')).toEqual({ status: 0, said: [check, migrate, '"flags"'] });
    expect(run(check)).toEqual({ status: 1, said: [check] });
    expect(run(migrate)).toEqual({ status: 1, said: [check, migrate] });
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
