import type { IncomingMessage } from 'node:http';
import type { Wrapped } from '../monitoring/raw-http.ts';

/** Express' and Fastify's own words for the route that a request took. */
export type RoutedRequest = Wrapped<IncomingMessage> & {
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
};

/** The route with its parameters by name, never the address itself: `GET /orders/:id`. */
export function routeOf({ method, route, routeOptions }: RoutedRequest): string {
  const path = route?.path ?? routeOptions?.url;
  return `${method ?? ''} ${typeof path === 'string' ? path : 'of no route'}`;
}

/** Express puts the route on Node's own request; null where it took none, or the host is another. */
export function expressRoute(request: RoutedRequest): string | null {
  return request.route?.path === undefined ? null : routeOf(request);
}
