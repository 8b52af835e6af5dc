import { Socket as NetSocket } from 'node:net';
import { MemoryManagementModule, REDIS, type RedisConnection, shareGateways } from '@memory-plus/backend';
import { type INestApplication, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server } from 'socket.io';
import { type Socket as Client, io } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BoundedServicesModule } from '../../backend/src/services/bounded-services.module.ts';
import { BoundedGateway } from '../../backend/src/services/web-socket/bounded-gateway.ts';
import {
  WebSocketClients,
  type WebSocketOptions,
} from '../../backend/src/services/web-socket/web-socket-clients.service.ts';
import './host.ts';
import { startRedis } from './services/redis.ts';

@WebSocketGateway()
class EchoGateway extends BoundedGateway {
  @WebSocketServer()
  readonly server: Server | undefined;

  constructor(@Inject(WebSocketClients) clients: WebSocketClients) {
    super(clients);
  }

  @SubscribeMessage('echo')
  echo(@MessageBody() body: unknown): unknown {
    return body;
  }
}

const opened: { app: INestApplication; clients: Client[] }[] = [];
afterEach(async () => {
  for (const { app, clients } of opened.splice(0)) {
    for (const client of clients) client.disconnect();
    await app.close();
  }
});

/** `redis`: address of one that instances share. */
async function startServer(options: WebSocketOptions, redis?: string) {
  const services = BoundedServicesModule.forRoot({ webSocket: options });
  const memory = redis === undefined ? [] : [MemoryManagementModule.forRoot({ redis: { url: redis } })];
  @Module({ imports: [...memory, services], providers: [EchoGateway] })
  class App {}
  const app = await NestFactory.create(App, { logger: false });
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of Nest, no hook of React
  if (redis === undefined) app.useWebSocketAdapter(new IoAdapter(app));
  else await shareGateways(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const clients: Client[] = [];
  opened.push({ app, clients });
  const connect = () => {
    const client = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
    clients.push(client);
    return client;
  };
  return { app, connect, service: app.get(WebSocketClients), gateway: app.get(EchoGateway) };
}

/** The client's own socket reads no more, as on a line that hangs. */
function stopReading(client: Client): void {
  const webSocket: unknown = Reflect.get(client.io.engine.transport, 'ws');
  const socket: unknown = typeof webSocket === 'object' && webSocket !== null && Reflect.get(webSocket, '_socket');
  if (!(socket instanceof NetSocket)) throw new Error('The client has no socket.');
  socket.pause();
}

const connected = (client: Client) => vi.waitFor(() => expect(client.connected).toBe(true));

describe('the clients of a gateway', () => {
  it('are told that the server ends, and let go when they acknowledged it', async () => {
    const { app, connect, service } = await startServer({ deadline: 60_000, reconnectAfter: 2_000 });
    const clients = [connect(), connect(), connect()];
    await Promise.all(clients.map(connected));
    expect(await clients[0]?.emitWithAck('echo', 'hello')).toBe('hello');
    const told: unknown[] = [];
    const reasons: string[] = [];
    for (const client of clients) {
      client.on('server-shutdown', (message, acknowledge) => {
        told.push(message);
        acknowledge();
      });
      client.on('disconnect', (reason) => reasons.push(reason));
    }
    await app.close();
    await vi.waitFor(() => expect(reasons).toEqual(Array(3).fill('io server disconnect')));
    expect(told).toEqual(Array(3).fill({ reconnectAfter: 2_000 }));
    expect(service.statistics().entries).toBe(0);
  });

  it('that acknowledge nothing are disconnected when the deadline is over', async () => {
    const { app, connect } = await startServer({ deadline: 30 });
    const client = connect();
    await connected(client);
    await app.close();
    await vi.waitFor(() => expect(client.connected).toBe(false));
  });

  it('are so many at most; one more is told so', async () => {
    const { connect, service } = await startServer({ maxClients: 2 });
    const first = [connect(), connect()];
    await Promise.all(first.map(connected));
    const third = connect();
    const told = vi.fn();
    third.on('server-full', told);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    await vi.waitFor(() => expect(third.connected).toBe(false));
    expect(service.statistics()).toMatchObject({ entries: 2, maxEntries: 2, refused: 1 });
    first[0]?.disconnect();
    await vi.waitFor(() => expect(service.statistics().entries).toBe(1));
    await connected(connect());
  });

  it('that read nothing hold so many messages at most, and are disconnected when it stays so', async () => {
    const { connect, service, gateway } = await startServer({ maxQueue: 10, slowAfter: 50 });
    const client = connect();
    await connected(client);
    const [id = ''] = gateway.server?.sockets.sockets.keys() ?? [];
    stopReading(client);
    const text = 'x'.repeat(1_000_000);
    const fill = async () => {
      for (let message = 0; message < 30; message++) service.send(id, 'price', text);
      await new Promise((resolve) => setImmediate(resolve));
      const [, queues] = [service, ...service.parts].map((part) => part.statistics());
      expect(queues?.entries).toBeLessThanOrEqual(10);
      return queues?.refused ?? 0;
    };
    await vi.waitFor(async () => expect(await fill()).toBeGreaterThan(0), { interval: 10 });
    await vi.waitFor(
      async () => {
        await fill();
        expect(service.statistics()).toMatchObject({ entries: 0, evictions: 1 });
      },
      { interval: 20, timeout: 5_000 },
    );
  });

  it('that read nothing do not hold up the end', async () => {
    const { app, connect, service, gateway } = await startServer({ maxQueue: 10, deadline: 30 });
    const client = connect();
    await connected(client);
    const [id = ''] = gateway.server?.sockets.sockets.keys() ?? [];
    stopReading(client);
    while (service.send(id, 'price', 'x'.repeat(1_000_000))) await new Promise((resolve) => setImmediate(resolve));
    // Left alone ws would wait for it longer than a test may take.
    await app.close();
    expect(service.statistics().entries).toBe(0);
  });
});

describe('two instances with Redis', () => {
  it('reach the clients of each other, their own while Redis is away, and each other again', {
    timeout: 60_000,
  }, async () => {
    const redis = await startRedis();
    const servers = await Promise.all([0, 1].map(() => startServer({ deadline: 30 }, redis.url)));
    const state = () => servers[0]?.app.get<RedisConnection>(REDIS).state();
    const heard: string[][] = [[], []];
    for (const [index, { connect }] of servers.entries()) {
      const client = connect();
      client.on('news', (news) => heard[index]?.push(news));
      await connected(client);
    }
    const tell = (news: string) => servers[0]?.gateway.server?.emit('news', news);
    const reaches = (news: string, index: number) =>
      vi.waitFor(
        () => {
          tell(news);
          expect(heard[index]).toContain(news);
        },
        { timeout: 20_000, interval: 100 },
      );
    await reaches('both', 1);
    await redis.kill();
    await vi.waitFor(() => expect(state()).toBe('degraded'), { timeout: 20_000 });
    await reaches('alone', 0);
    expect(heard[1]).not.toContain('alone');
    await redis.start();
    await reaches('both again', 1);
    for (const { app } of servers) await app.close();
    opened.length = 0;
    await redis.stop();
  });
});
