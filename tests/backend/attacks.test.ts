import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryManagementModule } from '@memory-plus/backend';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultSnapshotOptions } from '../../backend/src/common/leaks/snapshot-store.ts';
import { AuditLog } from '../../backend/src/monitoring/audit-log.ts';
import { adapters, call, start, token } from './host.ts';

const root = '/api/monitoring/memory';

describe.each(adapters)('attacks over HTTP on %s', (adapter) => {
  let app: INestApplication | undefined;
  afterEach(async () => await app?.close());

  async function open(
    options: Parameters<typeof MemoryManagementModule.forRoot>[0] = {},
    prepare?: (app: INestApplication) => void,
  ) {
    const started = await start(
      MemoryManagementModule.forRoot({ routes: true, adminToken: token, ...options }),
      adapter,
      prepare,
    );
    app = started.app;
    return started.base;
  }

  it('wrong tokens are limited for all addresses together, also behind a trusted proxy', async () => {
    const base = await open({}, (created) => {
      if (adapter === 'express') (created as NestExpressApplication).set('trust proxy', true);
    });
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) {
      const headers = { authorization: `Bearer wrong-${i}`, 'x-forwarded-for': `10.0.0.${i}` };
      statuses.push((await call(base, `${root}/gc`, { method: 'POST', headers })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'bearer null',
    'Bearer undefined',
    `Basic ${token}`,
    token,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer ${token},${token}`,
    `Bearer "${token}"`,
    `Token ${token}`,
    `Bearer ${'x'.repeat(6_000)}`,
  ])('the header %j is no way in', async (authorization) => {
    const base = await open();
    expect((await call(base, `${root}/gc`, { method: 'POST', headers: { authorization } })).status).toBe(401);
  });

  it('HEAD and OPTIONS reach no admin handler', async () => {
    const base = await open();
    for (const route of ['gc', 'leaks/check', 'leaks/configure', 'leaks/clear-history', 'audit']) {
      for (const method of ['HEAD', 'OPTIONS']) {
        const { status, text } = await call(base, `${root}/${route}`, { method });
        expect([204, 401, 404, 429]).toContain(status);
        expect(text).not.toContain('memory-plus/backend@1');
      }
    }
    const entries = app?.get(AuditLog, { strict: false }).entries() ?? [];
    expect(entries.filter(({ action }) => action !== 'token')).toEqual([]);
  });

  it('of fifty snapshots that are asked for at once one is taken, for this user only', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'memory-plus-attack-'));
    const directory = join(parent, 'snapshots');
    const snapshots = { ...defaultSnapshotOptions, enabled: true, directory, longestPause: 1_000_000 };
    const base = await open({ snapshots });
    const headers = { authorization: `Bearer ${token}` };
    const post = () => call(base, `${root}/leaks/snapshot`, { method: 'POST', headers });
    const statuses = (await Promise.all(Array.from({ length: 50 }, post))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // Those that came in while the program stood still find the cool-down instead.
    expect(statuses.filter((status) => status === 409 || status === 429)).toHaveLength(49);
    for (const file of await readdir(directory)) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    const again = await post();
    expect(again.status).toBe(429);
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
    await rm(parent, { recursive: true });
  }, 120_000);
});
