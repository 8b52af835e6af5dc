import { MemoryManagementModule } from '@memory-plus/backend';
import { problemSchema } from '@memory-plus/core/protocol/backend';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdminDoor } from '../../backend/src/common/access.ts';
import { ProblemError } from '../../backend/src/common/problem.ts';
import { adapters, call, start, token } from './host.ts';

const stats = '/api/monitoring/memory/stats';

describe.each(adapters)('who is let in on %s', (adapter) => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    const module = MemoryManagementModule.forRoot({ routes: true, origins: ['https://ops.example.org'] });
    ({ app, base } = await start(module, adapter));
  });
  afterAll(async () => await app.close());

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '[::2]'])(
    'refuses the Host %s (a name that was made to point here)',
    async (host) => {
      const answer = await call(base, stats, { headers: { host } });
      expect(answer.status).toBe(403);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(problemSchema.parse(answer.body).detail).toContain('hosts');
    },
  );

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:1', '[::1]:3000'])('knows itself as %s', async (host) => {
    expect((await call(base, stats, { headers: { host } })).status).toBe(200);
  });

  it('refuses pages of other sites, unless they are listed', async () => {
    const from = (origin: string) => call(base, stats, { headers: { origin, 'sec-fetch-site': 'cross-site' } });
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    const listed = await from('https://ops.example.org');
    expect(listed.status).toBe(200);
    expect(listed.headers['access-control-allow-origin']).toBe('https://ops.example.org');
    expect(listed.headers.vary).toContain('Origin');
  });

  it.each(['https://evil.example', 'null', 'https://ops.example.org.evil.example'])(
    'gives %s no right to read an answer',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await call(base, stats, { method, headers: { origin } });
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('answers the preflight of a listed page', async () => {
    const { status, headers } = await call(base, stats, {
      method: 'OPTIONS',
      headers: { origin: 'https://ops.example.org', 'access-control-request-method': 'GET' },
    });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('https://ops.example.org');
    expect(headers['access-control-allow-headers']).toContain('authorization');
  });

  it.each(['token', 'access_token', 'adminToken', 'api_key'])('refuses a secret in the query as %s', async (name) => {
    expect((await call(base, `${stats}?x=1&${name}=${token}`)).status).toBe(400);
  });
});

describe('the admin door', () => {
  const statusOf = (attempt: () => void): number => {
    try {
      attempt();
      return 200;
    } catch (error) {
      if (error instanceof ProblemError) return error.status;
      throw error;
    }
  };

  it('is closed without a configured token, also for an empty one', () => {
    const door = new AdminDoor(null);
    for (const sent of [undefined, '', 'Bearer ', 'Bearer null', 'Bearer undefined'])
      expect(statusOf(() => door.check(sent))).toBe(403);
  });

  it('opens for the right token only', () => {
    const refused = ['', token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Bearer ${token} x`];
    for (const sent of refused) expect(statusOf(() => new AdminDoor(token).check(sent))).toBe(401);
    expect(statusOf(() => new AdminDoor(token).check(`Bearer ${token}`))).toBe(200);
    expect(statusOf(() => new AdminDoor(token).check(`bearer ${token}`))).toBe(200);
  });

  it('answers ten wrong tokens a minute with 401, the rest with 429, and never locks the right one out', () => {
    let now = 0;
    let refused = 0;
    const door = new AdminDoor(
      token,
      () => refused++,
      () => now,
    );
    const statuses = Array.from({ length: 40 }, (_, i) => statusOf(() => door.check(`Bearer wrong-${i}`)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    expect(refused).toBe(10);
    expect(statusOf(() => door.check(`Bearer ${token}`))).toBe(200);
    now = 60_000;
    expect(statusOf(() => door.check('Bearer wrong'))).toBe(401);
  });
});

describe('wrong options', () => {
  it('stop the start with one list of all that is wrong, without the token', () => {
    const start = () =>
      MemoryManagementModule.forRoot({
        adminToken: 'short-secret',
        hosts: ['*.example.org'],
        origins: ['https://a.example/path'],
        thresholds: { heap: { warning: 0.9, critical: 0.8 } },
      });
    expect(start).toThrow(
      /adminToken has 12 characters[\s\S]*\*\.example\.org[\s\S]*a\.example\/path[\s\S]*thresholds\.heap/,
    );
    expect(start).not.toThrow(/short-secret/);
  });
});
