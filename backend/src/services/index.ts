import { bulkOperations } from './bulk/bulk-operations.service.ts';
import { cacheStrategy } from './cache/cache-strategy.service.ts';
import { connectionPool } from './connection-pool/connection-pool.service.ts';
import { eventBus } from './event-bus/event-bus.service.ts';
import { ipReputation } from './ip-reputation/ip-reputation.service.ts';
import { rateLimiter } from './rate-limiter/rate-limiter.service.ts';
import { reports } from './reports/reports.service.ts';
import { search } from './search/search.service.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { webSocket } from './web-socket/web-socket-clients.service.ts';

/** Every bounded service, in the order in which their occupancy is shown. */
export const boundedServices: readonly ServiceDefinition[] = [
  connectionPool,
  cacheStrategy,
  reports,
  eventBus,
  ipReputation,
  rateLimiter,
  bulkOperations,
  search,
  webSocket,
];
