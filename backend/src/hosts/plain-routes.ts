import type { ServerResponse } from 'node:http';
import { apiPrefix, configureBodySchema, emptyBodySchema } from '@memory-plus/core/protocol/backend';
import { memoryIndicator } from '../health/memory-indicator.ts';
import type { MemoryServices } from '../memory-services.ts';
import { parseBody } from '../monitoring/parse-body.ts';
import { parseHistoryQuery } from '../monitoring/parse-history-query.ts';
import { sendJson } from '../monitoring/send-json.ts';
import { sendSnapshot } from '../monitoring/send-snapshot.ts';
import { refuseSnapshot } from '../monitoring/snapshots-off.controller.ts';

export interface PlainRequest {
  readonly query: URLSearchParams;
  /** What stands in the path where the route has `:id`. */
  readonly id: string;
  readonly body: unknown;
}

export interface PlainRoute {
  readonly admin: boolean;
  /** Answers with JSON, or by itself and then with nothing. */
  run(services: MemoryServices, request: PlainRequest, response: ServerResponse): unknown;
}

const read = (run: PlainRoute['run']): PlainRoute => ({ admin: false, run });
const admin = (run: PlainRoute['run']): PlainRoute => ({ admin: true, run });

/** The routes of the API without a web framework, by method and path. A contract test holds them equal to those of Nest. */
export function plainRoutes({ options }: MemoryServices): ReadonlyMap<string, PlainRoute> {
  return new Map<string, PlainRoute>([
    ...(options.routes ? [...readRoutes, ...adminRoutes, ...snapshotRoutes] : []),
    ...(options.routes && !options.snapshots.enabled
      ? snapshotRoutes.map(([key]) => [key, admin(refuseSnapshot)] as const)
      : []),
    ...(options.health ? [['GET /api/health', read(health)] as const] : []),
    ...(options.metrics ? [['GET /metrics', read(metrics)] as const] : []),
  ]);
}

const readRoutes: readonly (readonly [string, PlainRoute])[] = [
  [`GET ${apiPrefix}/stats`, read(({ api }, _request, response) => sendJson(response, api.statsText()))],
  [`GET ${apiPrefix}/health`, read(({ api }) => api.health())],
  [`GET ${apiPrefix}/heap-statistics`, read(({ api }) => api.heapStatistics())],
  [`GET ${apiPrefix}/process-info`, read(({ api }) => api.processInfo())],
  [`GET ${apiPrefix}/leaks`, read(({ api }) => api.leaks())],
  [`GET ${apiPrefix}/history`, read(({ api }, { query }) => api.history(parseHistoryQuery(Object.fromEntries(query))))],
  [`GET ${apiPrefix}/stream`, read(({ stream }, _request, response) => stream.add(response))],
];

const adminRoutes: readonly (readonly [string, PlainRoute])[] = [
  [
    `POST ${apiPrefix}/gc`,
    admin(({ admin: api }, { body }) => {
      parseBody(emptyBodySchema, body);
      return api.collect();
    }),
  ],
  [
    `POST ${apiPrefix}/leaks/check`,
    admin(({ admin: api }, { body }) => {
      parseBody(emptyBodySchema, body);
      return api.check();
    }),
  ],
  [
    `POST ${apiPrefix}/leaks/configure`,
    admin(({ admin: api }, { body }) => api.configure(parseBody(configureBodySchema, body))),
  ],
  [
    `POST ${apiPrefix}/leaks/clear-history`,
    admin(({ admin: api }, { body }) => {
      parseBody(emptyBodySchema, body);
      return api.clearHistory();
    }),
  ],
];

const snapshotRoutes: readonly (readonly [string, PlainRoute])[] = [
  [
    `POST ${apiPrefix}/leaks/snapshot`,
    admin(({ admin: api }, { body }) => {
      parseBody(emptyBodySchema, body);
      return api.takeSnapshot();
    }),
  ],
  [`GET ${apiPrefix}/leaks/snapshots`, admin(({ admin: api }) => api.snapshots())],
  [`GET ${apiPrefix}/leaks/snapshots/:id`, admin(download)],
  [`GET ${apiPrefix}/leaks/snapshots/:id/findings`, admin(({ admin: api }, { id }) => api.findings(id))],
];

async function download({ admin: api }: MemoryServices, { id }: PlainRequest, response: ServerResponse): Promise<void> {
  sendSnapshot(await api.readSnapshot(id), id, response);
}

async function metrics(
  { metrics: registry }: MemoryServices,
  _request: PlainRequest,
  response: ServerResponse,
): Promise<void> {
  const text = await registry.text();
  response.writeHead(200, { 'content-type': registry.contentType }).end(text);
}

/** In the form of @nestjs/terminus, so that one probe reads both. */
function health({ monitor }: MemoryServices, _request: PlainRequest, response: ServerResponse): unknown {
  const { status, data } = memoryIndicator(monitor);
  const details = { memory: { ...data, status } };
  response.statusCode = status === 'down' ? 503 : 200;
  return {
    status: status === 'up' ? 'ok' : status === 'down' ? 'error' : 'degraded',
    info: status === 'down' ? {} : details,
    error: status === 'down' ? details : {},
    details,
  };
}
