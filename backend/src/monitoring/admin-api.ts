import type { Readable } from 'node:stream';
import type {
  Cleared,
  Collected,
  Configured,
  DetectorSettings,
  Findings,
  LeakCheck,
  Snapshots,
  SnapshotTaken,
} from '@memory-plus/core/protocol/backend';
import { ProblemError } from '../common/problem.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';
import type { AuditLog } from './audit-log.ts';
import { answerVerdict, type MemoryApi } from './memory-api.service.ts';

/** What the API's admin routes do. Whoever calls has shown the token already. Each action is written to the audit log. */
export class AdminApi {
  readonly #monitor: MemoryMonitor;
  readonly #api: MemoryApi;
  readonly #audit: AuditLog;

  constructor(monitor: MemoryMonitor, api: MemoryApi, audit: AuditLog) {
    this.#monitor = monitor;
    this.#api = api;
    this.#audit = audit;
  }

  /** @throws ProblemError 429 (too early) or 501 (not possible in this process) */
  collect(): Promise<Collected> {
    return this.#audit.action('gc', () => {
      const { collector } = this.#monitor;
      if (!collector.available)
        throw new ProblemError(501, { detail: 'This process cannot collect garbage on demand.' });
      const retryAfter = collector.wait / 1000;
      const report = collector.collect();
      if (!report) throw new ProblemError(429, { detail: 'The last collection was too recent.', retryAfter });
      this.#monitor.collections.flush();
      return { ...this.#api.envelope(), ...report };
    });
  }

  check(): Promise<LeakCheck> {
    return this.#audit.action('leaks/check', async () => {
      const { verdict, report } = await this.#monitor.detector.check();
      return { ...this.#api.envelope(), verdict: answerVerdict(verdict), report };
    });
  }

  configure(
    changes: { readonly [K in keyof DetectorSettings]?: DetectorSettings[K] | undefined },
  ): Promise<Configured> {
    return this.#audit.action('leaks/configure', () => ({
      ...this.#api.envelope(),
      settings: this.#monitor.detector.configure(changes),
    }));
  }

  clearHistory(): Promise<Cleared> {
    return this.#audit.action('leaks/clear-history', () => ({
      ...this.#api.envelope(),
      ...this.#monitor.detector.clearHistory(),
    }));
  }

  /** @throws ProblemError as `SnapshotStore.take` */
  takeSnapshot(): Promise<SnapshotTaken> {
    return this.#audit.action('leaks/snapshot', async () => ({
      ...this.#api.envelope(),
      ...(await this.#monitor.snapshots.take()),
      warning: 'A snapshot holds every string of the process, also passwords and tokens. Keep it as a secret.',
    }));
  }

  async snapshots(): Promise<Snapshots> {
    const { snapshots } = this.#monitor;
    return { ...this.#api.envelope(), snapshots: [...snapshots.list()], preflight: await snapshots.preflight() };
  }

  /** @throws ProblemError as `SnapshotStore.findings` */
  findings(id: string): Findings {
    return { ...this.#api.envelope(), snapshot: id, ...this.#monitor.snapshots.findings(id) };
  }

  /** @throws ProblemError as `SnapshotStore.read` */
  readSnapshot(id: string): Promise<Readable> {
    return this.#audit.action('leaks/snapshots/read', () => this.#monitor.snapshots.read(id));
  }
}
