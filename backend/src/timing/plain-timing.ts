import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MemoryServices } from '../memory-services.ts';
import { type RoutedRequest, routeOf } from '../tracking/route-of.ts';
import { audienceOf } from './audience.ts';
import { tellTiming } from './tell-timing.ts';

/** Adds `Server-Timing` to the answer of a host without Nest, at the moment when its headers are written. */
export function timeRequest(
  { timer, options }: Pick<MemoryServices, 'timer' | 'options'>,
  request: RoutedRequest & IncomingMessage,
  response: ServerResponse,
): void {
  const audience = audienceOf(request.headers, options.origins);
  if (audience === null) return;
  const timed = timer.begin();
  const { writeHead } = response;
  response.writeHead = function writeTimed(this: ServerResponse, ...values: unknown[]): ServerResponse {
    response.writeHead = writeHead;
    // Express puts the route on Node's own request; Fastify keeps it to itself, and the page then names the route by the path it knows.
    const route = request.route?.path === undefined ? null : routeOf(request);
    tellTiming(timed.told(route), audience, {
      get: (name) => response.getHeader(name),
      set: (name, value) => response.setHeader(name, value),
    });
    return Reflect.apply(writeHead, this, values);
  };
  response.once('close', () => timed.end());
}
