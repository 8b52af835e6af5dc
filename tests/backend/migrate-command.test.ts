import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { migrations } from '../../backend/src/storage/migrations/index.ts';
import { buildPrograms } from './services/embedded.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let programs: string;
let folder: string;
beforeAll(async () => {
  programs = await buildPrograms('migrate-main', 'check-environment-main', 'storage/embedded/database.process');
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-migrate-'));
});
afterAll(() => {
  for (const one of [programs, folder]) rmSync(one, { recursive: true, force: true });
});

/** A process of its own: nothing but the database keeps it alive. */
function run(program: string, settings: Record<string, string>, ...args: string[]) {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(programs, program), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH, ...settings },
  });
  return { status, stdout, stderr };
}

it('makes the tables of an embedded database once, and says so', () => {
  const STORAGE_DIRECTORY = join(folder, 'data');
  const first = run('migrate-main.js', { STORAGE_DIRECTORY });
  expect(first).toMatchObject({ status: 0, stderr: '' });
  for (const { name } of migrations) expect(first.stdout).toContain(`- ran ${name}\n`);
  const second = run('migrate-main.js', { STORAGE_DIRECTORY });
  expect(second).toMatchObject({ status: 0, stdout: expect.stringContaining('were up to date') });
});

it('fails when the database does not answer, without its password', () => {
  const { status, stdout, stderr } = run('migrate-main.js', { DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:1/none' });
  expect(status).toBe(1);
  expect(stderr).toContain('ECONNREFUSED');
  expect(stdout).toContain('PostgreSQL at 127.0.0.1:1/none');
  expect(stdout + stderr).not.toContain('hunter2');
});

it('reads a file of settings where there is one, and what is set already wins', () => {
  const without = run('migrate-main.js', { STORAGE: 'false' }, '.env.production');
  expect(without).toMatchObject({ status: 0, stdout: expect.not.stringContaining('Settings of') });
  writeFileSync(join(folder, '.env.production'), 'STORAGE=true\nDATABASE_URL=postgres://a@127.0.0.1:1/from_file\n');
  expect(run('migrate-main.js', {}, '.env.production').stdout).toContain('from_file');
  expect(run('migrate-main.js', { STORAGE: 'false' }, '.env.production').stdout).toContain('nothing to migrate');
});

it('has nothing to do where storage is off', () => {
  expect(run('migrate-main.js', { STORAGE: 'false' })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('nothing to migrate'),
  });
});

it('checks settings: all that is wrong at once', () => {
  expect(run('check-environment-main.js', {})).toEqual({ status: 0, stdout: 'The settings are right.\n', stderr: '' });
  const { status, stderr } = run('check-environment-main.js', { PORT: 'x', ADMIN_TOKEN: 'short', DATABASE_URL: 'x' });
  expect(status).toBe(1);
  for (const name of ['PORT', 'ADMIN_TOKEN', 'DATABASE_URL']) expect(stderr).toContain(`\n- ${name}: `);
});
