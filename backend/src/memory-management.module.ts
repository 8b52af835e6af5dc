import type { Server } from 'node:http';
import { apiPrefix } from '@memory-plus/core/protocol/backend';
import {
  type DynamicModule,
  Global,
  Inject,
  Logger,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnModuleDestroy,
  type OnModuleInit,
  type Provider,
  RequestMethod,
} from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ServiceAuditor } from './audit/service-auditor.ts';
import { AdminDoor } from './common/access.ts';
import { MemoryLeakDetectorService } from './common/services/memory-leak-detector.service.ts';
import { HealthModule } from './health/health.module.ts';
import { listenApart } from './hosts/attach.ts';
import { MemoryMonitor } from './memory-monitor.ts';
import { MemoryServices } from './memory-services.ts';
import { AccessGuard, AdminGuard } from './monitoring/access.guard.ts';
import { AdminApi } from './monitoring/admin-api.ts';
import { AuditLog } from './monitoring/audit-log.ts';
import { MemoryApi } from './monitoring/memory-api.service.ts';
import { MemoryStream } from './monitoring/memory-stream.ts';
import { MetricsRegistry } from './monitoring/metrics.ts';
import { monitoringModule } from './monitoring/monitoring.module.ts';
import { ProblemFilter } from './monitoring/problem.filter.ts';
import { type MemoryManagementOptions, OPTIONS, type ResolvedOptions, resolveOptions } from './options.ts';
import { connectRedis, REDIS, type RedisConnection } from './storage/redis.ts';
import { RequestTiming } from './timing/request-timing.ts';
import { LifecycleTracker } from './tracking/lifecycle-tracker.ts';

const ownPaths = new RegExp(`^(${apiPrefix}|/api/health)(/|$)`);
const ownPathsWithMetrics = new RegExp(`^(${apiPrefix}|/api/health|/metrics)(/|$)`);
const logger = new Logger('MemoryPlus');

function from<T>(provide: abstract new (...parameters: never[]) => T, take: (services: MemoryServices) => T): Provider {
  return { provide, useFactory: take, inject: [MemoryServices] };
}

const providers: readonly Provider[] = [
  {
    provide: MemoryServices,
    useFactory: (options: ResolvedOptions, redis: RedisConnection) => new MemoryServices(options, logger, redis),
    inject: [OPTIONS, REDIS],
  },
  {
    provide: REDIS,
    useFactory: ({ redis }: ResolvedOptions) => connectRedis(redis?.url, logger),
    inject: [OPTIONS],
  },
  from(MemoryMonitor, ({ monitor }) => monitor),
  from(MemoryLeakDetectorService, ({ monitor }) => monitor.detector),
  from(MemoryApi, ({ api }) => api),
  from(AuditLog, ({ audit }) => audit),
  from(AdminApi, ({ admin }) => admin),
  from(MemoryStream, ({ stream }) => stream),
  from(MetricsRegistry, ({ metrics }) => metrics),
  from(AdminDoor, ({ door }) => door),
  ServiceAuditor,
  LifecycleTracker,
  RequestTiming,
  AccessGuard,
  AdminGuard,
  ProblemFilter,
];

/**
 * Measures the memory of the application it is added to. Added alone it opens no route:
 * `MemoryManagementModule.forRoot({ routes: true })` serves the API under `/api/monitoring/memory`.
 */
@Global()
@Module({})
export class MemoryManagementModule implements NestModule, OnModuleInit, OnModuleDestroy {
  readonly #config: ApplicationConfig;
  readonly #services: MemoryServices;
  readonly #redis: RedisConnection;
  #apart: Server | null = null;

  constructor(
    @Inject(ApplicationConfig) config: ApplicationConfig,
    @Inject(MemoryServices) services: MemoryServices,
    @Inject(REDIS) redis: RedisConnection,
  ) {
    this.#config = config;
    this.#services = services;
    this.#redis = redis;
  }

  /** @throws Error that lists every wrong option */
  static forRoot(options: MemoryManagementOptions = {}): DynamicModule {
    const resolved = resolveOptions(options);
    return {
      module: MemoryManagementModule,
      // What listens apart is not served on the application's own port.
      imports: resolved.listen ? [] : [monitoringModule(resolved), ...(resolved.health ? [HealthModule] : [])],
      providers: [{ provide: OPTIONS, useValue: resolved }, ...providers],
      exports: [OPTIONS, ...providers],
    };
  }

  /** Keeps the API at its address in an application with a global prefix. Nest calls this before it registers routes. */
  configure(_consumer: MiddlewareConsumer): void {
    const pathRegex = this.#services.options.metrics ? ownPathsWithMetrics : ownPaths;
    const options = this.#config.getGlobalPrefixOptions();
    const exclude = [...(options.exclude ?? []), { path: apiPrefix, requestMethod: RequestMethod.ALL, pathRegex }];
    this.#config.setGlobalPrefixOptions({ ...options, exclude });
  }

  async onModuleInit(): Promise<void> {
    const { listen } = this.#services.options;
    if (listen) this.#apart = await listenApart(this.#services, listen, logger);
    await this.#services.start();
  }

  /** Streams end too: they would hold up the server's end. */
  async onModuleDestroy(): Promise<void> {
    const stopped = this.#services.stop();
    this.#apart?.close();
    this.#apart?.closeAllConnections();
    await stopped;
    await this.#redis.close();
  }
}
