import { mkdtempSync, rmSync, statSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachMemoryMonitoring, MemoryManagementModule, type MemoryManagementOptions } from '@memory-plus/backend';
import {
  collectedSchema,
  configuredSchema,
  leaksSchema,
  problemSchema,
  statsSchema,
} from '@memory-plus/core/protocol/backend';
import { ExpressAdapter } from '@nestjs/platform-express';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setupApiDocs } from '../../backend/src/api-docs.ts';
import { plainRoutes } from '../../backend/src/hosts/plain-routes.ts';
import { call, start, token } from './host.ts';

const root = '/api/monitoring/memory';
const headers = { authorization: `Bearer ${token}` };
const json = { ...headers, 'content-type': 'application/json' };
const silent = { error: () => {}, warn: () => {} };

const hosts: Readonly<Record<string, () => Promise<Server>>> = {
  node: async () => createServer((_request, response) => response.end('own')),
  express: async () => {
    const app = new ExpressAdapter();
    app.get('/own', (_request: IncomingMessage, response: ServerResponse) => response.end('own'));
    return createServer(app.getInstance<RequestListener>());
  },
  fastify: async () => {
    const app = fastify();
    app.get('/own', async () => 'own');
    await app.ready();
    return app.server;
  },
};

describe.each(Object.keys(hosts))('a plain server of %s', (kind) => {
  let server: Server;
  let base: string;
  let attached: ReturnType<typeof attachMemoryMonitoring>;
  const attach = (options: MemoryManagementOptions) => {
    attached = attachMemoryMonitoring(server, options, silent);
  };
  beforeEach(async () => {
    server = await (hosts[kind] ?? expect.fail)();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('serves the API beside its own routes, until it is detached', async () => {
    attach({ routes: true, health: true, metrics: true, adminToken: token });
    expect((await call(base, '/own')).text).toBe('own');
    const stats = await call(base, `${root}/stats`);
    expect(statsSchema.parse(stats.body)).toEqual(stats.body);
    expect(leaksSchema.safeParse((await call(base, `${root}/leaks`)).body).success).toBe(true);
    expect((await call(base, '/api/health')).body).toMatchObject({
      status: 'ok',
      details: { memory: { status: 'up' } },
    });
    expect((await call(base, '/metrics')).text).toContain('memory_plus_heap_limit_bytes');
    expect((await call(base, `${root}/stats`, { method: 'HEAD' })).text).toBe('');
    attached.detach();
    expect((await call(base, `${root}/stats`)).text).not.toContain('memory-plus');
    expect((await call(base, '/own')).text).toBe('own');
  });

  it('exposes nothing until routes are asked for', async () => {
    attach({});
    for (const path of [`${root}/stats`, `${root}/gc`, '/metrics', '/api/health']) {
      expect((await call(base, path)).text).not.toMatch(/memory-plus|memory_plus/);
    }
  });

  it('keeps admin routes to those who have the token, and bodies to what is meant', async () => {
    attach({ routes: true, adminToken: token });
    const post = (path: string, headers: Record<string, string>, body?: string) =>
      call(base, `${root}/${path}`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
    expect((await post('gc', {})).status).toBe(401);
    expect(collectedSchema.parse((await post('gc', headers)).body).after).toBeGreaterThan(0);
    expect((await post('gc', headers)).status).toBe(429);
    const configured = await post('leaks/configure', json, '{"checkInterval": 20000}');
    expect(configuredSchema.parse(configured.body).settings.checkInterval).toBe(20_000);
    const unknown = await post('leaks/configure', json, '{"chekInterval": 20000}');
    expect(problemSchema.parse(unknown.body).errors?.[0]?.field).toBe('chekInterval');
    expect((await post('leaks/configure', json, '{"a"')).status).toBe(400);
    expect((await post('leaks/configure', { ...headers, 'content-type': 'text/plain' }, 'a')).status).toBe(415);
    expect((await post('leaks/configure', json, JSON.stringify({ a: 'x'.repeat(20_000) }))).status).toBe(413);
    expect((await post('leaks/snapshot', headers)).status).toBe(404);
    expect((await call(base, `${root}/stats`, { headers: { host: 'evil.example' } })).status).toBe(403);
  });
});

describe('the routes', () => {
  it('are the same with and without Nest', async () => {
    const options = { routes: true, health: true, metrics: true, adminToken: token, snapshots: { enabled: true } };
    const { app, base } = await start(MemoryManagementModule.forRoot(options), 'express', setupApiDocs);
    const document = (await call(base, '/api/docs/openapi.json')).body as { paths: Record<string, object> };
    await app.close();
    const nest = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('{id}', ':id')}`),
    );
    const server = createServer();
    const { services, detach } = attachMemoryMonitoring(server, options, silent);
    detach();
    // Only Nest knows the services of an application.
    const shared = nest.filter((route) => route !== `GET ${root}/audit`);
    expect(new Set(plainRoutes(services).keys())).toEqual(new Set(shared));
  });
});

describe('a listener apart', () => {
  it.skipIf(process.platform === 'win32')(
    'serves a unix socket that only this user can open, and nothing on the port of the application',
    async () => {
      const parent = mkdtempSync(join(tmpdir(), 'memory-plus-socket-'));
      const socket = join(parent, 'private', 'memory.sock');
      const module = MemoryManagementModule.forRoot({ routes: true, listen: { socket } });
      const { app, base } = await start(module, 'express');
      expect((await call(base, `${root}/stats`)).status).toBe(404);
      expect(statSync(join(parent, 'private')).mode & 0o777).toBe(0o700);
      const text = await new Promise<string>((resolve, reject) => {
        const sent = request(
          { socketPath: socket, path: `${root}/stats`, headers: { host: 'localhost' } },
          (response) => {
            response.on('data', (data) => resolve(String(data)));
          },
        );
        sent.on('error', reject).end();
      });
      statsSchema.parse(JSON.parse(text));
      await app.close();
      rmSync(parent, { recursive: true });
    },
  );
});
