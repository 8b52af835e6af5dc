import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';

/** Node's own objects behind Express' (which extend them) and Fastify's (which hold them as `raw`). */
export type Wrapped<T> = T & { readonly raw?: T; readonly hijack?: () => void };

export function rawRequest(request: Wrapped<IncomingMessage>): IncomingMessage {
  return request.raw ?? request;
}

export function rawResponse(response: Wrapped<ServerResponse>): ServerResponse {
  return response.raw ?? response;
}

/** As `rawResponse`, for one who answers instead of the framework. */
export function takeResponse(response: Wrapped<ServerResponse>): ServerResponse {
  response.hijack?.();
  return rawResponse(response);
}

/** For a guard: what `switchToHttp` gives, without the object that it makes for each request. */
export function rawHttp(context: ExecutionContext): { request: IncomingMessage; response: ServerResponse } {
  return { request: rawRequest(context.getArgByIndex(0)), response: rawResponse(context.getArgByIndex(1)) };
}
