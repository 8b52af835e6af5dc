import { type DynamicModule, Module } from '@nestjs/common';
import type { ResolvedOptions } from '../options.ts';
import { MemoryAdminController, MemoryManagementController } from './memory-management.controller.ts';
import { SnapshotController } from './snapshot.controller.ts';

@Module({})
export class MonitoringModule {}

/** The routes. What they need comes from MemoryManagementModule, which is global. */
export function monitoringModule({ snapshots }: ResolvedOptions): DynamicModule {
  return {
    module: MonitoringModule,
    controllers: [
      MemoryManagementController,
      MemoryAdminController,
      ...(snapshots.enabled ? [SnapshotController] : []),
    ],
  };
}
