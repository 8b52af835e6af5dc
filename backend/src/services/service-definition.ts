import type { Abstract } from '@nestjs/common';
import type { BoundedService } from './bounded-service.ts';
import type { BulkOptions } from './bulk/bulk-operations.service.ts';
import type { CacheStrategyOptions } from './cache/cache-strategy.service.ts';
import type { ConnectionPoolOptions } from './connection-pool/connection-pool.service.ts';
import type { EventBusOptions } from './event-bus/event-bus.service.ts';
import type { IpReputationOptions } from './ip-reputation/ip-reputation.service.ts';
import type { RateLimiterOptions } from './rate-limiter/rate-limiter.service.ts';
import type { RedisCommands } from './redis-link.ts';
import type { ReportsOptions } from './reports/reports.service.ts';
import type { SearchOptions } from './search/search.service.ts';
import type { WebSocketOptions } from './web-socket/web-socket-clients.service.ts';

/** The bounded services that an application wants, each with its options; `{}` takes the limits of the specification. */
export interface BoundedServicesOptions {
  readonly connectionPool?: ConnectionPoolOptions;
  readonly cache?: CacheStrategyOptions;
  readonly reports?: ReportsOptions;
  readonly eventBus?: EventBusOptions;
  readonly ipReputation?: IpReputationOptions;
  readonly rateLimiter?: RateLimiterOptions;
  readonly bulk?: BulkOptions;
  readonly search?: SearchOptions;
  readonly webSocket?: WebSocketOptions;
}

export type ServiceKey = keyof BoundedServicesOptions;

/** How the module makes a bounded service: `provide` is what an application injects. */
export interface ServiceDefinition {
  readonly key: ServiceKey;
  readonly provide: Abstract<BoundedService>;
  /** `redis`: the application's, for a service that was not told of one of its own. */
  create(options: BoundedServicesOptions, redis?: RedisCommands | null): BoundedService;
}
