import { MemoryManagementModule } from '@memory-plus/backend';
import {
  clearedSchema,
  collectedSchema,
  configuredSchema,
  leakCheckSchema,
  leaksSchema,
  problemSchema,
} from '@memory-plus/core/protocol/backend';
import { type INestApplication, RequestMethod } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appModule } from '../../backend/src/app.module.ts';
import { AccessGuard, AdminGuard } from '../../backend/src/monitoring/access.guard.ts';
import { AuditLog } from '../../backend/src/monitoring/audit-log.ts';
import { MemoryManagementController } from '../../backend/src/monitoring/memory-management.controller.ts';
import { adapters, type Call, call, start, token } from './host.ts';

const root = '/api/monitoring/memory';
const authorization = `Bearer ${token}`;
const json = { 'content-type': 'application/json' };
const posts = ['gc', 'leaks/check', 'leaks/configure', 'leaks/clear-history'];

describe.each(adapters)('the admin routes on %s', (adapter) => {
  let app: INestApplication;
  let base: string;
  beforeAll(async () => {
    ({ app, base } = await start(appModule({ adminToken: token }), adapter));
  });
  afterAll(async () => await app.close());
  const admin = (path: string, body?: unknown) =>
    call(base, `${root}/${path}`, {
      method: 'POST',
      headers: { authorization, ...(body === undefined ? {} : json) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('do what they say with the token, and their answers follow the schemas', async () => {
    const collected = await admin('gc');
    expect(collected.status).toBe(200);
    expect(collectedSchema.parse(collected.body)).toEqual(collected.body);
    const checked = await admin('leaks/check', {});
    expect(leakCheckSchema.parse(checked.body)).toEqual(checked.body);
    const configured = configuredSchema.parse((await admin('leaks/configure', { checkInterval: 60_000 })).body);
    expect(configured.settings.checkInterval).toBe(60_000);
    const leaks = await call(base, `${root}/leaks`);
    expect(leaksSchema.parse(leaks.body)).toEqual(leaks.body);
    expect(leaksSchema.parse(leaks.body).settings.checkInterval).toBe(60_000);
    expect(clearedSchema.parse((await admin('leaks/clear-history')).body).reports).toBe(0);
  });

  it('refuse a second collection that comes too early, and say when it may come', async () => {
    await admin('gc');
    const { status, headers } = await admin('gc');
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it.each([
    [{ checkIntervall: 1 }, 'checkIntervall'],
    [{ checkInterval: 'soon' }, 'checkInterval'],
    [{ checkInterval: 1 }, 'checkInterval'],
    [{ growthThreshold: -1 }, 'growthThreshold'],
    [[], ''],
  ])('refuse the body %j and name the field', async (body, field) => {
    const { status, body: answer } = await admin('leaks/configure', body);
    expect(status).toBe(400);
    expect(problemSchema.parse(answer).errors?.map((error) => error.field)).toContain(field);
  });

  it('refuse a body that would change prototypes', async () => {
    const answer = await call(base, `${root}/leaks/configure`, {
      method: 'POST',
      headers: { authorization, ...json },
      body: '{"__proto__": {"enabled": false}}',
    });
    expect(answer.status).toBe(400);
    expect(Object.hasOwn(Object.prototype, 'enabled')).toBe(false);
  });

  it.each(posts)('refuse an unknown field on %s', async (path) => {
    expect((await admin(path, { path: '/etc/passwd' })).status).toBe(400);
  });

  it.each<[string, Call, number]>([
    ['a body that is no JSON', { body: '{"a":', headers: json }, 400],
    ['another media type', { body: 'a=1', headers: { 'content-type': 'text/plain' } }, 415],
    ['a form', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['a body that is too large', { body: JSON.stringify({ a: 'x'.repeat(17_000) }), headers: json }, 413],
    ['a body of unknown length', { body: '{}', headers: { ...json, 'transfer-encoding': 'chunked' } }, 411],
  ])('refuse %s', async (_what, { body, headers }, expected) => {
    const answer = await call(base, `${root}/leaks/configure`, {
      method: 'POST',
      headers: { ...headers, authorization },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBe(expected);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('write each action to the audit log, without token or body', () => {
    const entries = app.get(AuditLog, { strict: false }).entries();
    expect(entries).toContainEqual({ at: expect.any(Number), action: 'gc', status: 200 });
    expect(entries).toContainEqual({ at: expect.any(Number), action: 'gc', status: 429 });
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

function methodsOf(controller: { readonly prototype: object }): Set<unknown> {
  const handlers = Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).map(({ value }) => value);
  const methods = handlers
    .filter((handler) => typeof handler === 'function')
    .map((handler) => Reflect.getMetadata('method', handler));
  return new Set(methods.filter((method) => method !== undefined));
}

describe.each(adapters)('without the token on %s', (adapter) => {
  const forms = (path: string) => {
    const full = `${root}/${path}`;
    return [
      full,
      `${full}/`,
      `/${full}`,
      full.toUpperCase(),
      full.replace('memory', '%6demory'),
      full.replace('/api', '/./api'),
      full.replace('/api', '/x/../api'),
      `${full}?x=1`,
      `${full};x=1`,
      `${full}%2f`,
      `${full}//`,
      full.replaceAll('/', '%2f').replace('%2f', '/'),
      `${full}.json`,
      `${full}#x`,
    ];
  };

  it.each(['with a configured token', 'without one'])(
    'no path form and no method reaches a handler (%s)',
    async (kind) => {
      const options = { routes: true, ...(kind === 'without one' ? {} : { adminToken: token }) };
      const { app, base } = await start(MemoryManagementModule.forRoot(options), adapter);
      const statuses = new Set<number>();
      for (const path of posts.flatMap(forms)) {
        for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
          statuses.add((await call(base, path, { method })).status);
      }
      const entries = app.get(AuditLog, { strict: false }).entries();
      await app.close();
      expect(entries.filter(({ action }) => action !== 'token')).toEqual([]);
      expect(entries).toHaveLength(kind === 'without one' ? 0 : 10);
      expect([...statuses].every((status) => status >= 400)).toBe(true);
    },
  );

  it('every controller but the reading one is behind the admin guard as a class', async () => {
    const { app } = await start(
      MemoryManagementModule.forRoot({ routes: true, adminToken: token, snapshots: { enabled: true } }),
      adapter,
    );
    const found = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
    await app.close();
    const classes = found.map(({ metatype }) => metatype).filter((type) => typeof type === 'function');
    expect(classes).toHaveLength(4);
    for (const type of classes) {
      const guards: unknown[] = Reflect.getMetadata(GUARDS_METADATA, type) ?? [];
      expect(guards).toContain(AccessGuard);
      if (type === MemoryManagementController)
        expect(methodsOf(type)).toEqual(new Set([RequestMethod.GET, RequestMethod.OPTIONS]));
      else expect(guards).toContain(AdminGuard);
    }
  });

  it('the routes of snapshots tell only who has the token that they are switched off', async () => {
    const { app, base } = await start(MemoryManagementModule.forRoot({ routes: true, adminToken: token }), adapter);
    const headers = { authorization };
    const refused = await call(base, `${root}/leaks/snapshot`, { method: 'POST', headers });
    expect(refused.status).toBe(404);
    expect(problemSchema.parse(refused.body).detail).toContain('SNAPSHOTS=true');
    for (const path of ['leaks/snapshots', 'leaks/snapshots/one', 'leaks/snapshots/one/findings']) {
      expect((await call(base, `${root}/${path}`, { headers })).status).toBe(404);
      expect((await call(base, `${root}/${path}`)).status).toBe(401);
    }
    await app.close();
  });

  it('admin routes of a server without a token say that they are disabled', async () => {
    const { app, base } = await start(MemoryManagementModule.forRoot({ routes: true }), adapter);
    const { status, body } = await call(base, `${root}/gc`, { method: 'POST', headers: { authorization } });
    await app.close();
    expect(status).toBe(403);
    expect(problemSchema.parse(body).detail).toContain('disabled');
  });
});
