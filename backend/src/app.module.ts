import { type DynamicModule, Module } from '@nestjs/common';
import { MemoryManagementModule } from './memory-management.module.ts';
import type { MemoryManagementOptions } from './options.ts';

@Module({})
export class AppModule {}

/** The runnable server: nothing but the module, with its routes. */
export function appModule(options: MemoryManagementOptions): DynamicModule {
  return { module: AppModule, imports: [MemoryManagementModule.forRoot({ ...options, routes: true })] };
}
