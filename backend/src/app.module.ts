import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MemoryManagementModule } from './memory-management.module.ts';
import { ProblemFilter } from './monitoring/problem.filter.ts';
import type { MemoryManagementOptions } from './options.ts';
import { BoundedServicesModule } from './services/bounded-services.module.ts';

// Also what happens before a route is found (a body that is no JSON, an unknown path) is answered as problem+json.
@Module({ providers: [{ provide: APP_FILTER, useClass: ProblemFilter }] })
export class AppModule {}

/** The runnable server: the module with its routes, and the bounded services at their limits, for whoever builds on it. */
export function appModule(options: MemoryManagementOptions): DynamicModule {
  return {
    module: AppModule,
    imports: [
      MemoryManagementModule.forRoot({ ...options, routes: true, health: true, metrics: true }),
      BoundedServicesModule.forRoot({
        cache: {},
        reports: {},
        eventBus: {},
        ipReputation: {},
        rateLimiter: {},
        bulk: {},
        search: {},
        webSocket: {},
      }),
    ],
  };
}
