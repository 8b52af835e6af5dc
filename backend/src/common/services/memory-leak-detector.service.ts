import {
  type AlertMachine,
  createAlertMachine,
  createLeakAnalysis,
  defaultAlertThresholds,
} from '@memory-plus/core/analysis';
import type { EpochMs, Verdict } from '@memory-plus/core/model';
import type { Alert, DetectorSettings, LeakReport, RetainedGroup } from '@memory-plus/core/protocol/backend';
import { growingSites, HeapSampler, type SiteTable } from '../leaks/heap-sampler.ts';
import { ReportBook } from '../leaks/report-book.ts';
import { RetainedTracker } from '../leaks/retained-tracker.ts';
import type { MajorCollection } from '../utils/collection-observer.ts';
import type { CollectionReport, GarbageCollector } from '../utils/garbage-collection.ts';
import { ManagedTimers } from '../utils/managed-timers.ts';
import { epochNow, type MemoryReading } from '../utils/memory-statistics.ts';
import { pushBounded } from '../utils/structures.ts';

export const defaultDetectorSettings: DetectorSettings = {
  enabled: true,
  checkInterval: 300_000,
  growthThreshold: 50 * 1024 * 1024,
  collectOnSuspicion: true,
  profileOnSuspicion: true,
  snapshotOnLeak: false,
};

/** Collections may come many times a second; a verdict after one of them does not need to. */
const shortestCheckPause = 30_000;
/** A suspicion without a proof is reported when it still stands after this time: what loads its parts one by one looks like a leak at first. */
const suspicionHold = 120_000;
const mostAlerts = 200;

export interface DetectorParts {
  readonly collector: GarbageCollector;
  /** Passes on what the last collections left, so that a verdict knows of them. */
  readonly flushCollections: () => void;
  /** Called when a leak is proven and the settings ask for a snapshot. It decides itself whether one is safe. */
  readonly snapshot: () => Promise<void>;
  /** A check that nobody waits for failed. */
  readonly onError: (error: unknown) => void;
  readonly knownLeaks?: readonly string[];
  readonly now?: () => EpochMs;
}

export interface CheckResult {
  readonly verdict: Verdict;
  readonly report: LeakReport | null;
}

/**
 * Judges the process, cheapest evidence first: the floor after each collection; one forced collection to confirm a suspicion; a sampled
 * profile that names allocation sites; objects that should be dead; a snapshot when the settings allow it.
 */
export class MemoryLeakDetectorService {
  readonly #parts: DetectorParts;
  readonly #now: () => EpochMs;
  readonly #sampler = new HeapSampler();
  readonly #tracker = new RetainedTracker();
  readonly #reports: ReportBook;
  readonly #analysis = createLeakAnalysis();
  readonly #listeners = new Set<(alert: Alert) => void>();
  readonly #alertLog: Alert[] = [];
  #settings: DetectorSettings;
  #alerts: AlertMachine;
  #timers = new ManagedTimers();
  #baseline: SiteTable | null = null;
  #running: Promise<CheckResult> | null = null;
  #lastCheck = Number.NEGATIVE_INFINITY;
  #suspectedSince: EpochMs | null = null;
  #counters = { checks: 0, forcedCollections: 0, profilesRead: 0 };

  constructor(parts: DetectorParts, settings: Partial<DetectorSettings> = {}) {
    this.#parts = parts;
    this.#now = parts.now ?? epochNow;
    this.#settings = { ...defaultDetectorSettings, ...settings };
    this.#alerts = this.#newAlerts();
    this.#reports = new ReportBook(parts.knownLeaks);
  }

  start(): void {
    this.#timers = new ManagedTimers();
    if (!this.#settings.enabled) return;
    if (this.#settings.profileOnSuspicion) this.#sampler.start();
    this.#timers.interval(() => this.#checkUnasked(), this.#settings.checkInterval);
  }

  stop(): void {
    this.#timers.clear();
    this.#sampler.stop();
    this.#tracker.clear();
    this.#listeners.clear();
    this.#baseline = null;
  }

  /** The object's life is over: say so, and it is named when it stays in memory. */
  track(object: object, label: string): void {
    this.#tracker.track(object, label, this.#now());
  }

  /** As `track`, for objects that the module watches by itself: a handful of them is no accusation. */
  trackAutomatically(object: object, label: string): void {
    this.#tracker.track(object, label, this.#now(), true);
  }

  /** A reading of the memory, at even intervals. */
  read(reading: MemoryReading, eventLoopDelay: number | null): void {
    if (!this.#settings.enabled) return;
    const { at, heap, rss, external, arrayBuffers, containerLimit } = reading;
    const row = { at, ...heap, floor: false };
    this.#analysis.heap(row);
    this.#analysis.row('process', { at, rss, external, arrayBuffers, containerLimit, eventLoopDelay });
    this.#tell(this.#alerts.heap(row));
  }

  collected({ at, after, pause }: MajorCollection): void {
    if (!this.#settings.enabled) return;
    this.#analysis.collection({ at, after, pause });
    for (const row of this.#tracker.collected(at)) this.#analysis.row('retained', row);
    if (this.#now() - this.#lastCheck >= shortestCheckPause) this.#checkUnasked();
  }

  verdict(): Verdict {
    return this.#analysis.verdict(this.#now());
  }

  /** One check at a time: a second caller gets the answer of the first. */
  check(): Promise<CheckResult> {
    this.#running ??= this.#check().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #checkUnasked(): void {
    this.check().catch(this.#parts.onError);
  }

  async #check(): Promise<CheckResult> {
    this.#counters.checks++;
    this.#lastCheck = this.#now();
    let confirmation: CollectionReport | null = null;
    if (this.#settings.collectOnSuspicion && accuses(this.verdict())) confirmation = this.#confirm();
    const verdict = this.verdict();
    const { word } = verdict;
    this.#tell(this.#alerts.verdict(this.#now(), word, verdict.sentences[0] ?? ''));
    if (!this.#stands(verdict)) {
      if (word === 'growing' || word === 'suspect') this.#baseline ??= await this.#profile();
      return { verdict, report: null };
    }
    const sites = await this.#profile();
    const at = this.#now();
    const report = this.#reports.add({
      at,
      verdict,
      confirmation,
      sites: sites ? growingSites(sites, this.#baseline) : [],
      retained: this.#tracker.retained(at),
    });
    this.#baseline ??= sites;
    // A snapshot that was refused does not undo the check.
    if (word === 'leak' && this.#settings.snapshotOnLeak && report?.count === 1)
      await this.#parts.snapshot().catch(this.#parts.onError);
    return { verdict, report };
  }

  /** Whether a verdict is to be reported: a leak at once, a suspicion when it has lasted. */
  #stands({ word }: Verdict): boolean {
    if (word !== 'suspect') this.#suspectedSince = null;
    else this.#suspectedSince ??= this.#now();
    return word === 'leak' || (this.#suspectedSince !== null && this.#now() - this.#suspectedSince >= suspicionHold);
  }

  #confirm(): CollectionReport | null {
    const report = this.#parts.collector.collect();
    if (!report) return null;
    this.#counters.forcedCollections++;
    this.#parts.flushCollections();
    return report;
  }

  async #profile(): Promise<SiteTable | null> {
    if (!this.#settings.profileOnSuspicion) return null;
    const sites = await this.#sampler.read();
    if (sites) this.#counters.profilesRead++;
    return sites;
  }

  get settings(): DetectorSettings {
    return this.#settings;
  }

  configure(changes: { readonly [K in keyof DetectorSettings]?: DetectorSettings[K] | undefined }): DetectorSettings {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const before = this.#settings;
    this.#settings = { ...before, ...given };
    if (before.growthThreshold !== this.#settings.growthThreshold || !this.#settings.enabled) {
      this.#tell(this.#alerts.cut(this.#now()));
      this.#alerts = this.#newAlerts();
    }
    this.#timers.clear();
    if (!this.#settings.profileOnSuspicion || !this.#settings.enabled) {
      this.#sampler.stop();
      this.#baseline = null;
    }
    this.start();
    return this.#settings;
  }

  /** Calls `listener` for each alert until the returned function is called. */
  onAlert(listener: (alert: Alert) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  raised(): readonly string[] {
    return this.#alerts.raised();
  }

  /** The last alerts, oldest first. */
  alerts(): readonly Alert[] {
    return this.#alertLog;
  }

  reports(): LeakReport[] {
    return this.#reports.list();
  }

  retained(): RetainedGroup[] {
    return this.#tracker.retained(this.#now()).slice(0, 20);
  }

  statistics() {
    return { ...this.#counters, tracked: this.#tracker.size, untracked: this.#tracker.untracked };
  }

  /** Forgets reports and alerts of the past; what is measured goes on. */
  clearHistory(): { reports: number; alerts: number } {
    return { reports: this.#reports.clear(), alerts: this.#alertLog.splice(0).length };
  }

  #newAlerts(): AlertMachine {
    const growth = { ...defaultAlertThresholds.growth, bytes: this.#settings.growthThreshold };
    return createAlertMachine({ growth });
  }

  #tell(events: readonly Alert[]): void {
    for (const event of events) {
      pushBounded(this.#alertLog, event, mostAlerts);
      for (const listener of this.#listeners) listener(event);
    }
  }
}

function accuses({ word }: Verdict): boolean {
  return word === 'suspect' || word === 'leak';
}
