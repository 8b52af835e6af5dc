/** @packageDocumentation Memory and renders of a page, told by the page itself. Start at `memoryMonitor`. */

export type { CheckResult, RoundReading } from '@memory-plus/core/analysis';
export type { MonitorSettings, Verdict } from '@memory-plus/core/model';
export type { Recording } from '@memory-plus/core/recording';
export type { CacheSize } from './caches/cache-registry.ts';
export { GuidedCheck } from './check/guided-check.ts';
export type { MetricSnapshot, SnapshotDifference, SnapshotReason } from './snapshots/metric-snapshots.ts';
export { MemoryMonitor, memoryMonitor } from './utils/memoryMonitor.ts';
export type { AlertListener, Capabilities, MonitorOptions } from './utils/monitor-options.ts';
export type { RenderNote, Watched } from './utils/page-notes.ts';
