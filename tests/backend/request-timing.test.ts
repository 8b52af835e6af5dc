import 'reflect-metadata';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachMemoryMonitoring, MemoryManagementModule, type MemoryManagementOptions } from '@memory-plus/backend';
import { type RequestTiming, readServerTiming } from '@memory-plus/core/protocol';
import { Controller, Get, Header, HttpException, Module } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveOptions } from '../../backend/src/options.ts';
import { metricsOf } from '../unit/protocol/metrics.ts';
import { type Answer, adapters, call, start } from './host.ts';

const origin = 'https://shop.example';
const silent = { error: () => {}, warn: () => {} };
const waiting: (() => void)[] = [];

@Controller('orders')
class OrdersController {
  @Get('slow/:id')
  slow(): Promise<string> {
    return new Promise((resolve) => waiting.push(() => resolve('slow')));
  }

  @Get('gone')
  gone(): never {
    throw new HttpException('gone', 410);
  }

  @Get('own')
  @Header('Server-Timing', 'db;dur=5')
  own(): string {
    return 'with a timing of its own';
  }

  @Get(':id')
  order(): { rows: number } {
    return { rows: Array.from({ length: 50_000 }, (_, index) => ({ index })).length };
  }
}

function timingOf({ headers }: Answer): RequestTiming | null {
  return readServerTiming(metricsOf(headers['server-timing']));
}

async function open(adapter: (typeof adapters)[number], options: MemoryManagementOptions) {
  @Module({ imports: [MemoryManagementModule.forRoot(options)], controllers: [OrdersController] })
  class App {}
  const { app, base } = await start(App, adapter);
  return { base, close: () => app.close() };
}

afterEach(() => vi.unstubAllEnvs());

describe.each(adapters)('an answer of %s', (adapter) => {
  it('tells heap, route and number of its request where that is switched on', async () => {
    const { base, close } = await open(adapter, { requestTiming: true, routes: true });
    const first = timingOf(await call(base, '/orders/4711?card=secret'));
    expect(first).toMatchObject({ request: 1, route: 'GET /orders/:id', concurrent: 0 });
    expect(first?.heapBefore).toBeGreaterThan(1_000_000);
    // 50,000 objects were made; only a collection can hide that.
    if (first?.collections === 0) expect(first.heapAfter - first.heapBefore).toBeGreaterThan(1_000_000);
    const raw = String((await call(base, '/orders/4711?card=secret')).headers['server-timing']);
    expect(raw).not.toMatch(/4711|secret/);
    const stats = await call(base, '/api/monitoring/memory/stats');
    expect(stats.headers['server-timing']).toBeUndefined();
    expect(timingOf(await call(base, '/orders/4711'))).toMatchObject({
      request: 3,
      boot: (stats.body as { bootId: string }).bootId,
    });
    await close();
  });

  it('counts the requests that ran beside it', async () => {
    const { base, close } = await open(adapter, { requestTiming: true });
    const slow = call(base, '/orders/slow/1');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    expect(timingOf(await call(base, '/orders/2'))).toMatchObject({ concurrent: 1 });
    waiting.pop()?.();
    expect(timingOf(await slow)).toMatchObject({ concurrent: 1, route: 'GET /orders/slow/:id' });
    expect(timingOf(await call(base, '/orders/3'))).toMatchObject({ concurrent: 0 });
    await close();
  });

  it('tells it of failures too, and leaves what the application says itself', async () => {
    const { base, close } = await open(adapter, { requestTiming: true });
    const gone = await call(base, '/orders/gone');
    expect(gone.status).toBe(410);
    expect(timingOf(gone)?.route).toBe('GET /orders/gone');
    const own = await call(base, '/orders/own');
    expect(timingOf(own)?.route).toBe('GET /orders/own');
    await close();
  });

  it('allows listed pages to read it, and tells other pages nothing', async () => {
    const { base, close } = await open(adapter, { requestTiming: true, origins: [origin] });
    const asked = (headers: Record<string, string>) => call(base, '/orders/1', { headers });
    const listed = await asked({ origin });
    expect(listed.headers['timing-allow-origin']).toBe(origin);
    expect(listed.headers.vary).toMatch(/Origin/);
    expect(timingOf(listed)).not.toBeNull();
    const same = await asked({ origin: base });
    expect(timingOf(same)).not.toBeNull();
    expect(same.headers['timing-allow-origin']).toBeUndefined();
    for (const stranger of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])
      expect((await asked(stranger)).headers).not.toHaveProperty('server-timing');
    await close();
  });

  it('has no such header by default, nor in production where development was meant', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    for (const options of [{}, { requestTiming: 'development' }] as const) {
      const { base, close } = await open(adapter, options);
      expect((await call(base, '/orders/1')).headers).not.toHaveProperty('server-timing');
      await close();
    }
  });
});

describe('the switch', () => {
  it.each([
    [undefined, true],
    ['development', true],
    ['test', true],
    ['production', false],
    ['staging', false],
  ] as const)('development in an environment of %s is %s', (environment, on) => {
    vi.stubEnv('NODE_ENV', environment);
    expect(resolveOptions({ requestTiming: 'development' }).requestTiming).toBe(on);
  });
});

describe('a host without Nest', () => {
  const serve = async (listener: RequestListener, options: MemoryManagementOptions) => {
    const server = createServer(listener);
    const { detach } = attachMemoryMonitoring(server, options, silent);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { base, detach, close: () => new Promise((resolve) => server.close(resolve)) };
  };

  it('tells the heap, and no route where there is none to be read', async () => {
    const { base, detach, close } = await serve((_request, response) => response.end('own'), { requestTiming: true });
    expect(timingOf(await call(base, '/orders/1'))).toMatchObject({ request: 1, route: null, concurrent: 0 });
    expect(timingOf(await call(base, '/orders/1'))).toMatchObject({ request: 2, concurrent: 0 });
    detach();
    expect((await call(base, '/orders/1')).headers).not.toHaveProperty('server-timing');
    await close();
  });

  it('names the route of Express, and leaves the headers that the answer is written with', async () => {
    const express = new ExpressAdapter();
    express.get('/orders/:id', (_request: IncomingMessage, response: ServerResponse) =>
      response.writeHead(201, { 'x-own': 'kept' }).end('own'),
    );
    const { base, close } = await serve(express.getInstance<RequestListener>(), { requestTiming: true });
    const answer = await call(base, '/orders/17');
    expect(answer).toMatchObject({ status: 201, text: 'own' });
    expect(answer.headers['x-own']).toBe('kept');
    expect(timingOf(answer)?.route).toBe('GET /orders/:id');
    await close();
  });

  it('leaves headers alone that an application writes again and again', async () => {
    const shared = Object.freeze({ 'x-own': 'kept', 'server-timing': 'db;dur=5' });
    const answer: RequestListener = (_request, response) => response.writeHead(200, shared).end('own');
    const { base, close } = await serve(answer, { requestTiming: true });
    for (const request of [1, 2]) {
      const { headers } = await call(base, '/');
      expect(headers['x-own']).toBe('kept');
      expect(headers['server-timing']).toMatch(/^db;dur=5, heap;/);
      expect(metricsOf(headers['server-timing'])).toHaveLength(2);
      expect(timingOf({ headers } as Answer)).toMatchObject({ request });
    }
    await close();
  });

  it('tells nothing unless it is asked to', async () => {
    const { base, close } = await serve((_request, response) => response.end('own'), {});
    expect((await call(base, '/')).headers).not.toHaveProperty('server-timing');
    await close();
  });
});
