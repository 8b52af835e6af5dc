import 'reflect-metadata';
import type { Server } from 'node:http';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { setupApiDocs } from './api-docs.ts';
import { CleanupRegistry } from './common/utils/cleanup-registry.ts';
import { gracefulShutdown } from './common/utils/graceful-shutdown.ts';
import { LogFile } from './logging/log-file.ts';
import { ServerLogger } from './logging/server-logger.ts';
import { MemoryStream } from './monitoring/memory-stream.ts';
import { redisIoAdapter } from './services/web-socket/redis-io-adapter.ts';
import { WebSocketClients } from './services/web-socket/web-socket-clients.service.ts';
import { REDIS, type RedisConnection } from './storage/redis.ts';
import { hasGateways } from './tracking/gateway-sockets.ts';

/**
 * Connections that may wait to be taken. Node takes one each turn of its event loop, so with its own 511 those of a thousand users who come
 * back at once overflow, and each of them tries again after seconds. The system may hold it lower (`net.core.somaxconn`).
 */
const backlog = 4_096;

/** Starts an Express application, says where it listens, and ends it gracefully on SIGTERM or SIGINT. */
export async function serve(
  module: Type | DynamicModule,
  { port, host, logFile = null }: { port: number; host: string; logFile?: string | null },
): Promise<void> {
  const file = logFile === null ? null : new LogFile(logFile, { onFailure: (message) => say(process.stderr, message) });
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: new ServerLogger(file) });
  app.disable('x-powered-by');
  // Served over plain HTTP on purpose: a proxy adds TLS, and then its own upgrade rules.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, hsts: false }));
  setupApiDocs(app);
  await shareGateways(app);
  await listen(app, port, host);
  const cleanup = new CleanupRegistry();
  cleanup.register('the application', () => app.close(), { timeout: 10_000 });
  gracefulShutdown({
    server: app.getHttpServer() as Server,
    cleanup,
    beforeDrain: () => endWhatNeverEnds(app),
    log: (message) => {
      say(process.stderr, message);
      file?.write('log', message);
    },
  });
  const listening = `Memory+ backend listens on ${await app.getUrl()}`;
  say(process.stdout, listening);
  file?.write('log', listening);
}

function say(stream: NodeJS.WritableStream, message: string): void {
  stream.write(`${message}\n`);
}

/** With a Redis the gateways of several instances reach the clients of all. */
export async function shareGateways(app: INestApplication): Promise<void> {
  const { client } = app.get<RedisConnection>(REDIS, { strict: false });
  if (client && hasGateways(app.get(ModulesContainer))) app.useWebSocketAdapter(await redisIoAdapter(app, client));
}

/** Streams and WebSockets: the server would wait for them. */
function endWhatNeverEnds(app: NestExpressApplication): void {
  app.get(MemoryStream, { strict: false }).close();
  for (const { providers } of app.get(ModulesContainer).values()) {
    const clients: unknown = providers.get(WebSocketClients)?.instance;
    if (clients instanceof WebSocketClients) void clients.shutDown();
  }
}

async function listen(app: NestExpressApplication, port: number, host: string): Promise<void> {
  try {
    // Nest passes on what its types do not name.
    await Reflect.apply(app.listen, app, [port, host, backlog]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is taken. End what listens there, or set PORT to another number.`);
  }
}

/** Runs `main` and ends the process with what it threw, as a message for a person. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
