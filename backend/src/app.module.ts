import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { MemoryManagementModule } from './memory-management.module.ts';
import { ProblemFilter } from './monitoring/problem.filter.ts';
import type { MemoryManagementOptions } from './options.ts';

// Also what happens before a route is found (a body that is no JSON, an unknown path) is answered as problem+json.
@Module({ providers: [{ provide: APP_FILTER, useClass: ProblemFilter }] })
export class AppModule {}

/** The runnable server: nothing but the module, with its routes. */
export function appModule(options: MemoryManagementOptions): DynamicModule {
  return {
    module: AppModule,
    imports: [MemoryManagementModule.forRoot({ ...options, routes: true, health: true, metrics: true })],
  };
}
