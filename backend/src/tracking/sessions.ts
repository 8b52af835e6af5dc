import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HttpServer } from '@nestjs/common';
import { type RoutedRequest, routeOf } from './route-of.ts';

type Release = (object: object, label: string) => void;
type Hook = (request: RoutedRequest, reply: unknown, done: () => void) => void;

/**
 * Tells of the session object of each request when its response ended: session libraries read it anew for the next one, so it should be
 * dead then. Listens to every request, so it is for applications that ask for it.
 * @returns a function that ends it
 */
export function watchSessions(adapter: HttpServer, release: Release): () => void {
  let on = true;
  const ended = (request: RoutedRequest) => {
    const session: unknown = 'session' in request ? request.session : undefined;
    if (on && typeof session === 'object' && session !== null) release(session, `Session (${routeOf(request)})`);
  };
  if (adapter.getType() === 'fastify') {
    const instance: { addHook(name: string, hook: Hook): void } = adapter.getInstance();
    instance.addHook('onResponse', (request, _reply, done) => {
      ended(request);
      done();
    });
    return () => {
      on = false;
    };
  }
  const server: Server = adapter.getHttpServer();
  const requested = (request: IncomingMessage, response: ServerResponse) => {
    response.once('close', () => ended(request));
  };
  server.on('request', requested);
  return () => {
    on = false;
    server.off('request', requested);
  };
}
