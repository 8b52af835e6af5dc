import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import { privateDirectory } from '../common/private-directory.ts';
import { MemoryServices, type ServiceLog } from '../memory-services.ts';
import { type MemoryManagementOptions, resolveOptions } from '../options.ts';
import { timeRequest } from '../timing/time-request.ts';
import { expressRoute } from '../tracking/route-of.ts';
import { plainHandler } from './plain-handler.ts';

const standardLog: ServiceLog = {
  error: (error) => console.error(error),
  warn: (message) => console.warn(message),
};

export interface Attached {
  readonly services: MemoryServices;
  /** Ends the measuring and gives the server back as it was. */
  detach(): void;
}

/**
 * Adds the API to a server of plain Node, Express (`app.listen` returns it) or Fastify (`app.server`), with the same routes and options
 * as the Nest module. Requests for other paths go on as before.
 * @throws Error that lists every wrong option
 */
export function attachMemoryMonitoring(
  server: Server,
  options: MemoryManagementOptions = {},
  log: ServiceLog = standardLog,
): Attached {
  const services = new MemoryServices(resolveOptions(options), log);
  const handle = plainHandler(services, log);
  const emit = server.emit;
  // Not a listener beside the others: they would answer the same request too.
  server.emit = function emitOrAnswer(this: Server, event: string | symbol, ...values: unknown[]): boolean {
    const [request, response] = values as Parameters<typeof handle>;
    if (event === 'request') {
      if (handle(request, response)) return true;
      if (services.options.requestTiming) timeRequest(services, request, response, () => expressRoute(request));
    }
    return Reflect.apply(emit, this, [event, ...values]);
  };
  services.start();
  const detach = () => {
    server.emit = emit;
    services.stop();
  };
  server.once('close', detach);
  return { services, detach };
}

/** Where the API listens when it does not share the application's port. */
export type ListenOptions = { readonly port: number; readonly host?: string } | { readonly socket: string };

/**
 * Serves what `services` has on a port of its own, or on a unix socket in a folder that only this user can open.
 * @throws ProblemError when the socket's folder is not private
 */
export async function listenApart(services: MemoryServices, listen: ListenOptions, log: ServiceLog): Promise<Server> {
  const handle = plainHandler(services, log);
  const server = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(404).end();
  });
  if ('socket' in listen) {
    await privateDirectory(dirname(listen.socket));
    await rm(listen.socket, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if ('socket' in listen) server.listen(listen.socket, resolve);
    else server.listen(listen.port, listen.host ?? '127.0.0.1', resolve);
  });
  if ('socket' in listen) await chmod(listen.socket, 0o600);
  return server;
}
