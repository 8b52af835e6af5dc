export type { FrameworkHooks } from '../adapters/install.ts';
export type { PageMonitor, PageRow } from './page-registry.ts';
export { type Monitoring, startMonitoring, type Traffic } from './start-monitoring.ts';
