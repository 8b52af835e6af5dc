import { AdminDoor } from './common/access.ts';
import { MemoryMonitor } from './memory-monitor.ts';
import { AdminApi } from './monitoring/admin-api.ts';
import { AuditLog } from './monitoring/audit-log.ts';
import { MemoryApi } from './monitoring/memory-api.service.ts';
import { MemoryStream } from './monitoring/memory-stream.ts';
import { MetricsRegistry } from './monitoring/metrics.ts';
import type { ResolvedOptions } from './options.ts';
import { RequestTimer } from './timing/request-timer.ts';

/** Where the module says what happened. */
export interface ServiceLog {
  error(error: unknown): void;
  warn(message: string): void;
}

/** Everything behind the routes, for whatever host serves them. */
export class MemoryServices {
  readonly options: ResolvedOptions;
  readonly monitor: MemoryMonitor;
  readonly api: MemoryApi;
  readonly audit: AuditLog;
  readonly admin: AdminApi;
  readonly stream: MemoryStream;
  readonly metrics: MetricsRegistry;
  readonly door: AdminDoor;
  readonly timer: RequestTimer;

  constructor(options: ResolvedOptions, log: ServiceLog) {
    this.options = options;
    this.monitor = new MemoryMonitor(options, { onError: (error) => log.error(error) });
    this.api = new MemoryApi(this.monitor);
    this.audit = new AuditLog(({ action, status }) => log.warn(`Admin action ${action}: ${status}`));
    this.admin = new AdminApi(this.monitor, this.api, this.audit);
    this.stream = new MemoryStream(this.monitor, this.api);
    this.metrics = new MetricsRegistry(this.monitor, this.stream);
    this.timer = new RequestTimer(this.api.bootId);
    this.door = new AdminDoor(options.adminToken, () => this.audit.add('token', 401));
  }

  start(): void {
    this.monitor.start();
    if (this.options.requestTiming) this.timer.start();
  }

  stop(): void {
    this.stream.close();
    this.timer.stop();
    this.monitor.stop();
  }
}
