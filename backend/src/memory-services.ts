import { AlertDispatcher } from './alerting/alert-dispatcher.ts';
import { AdminDoor } from './common/access.ts';
import { logLeaks } from './common/leaks/leak-log.ts';
import { MemoryMonitor } from './memory-monitor.ts';
import { AdminApi } from './monitoring/admin-api.ts';
import { AuditLog } from './monitoring/audit-log.ts';
import { MemoryApi } from './monitoring/memory-api.service.ts';
import { MemoryStream } from './monitoring/memory-stream.ts';
import { MetricsRegistry } from './monitoring/metrics.ts';
import type { ResolvedOptions } from './options.ts';
import { MemoryStore } from './storage/memory-store.ts';
import { type RedisConnection, redisOff, redisReasons } from './storage/redis.ts';
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
  /** Null where storage is off. */
  readonly store: MemoryStore | null;
  readonly alerting: AlertDispatcher;
  readonly api: MemoryApi;
  readonly audit: AuditLog;
  readonly admin: AdminApi;
  readonly stream: MemoryStream;
  readonly metrics: MetricsRegistry;
  readonly door: AdminDoor;
  readonly timer: RequestTimer;
  readonly #log: ServiceLog;
  #endLeakLog = () => {};

  constructor(options: ResolvedOptions, log: ServiceLog, redis: RedisConnection = redisOff) {
    this.options = options;
    this.#log = log;
    this.monitor = new MemoryMonitor(options, { onError: (error) => log.error(error) });
    this.store = options.storage ? new MemoryStore(options.storage, this.monitor, log) : null;
    const { conditions } = this.monitor;
    conditions.add(() => this.store?.reasons() ?? []);
    conditions.add(() => redisReasons(redis));
    this.alerting = new AlertDispatcher(this.monitor.detector, options.alerting, log);
    this.api = new MemoryApi(this.monitor, this.store);
    this.audit = new AuditLog(({ action, status }) => log.warn(`Admin action ${action}: ${status}`));
    this.admin = new AdminApi(this.monitor, this.api, this.audit);
    this.stream = new MemoryStream(this.monitor, this.api);
    this.metrics = new MetricsRegistry(this.monitor, this.stream, this.store, this.alerting);
    this.timer = new RequestTimer(this.api.bootId);
    this.door = new AdminDoor(options.adminToken, () => this.audit.add('token', 401));
  }

  /** Measuring begins at once; resolves when the database has been opened or is known not to answer. */
  async start(): Promise<void> {
    this.alerting.start();
    this.#endLeakLog = logLeaks(this.monitor.detector, this.#log);
    this.monitor.start();
    if (this.options.requestTiming) this.timer.start();
    await this.store?.start();
  }

  /** Measuring ends at once; resolves when the last rows are written and the last alerts are sent. */
  async stop(): Promise<void> {
    this.stream.close();
    this.timer.stop();
    this.#endLeakLog();
    this.monitor.stop();
    await Promise.all([this.store?.stop(), this.alerting.stop()]);
  }
}
