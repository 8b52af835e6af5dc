import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachMemoryMonitoring, MemoryMonitor } from '@memory-plus/backend';
import type { INestApplication } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { appModule } from '../../backend/src/app.module.ts';
import { checks } from '../../backend/src/doctor/checks/index.ts';
import { doctorCommand } from '../../backend/src/doctor/doctor-command.ts';
import { readEnvironment } from '../../backend/src/environment.ts';
import { Database } from '../../backend/src/storage/database.ts';
import { freePort } from '../../scripts/start/free-port.mjs';
import { call, start } from './host.ts';
import type { RunningService } from './services/child.ts';
import { startPostgres } from './services/postgres.ts';
import { startPrometheus } from './services/prometheus.ts';
import { startRedis } from './services/redis.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const lineSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'failed', 'skipped']),
  detail: z.string(),
  fix: z.string().nullable(),
});
const token = '4f1c9a0b7d3e58262f1d6f0e6f5e4f0f9a550a8f3d6c1b11';
const secretWord = 'hunter2-the-password';

let postgres: RunningService;
let redis: RunningService;
let folder: string;
let app: INestApplication;
let base: string;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  folder = mkdtempSync(join(tmpdir(), 'memory-plus-doctor-'));
});
afterAll(async () => {
  await Promise.all([postgres.stop(), redis.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const right = () => ({
  ADMIN_TOKEN: token,
  DATABASE_URL: postgres.url.replace('memory@', `memory:${secretWord}@`),
  REDIS_URL: redis.url,
  ALERT_WEBHOOK_URL: 'https://alerts.internal.test/memory',
});

/** A file with these settings, for its owner only. */
function settingsFile(values: Record<string, string>, mode = 0o600): string {
  const path = join(folder, '.env.production');
  writeFileSync(
    path,
    Object.entries(values)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  );
  chmodSync(path, mode);
  return path;
}

async function examine(...args: string[]) {
  let out = '';
  const code = await doctorCommand([...args, '--json'], folder, {
    out: (text) => {
      out += text;
    },
    error: (text) => expect.fail(text),
  });
  const lines = out
    .trim()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)));
  expect(lines.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  for (const { state, fix } of lines) expect(fix !== null).toBe(state === 'failed');
  expect(code).toBe(lines.some(({ state }) => state === 'failed') ? 1 : 0);
  expect(out).not.toContain(secretWord);
  expect(out).not.toContain(token);
  return { failed: lines.filter(({ state }) => state === 'failed').map(({ id }) => id), lines };
}

describe('a server as it should be', () => {
  beforeEach(async () => {
    const { port, host, logFile, ...options } = readEnvironment({ ...right(), LEAK_CHECK_INTERVAL_MS: '10000' });
    ({ app, base } = await start(appModule(options), 'express'));
    for (let i = 0; i < 3; i++) await call(base, '/api/health');
  });
  afterEach(async () => await app.close());
  const withoutHeapLimit = (failed: readonly string[]) => failed.filter((id) => id !== 'thresholds');

  it('passes every check, with Prometheus too', async () => {
    const prometheus = await startPrometheus(base.slice('http://'.length));
    const env = settingsFile(right());
    await vi.waitFor(
      async () => {
        const { failed, lines } = await examine('--url', base, '--env', env, '--prometheus', prometheus.url);
        // The heap limit of the test runner is what it is on this machine.
        expect(withoutHeapLimit(failed)).toEqual([]);
        expect(lines.filter(({ state }) => state === 'skipped')).toEqual([]);
      },
      { timeout: 20_000, interval: 1_000 },
    );
    await prometheus.stop();
  });

  it.each<[string, Partial<Record<string, string>>, readonly string[]]>([
    ['a wrong setting', { PORT: '70000' }, ['settings']],
    ['no token', { ADMIN_TOKEN: '' }, ['credentials']],
    [
      'a token that is a placeholder',
      { ADMIN_TOKEN: 'change-me-change-me-change-me-change-me' },
      ['credentials', 'admin-routes'],
    ],
    ['another token than the server has', { ADMIN_TOKEN: token.split('').reverse().join('') }, ['admin-routes']],
    [
      'the password of the template',
      { DATABASE_URL: 'postgres://user:password@127.0.0.1:1/database' },
      ['credentials', 'database', 'migrations'],
    ],
    ['a Redis that is not there', { REDIS_URL: 'redis://127.0.0.1:1' }, ['redis']],
    ['no way for alerts', { ALERT_WEBHOOK_URL: '' }, ['alerting']],
  ])('fails on %s, and on nothing else', async (_what, change, expected) => {
    const values = Object.fromEntries(
      Object.entries({ ...right(), ...change }).map(([name, value]) => [name, value ?? '']),
    );
    const { failed } = await examine('--url', base, '--env', settingsFile(values));
    expect(withoutHeapLimit(failed)).toEqual(expected);
  });

  it.skipIf(process.platform === 'win32')('fails on settings that others can read', async () => {
    const { failed, lines } = await examine('--url', base, '--env', settingsFile(right(), 0o644));
    expect(withoutHeapLimit(failed)).toEqual(['credentials']);
    expect(lines.find(({ id }) => id === 'credentials')?.fix).toContain('chmod 600');
  });

  it('fails on tables that are not up to date, and on samples that are not kept', async () => {
    const admin = await Database.open({ url: postgres.url });
    await admin.query('DROP DATABASE IF EXISTS fresh');
    await admin.query('CREATE DATABASE fresh');
    await admin.close();
    const values = { ...right(), DATABASE_URL: postgres.url.replace(/postgres$/, 'fresh') };
    expect(withoutHeapLimit((await examine('--url', base, '--env', settingsFile(values))).failed)).toEqual([
      'migrations',
    ]);
    await postgres.kill();
    const { failed } = await examine('--url', base, '--env', settingsFile(right()));
    expect(withoutHeapLimit(failed)).toEqual(['database', 'migrations', 'stats']);
    await postgres.start();
  });

  it('fails on a heap limit that the container has no room for', async () => {
    const monitor = app.get(MemoryMonitor, { strict: false });
    const reading = monitor.read();
    const read = vi.spyOn(monitor, 'read').mockReturnValue({ ...reading, containerLimit: reading.heap.limit });
    const env = settingsFile(right());
    const { lines } = await examine('--url', base, '--env', env);
    expect(lines.find(({ id }) => id === 'thresholds')).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining('MAX_OLD_SPACE_MB'),
    });
    read.mockReturnValue({ ...reading, containerLimit: reading.heap.limit * 2 });
    expect((await examine('--url', base, '--env', env)).failed).toEqual([]);
  });

  it('fails on a leak that nobody has looked at, and on a detector that is off', async () => {
    const { detector } = app.get(MemoryMonitor, { strict: false });
    detector.configure({ collectOnSuspicion: false, profileOnSuspicion: false });
    const now = Date.now();
    for (let i = 60; i > 0; i--) detector.collected({ at: now - i * 60_000, after: 3e8 - i * 4e6, pause: 5 });
    await detector.check();
    await detector.check();
    const env = settingsFile(right());
    expect(withoutHeapLimit((await examine('--url', base, '--env', env)).failed)).toEqual(['leak-detection']);
    detector.configure({ enabled: false });
    const { lines } = await examine('--url', base, '--env', env);
    expect(lines.find(({ id }) => id === 'leak-detection')?.fix).toContain('LEAK_DETECTION');
  });

  it.each([
    ['has no rules', { rules: false }, ['prometheus']],
    ['has no Alertmanager', { alertmanager: false }, ['alerting']],
  ])('fails on a Prometheus that %s', async (_what, options, expected) => {
    const prometheus = await startPrometheus(base.slice('http://'.length), options);
    const env = settingsFile({ ...right(), ALERT_WEBHOOK_URL: '' });
    await vi.waitFor(
      async () => {
        const { failed } = await examine('--url', base, '--env', env, '--prometheus', prometheus.url);
        expect(withoutHeapLimit(failed)).toEqual(expected);
      },
      { timeout: 20_000, interval: 1_000 },
    );
    await prometheus.stop();
  });

  it('fails on a Prometheus that may not scrape the server', async () => {
    const prometheus = await startPrometheus(`127.0.0.2:${new URL(base).port}`);
    await vi.waitFor(
      async () => {
        const { failed } = await examine('--url', base, '--env', settingsFile(right()), '--prometheus', prometheus.url);
        expect(withoutHeapLimit(failed)).toEqual(['prometheus']);
      },
      { timeout: 20_000, interval: 1_000 },
    );
    await prometheus.stop();
  });
});

describe('a server that is not as it should be', () => {
  it('is not there', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { failed, lines } = await examine('--url', url, '--env', settingsFile(right()));
    expect(failed).toEqual([
      'health-endpoints',
      'admin-routes',
      'thresholds',
      'health-watched',
      'stats',
      'leak-detection',
    ]);
    expect(lines.find(({ id }) => id === 'stats')?.detail).toContain('--url');
  });

  it('is critical, or has no health route', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const silent = { error: () => {}, warn: () => {} };
    const options = { routes: true, metrics: true, adminToken: token };
    const url = `http://127.0.0.1:${port}`;
    const critical = { heap: { warning: 1e-9, critical: 1e-8 } };
    for (const more of [{}, { health: true, thresholds: critical }]) {
      const { detach } = attachMemoryMonitoring(server, { ...options, ...more }, silent);
      expect((await examine('--url', url)).failed).toContain('health-endpoints');
      detach();
    }
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const said = { out: '', error: '' };
    const code = await doctorCommand(args, folder, {
      out: (text) => {
        said.out += text;
      },
      error: (text) => {
        said.error += text;
      },
    });
    return { code, ...said };
  };

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, error: '', out: expect.stringContaining('--prometheus') });
    for (const wrong of [['--url', 'localhost:3000'], ['--env', 'missing'], ['--what']]) {
      const { code, error } = await run(...wrong);
      expect(code).toBe(2);
      expect(error).toContain('npm run doctor');
    }
  });

  it('prints a sign, what was found and how to mend it', async () => {
    const env = settingsFile({ ...right(), PORT: '70000' });
    const { code, out } = await run('--url', `http://127.0.0.1:${await freePort()}`, '--env', env);
    expect(code).toBe(1);
    expect(out).toContain('Before deployment\n✘ The settings are right\n    The settings are wrong:\n    - PORT: ');
    expect(out).toContain('\n\nAfter deployment\n');
    expect(out).toMatch(/^✔ Redis can be reached$/m);
    expect(out).toMatch(/^– The database can be reached$/m);
    expect(out).toMatch(/^ {4}→ /m);
    expect(out).not.toContain(secretWord);
  });
});
