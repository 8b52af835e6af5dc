import { type DynamicModule, Module } from '@nestjs/common';
import type { ResolvedOptions } from '../options.ts';
import { AuditController } from './audit.controller.ts';
import { MemoryAdminController, MemoryManagementController } from './memory-management.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { SnapshotController } from './snapshot.controller.ts';
import { SnapshotsOffController } from './snapshots-off.controller.ts';

@Module({})
export class MonitoringModule {}

/** The routes that the options ask for. What they need comes from MemoryManagementModule, which is global. */
export function monitoringModule({ routes, metrics, snapshots }: ResolvedOptions): DynamicModule {
  return {
    module: MonitoringModule,
    controllers: [
      ...(routes ? [MemoryManagementController, MemoryAdminController, AuditController] : []),
      ...(routes ? [snapshots.enabled ? SnapshotController : SnapshotsOffController] : []),
      ...(metrics ? [MetricsController] : []),
    ],
  };
}
