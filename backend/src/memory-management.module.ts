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
import { AdminDoor } from './common/access.ts';
import { MemoryLeakDetectorService } from './common/services/memory-leak-detector.service.ts';
import { HealthModule } from './health/health.module.ts';
import { MemoryMonitor } from './memory-monitor.ts';
import { AccessGuard, AdminGuard } from './monitoring/access.guard.ts';
import { AdminApi } from './monitoring/admin-api.ts';
import { AuditLog } from './monitoring/audit-log.ts';
import { MemoryApi } from './monitoring/memory-api.service.ts';
import { MemoryStream } from './monitoring/memory-stream.ts';
import { MetricsRegistry } from './monitoring/metrics.ts';
import { monitoringModule } from './monitoring/monitoring.module.ts';
import { ProblemFilter } from './monitoring/problem.filter.ts';
import { type MemoryManagementOptions, OPTIONS, type ResolvedOptions, resolveOptions } from './options.ts';

const ownPaths = new RegExp(`^(${apiPrefix}|/api/health)(/|$)`);
const ownPathsWithMetrics = new RegExp(`^(${apiPrefix}|/api/health|/metrics)(/|$)`);
const logger = new Logger('MemoryPlus');

const services: readonly Provider[] = [
  {
    provide: MemoryMonitor,
    useFactory: (options: ResolvedOptions) => new MemoryMonitor(options, { onError: (error) => logger.error(error) }),
    inject: [OPTIONS],
  },
  {
    provide: MemoryLeakDetectorService,
    useFactory: ({ detector }: MemoryMonitor) => detector,
    inject: [MemoryMonitor],
  },
  { provide: MemoryApi, useFactory: (monitor: MemoryMonitor) => new MemoryApi(monitor), inject: [MemoryMonitor] },
  {
    provide: AuditLog,
    useFactory: () => new AuditLog(({ action, status }) => logger.warn(`Admin action ${action}: ${status}`)),
  },
  {
    provide: AdminApi,
    useFactory: (monitor: MemoryMonitor, api: MemoryApi, audit: AuditLog) => new AdminApi(monitor, api, audit),
    inject: [MemoryMonitor, MemoryApi, AuditLog],
  },
  {
    provide: MemoryStream,
    useFactory: (monitor: MemoryMonitor, api: MemoryApi) => new MemoryStream(monitor, api),
    inject: [MemoryMonitor, MemoryApi],
  },
  {
    provide: MetricsRegistry,
    useFactory: (monitor: MemoryMonitor, stream: MemoryStream) => new MetricsRegistry(monitor, stream),
    inject: [MemoryMonitor, MemoryStream],
  },
  {
    provide: AdminDoor,
    useFactory: ({ adminToken }: ResolvedOptions) => new AdminDoor(adminToken),
    inject: [OPTIONS],
  },
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
  readonly #monitor: MemoryMonitor;
  readonly #stream: MemoryStream;

  constructor(
    @Inject(ApplicationConfig) config: ApplicationConfig,
    @Inject(MemoryMonitor) monitor: MemoryMonitor,
    @Inject(MemoryStream) stream: MemoryStream,
  ) {
    this.#config = config;
    this.#monitor = monitor;
    this.#stream = stream;
  }

  /** @throws Error that lists every wrong option */
  static forRoot(options: MemoryManagementOptions = {}): DynamicModule {
    const resolved = resolveOptions(options);
    return {
      module: MemoryManagementModule,
      imports: [monitoringModule(resolved), ...(resolved.health ? [HealthModule] : [])],
      providers: [{ provide: OPTIONS, useValue: resolved }, ...services],
      exports: [OPTIONS, ...services],
    };
  }

  /** Keeps the API at its address in an application with a global prefix. Nest calls this before it registers routes. */
  configure(_consumer: MiddlewareConsumer): void {
    const pathRegex = this.#monitor.options.metrics ? ownPathsWithMetrics : ownPaths;
    const options = this.#config.getGlobalPrefixOptions();
    const exclude = [...(options.exclude ?? []), { path: apiPrefix, requestMethod: RequestMethod.ALL, pathRegex }];
    this.#config.setGlobalPrefixOptions({ ...options, exclude });
  }

  onModuleInit(): void {
    this.#monitor.start();
  }

  /** Streams end too: they would hold up the server's end. */
  onModuleDestroy(): void {
    this.#stream.close();
    this.#monitor.stop();
  }
}
