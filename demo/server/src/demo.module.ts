import { MemoryManagementModule, type MemoryManagementOptions } from '@memory-plus/backend';
import { type DynamicModule, Module } from '@nestjs/common';
import { DemoController } from './demo.controller.ts';
import { ReportsService } from './reports.service.ts';
import { ShopOriginInterceptor, shopOrigins } from './shop-origin.interceptor.ts';

@Module({ controllers: [DemoController], providers: [ReportsService, ShopOriginInterceptor] })
export class DemoModule {}

/** An application as a team would write it, which adds Memory+ with one line. */
export function demoModule(options: MemoryManagementOptions): DynamicModule {
  const requestTiming = options.requestTiming || 'development';
  return {
    module: DemoModule,
    providers: [{ provide: shopOrigins, useValue: options.origins ?? [] }],
    imports: [
      MemoryManagementModule.forRoot({
        ...options,
        routes: true,
        health: true,
        metrics: true,
        requestTiming,
      }),
    ],
  };
}
