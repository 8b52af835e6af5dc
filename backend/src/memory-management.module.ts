import { apiPrefix } from '@memory-plus/core/protocol/backend';
import {
  type DynamicModule,
  Global,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  RequestMethod,
} from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { AdminDoor } from './common/access.ts';
import { AccessGuard, AdminGuard } from './monitoring/access.guard.ts';
import { MemoryApi } from './monitoring/memory-api.service.ts';
import { MemoryManagementController } from './monitoring/memory-management.controller.ts';
import { ProblemFilter } from './monitoring/problem.filter.ts';
import { type MemoryManagementOptions, OPTIONS, type ResolvedOptions, resolveOptions } from './options.ts';

const underPrefix = new RegExp(`^${apiPrefix}(/|$)`);

/**
 * Measures the memory of the application it is added to. Added alone it opens no route:
 * `MemoryManagementModule.forRoot({ routes: true })` serves the API under `/api/monitoring/memory`.
 */
@Global()
@Module({})
export class MemoryManagementModule implements NestModule {
  readonly #config: ApplicationConfig;

  constructor(@Inject(ApplicationConfig) config: ApplicationConfig) {
    this.#config = config;
  }

  /** Keeps the API at its address in an application with a global prefix. Nest calls this before it registers routes. */
  configure(_consumer: MiddlewareConsumer): void {
    const options = this.#config.getGlobalPrefixOptions();
    const exclude = [
      ...(options.exclude ?? []),
      { path: apiPrefix, requestMethod: RequestMethod.ALL, pathRegex: underPrefix },
    ];
    this.#config.setGlobalPrefixOptions({ ...options, exclude });
  }

  /** @throws Error that lists every wrong option */
  static forRoot(options: MemoryManagementOptions = {}): DynamicModule {
    const resolved = resolveOptions(options);
    return {
      module: MemoryManagementModule,
      controllers: resolved.routes ? [MemoryManagementController] : [],
      providers: [
        { provide: OPTIONS, useValue: resolved },
        {
          provide: AdminDoor,
          useFactory: ({ adminToken }: ResolvedOptions) => new AdminDoor(adminToken),
          inject: [OPTIONS],
        },
        MemoryApi,
        AccessGuard,
        AdminGuard,
        ProblemFilter,
      ],
      exports: [MemoryApi, OPTIONS],
    };
  }
}
