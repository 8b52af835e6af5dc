import 'reflect-metadata';
import { MemoryLeakDetectorService, MemoryManagementModule, type MemoryManagementOptions } from '@memory-plus/backend';
import { Controller, Get, Inject, Injectable, Module, Scope } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, it, vi } from 'vitest';
import { adapters, call, start } from './host.ts';

@Injectable({ scope: Scope.REQUEST })
class OrderContext {}

@Injectable()
class Shared {}

@Controller('orders')
class OrdersController {
  constructor(
    @Inject(OrderContext) readonly context: OrderContext,
    @Inject(Shared) readonly shared: Shared,
  ) {}

  @Get(':id')
  order(): string {
    return 'an order';
  }
}

@Controller('plain')
class PlainController {
  @Get()
  plain(): string {
    return 'plain';
  }
}

@WebSocketGateway()
class ChatGateway {
  @WebSocketServer() readonly server!: Server;
}

@Module({ controllers: [OrdersController, PlainController], providers: [OrderContext, Shared, ChatGateway] })
class OrdersModule {}

async function open(adapter: (typeof adapters)[number], options: MemoryManagementOptions = {}) {
  @Module({ imports: [OrdersModule, MemoryManagementModule.forRoot(options)] })
  class App {}
  const { app, base } = await start(App, adapter, (nest) => {
    const session = () => ({ user: 'one' });
    if (adapter === 'fastify') {
      const hook = (request: { session?: object }, _reply: unknown, done: () => void) => {
        request.session = session();
        done();
      };
      const fastify: { addHook(name: string, added: typeof hook): void } = nest.getHttpAdapter().getInstance();
      fastify.addHook('onRequest', hook);
      return;
    }
    nest.use((request: { session?: object }, _response: unknown, next: () => void) => {
      request.session = session();
      next();
    });
  });
  const track = vi.spyOn(app.get(MemoryLeakDetectorService, { strict: false }), 'trackAutomatically');
  const labels = () => track.mock.calls.map(([, label]) => label).sort();
  return { app, base, track, labels };
}

describe.each(adapters)('after a request on %s', (adapter) => {
  it('watches what was made for it, by module, class and route, and nothing that is shared', async () => {
    const { app, base, track, labels } = await open(adapter);
    await call(base, '/orders/17');
    await vi.waitFor(() => expect(labels()).toHaveLength(2));
    expect(labels()).toEqual([
      'OrdersModule.OrderContext (GET /orders/:id)',
      'OrdersModule.OrdersController (GET /orders/:id)',
    ]);
    expect(track.mock.calls.map(([object]) => object.constructor)).toEqual(
      expect.arrayContaining([OrderContext, OrdersController]),
    );
    await call(base, '/plain');
    await app.close();
    expect(labels()).toHaveLength(2);
  });

  it('adds nothing that every request would pass', async () => {
    const { app } = await open(adapter);
    const config = app.get(ApplicationConfig);
    const everywhere = [
      ...config.getGlobalGuards(),
      ...config.getGlobalRequestGuards(),
      ...config.getGlobalInterceptors(),
      ...config.getGlobalRequestInterceptors(),
      ...config.getGlobalPipes(),
      ...config.getGlobalRequestPipes(),
      ...config.getGlobalFilters(),
      ...config.getGlobalRequestFilters(),
    ];
    expect(everywhere).toEqual([]);
    const without = await start(OrdersModule, adapter);
    const listeners = (nest: typeof app) => nest.getHttpServer().listenerCount('request');
    expect(listeners(app)).toBe(listeners(without.app));
    await Promise.all([app.close(), without.app.close()]);
  });

  it('watches nothing when it is told so, and sessions only when it is', async () => {
    const { app, base, labels } = await open(adapter, { tracking: { requests: false, sessions: true } });
    await call(base, '/orders/17');
    await vi.waitFor(() => expect(labels()).toEqual(['Session (GET /orders/:id)']));
    await app.close();
  });
});

describe('the end of a socket', () => {
  it.each([
    ['its client', (client: Socket) => client.disconnect()],
    ['the server', (_client: Socket, server: Server) => server.disconnectSockets(true)],
  ])('that %s ends is told once', async (_who, end) => {
    const { app, base, labels } = await open('express');
    const { server } = app.get(ChatGateway, { strict: false });
    const client = io(base, { transports: ['websocket'], reconnection: false });
    await new Promise<void>((resolve) => client.once('connect', resolve));
    expect(labels()).toEqual([]);
    end(client, server);
    await vi.waitFor(() => expect(labels()).toEqual(['OrdersModule.ChatGateway socket']));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(labels()).toHaveLength(1);
    const listening = server.listenerCount('connection');
    client.disconnect();
    await app.close();
    expect(server.listenerCount('connection')).toBeLessThan(listening);
  });
});
