import { createLeakAnalysis, type LeakAnalysis } from '@memory-plus/core/analysis';
import {
  defaultSettings,
  type Emit,
  type Milliseconds,
  type MonitorSettings,
  publicUrl,
  type Row,
  settingsLimits,
  sourceGroups,
  type Verdict,
} from '@memory-plus/core/model';
import { exportRecording, type Recording, RecordingStore } from '@memory-plus/core/recording';
import { type FrameworkHooks, installFrameworkHooks } from '../adapters/install.ts';
import type { CacheSize } from '../caches/cache-registry.ts';
import { GuidedCheck } from '../check/guided-check.ts';
import { Settling } from '../check/settling.ts';
import { type Monitoring, startMonitoring } from '../monitor/start-monitoring.ts';
import { CurrentNumbers } from '../snapshots/current-numbers.ts';
import {
  compareSnapshots,
  type MetricSnapshot,
  noDifference,
  type SnapshotDifference,
  SnapshotList,
  type SnapshotReason,
} from '../snapshots/metric-snapshots.ts';
import {
  type AlertListener,
  alertOf,
  type Capabilities,
  isSnapshotInterval,
  isSourceGroups,
  type MonitorOptions,
  maxAlertListeners,
} from './monitor-options.ts';
import { PageNotes, type RenderNote, type Watched } from './page-notes.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const verdictInterval: Milliseconds = 10_000;
const version = '0.1.0';

/**
 * The page's memory and renders, from inside the page. Safe everywhere: on a server and in browsers that lack an API it counts
 * what can be counted and says what cannot. No method throws; wrong input is left out with one warning.
 */
export class MemoryMonitor {
  readonly #scope: typeof globalThis;
  readonly #notes: PageNotes;
  readonly #snapshots = new SnapshotList();
  readonly #alertListeners = new Set<AlertListener>();
  #hooks: FrameworkHooks | null = null;
  #monitoring: Monitoring | null = null;
  #store: RecordingStore | null = null;
  #analysis: LeakAnalysis = createLeakAnalysis();
  #numbers = new CurrentNumbers();
  #settings: MonitorSettings = defaultSettings;
  #snapshotInterval: Milliseconds = 300_000;
  #nextSnapshot = 0;
  #nextVerdict = 0;
  #alerted = false;
  #capabilities: Record<string, { available: boolean; detail: string }> = {};
  readonly #settling: Settling;

  /** "Do a step and undo it, several times." See `GuidedCheck`. */
  readonly check: GuidedCheck;

  constructor(scope: typeof globalThis = globalThis) {
    this.#scope = scope;
    this.#notes = new PageNotes(scope, () => this.#settings);
    this.#settling = new Settling(this.#notes.natives);
    this.check = new GuidedCheck(() => ({
      emit: this.#emit,
      settle: (timeout) => this.#settle(timeout),
      // Only DevTools can tell who listens.
      read: () => ({ at: this.#notes.now(), listeners: null, ...this.#numbers.numbers }),
    }));
  }

  /**
   * Puts the frameworks' hooks in place. React is seen only when this ran before React was loaded; import
   * `@memory-plus/frontend` and call this first thing. `start` does it too.
   */
  install(): void {
    if (this.#isPage()) this.#hooks ??= installFrameworkHooks(this.#scope as never);
  }

  /** Starts to record. False where there is no page (a server), or when it runs already. */
  start(options: MonitorOptions = {}): boolean {
    if (this.#monitoring || !this.#isPage()) return false;
    this.configure(options);
    this.install();
    if (!this.#hooks) return false;
    this.#begin();
    this.#monitoring = startMonitoring(this.#scope as never, this.#hooks, this.#emit, () => this.#settings);
    this.#snapshot('start', 'start');
    return true;
  }

  /** Ends the recording; what was recorded stays until the next start or `clear`. */
  stop(): void {
    this.#monitoring?.stop();
    this.#monitoring = null;
  }

  get running(): boolean {
    return this.#monitoring !== null;
  }

  /** Changes settings at once. Values outside their limits are left out with a warning. */
  configure(options: MonitorOptions): void {
    this.#notes.call(() => this.#configure(options ?? {}));
  }

  #configure({ heapInterval, slowRender, snapshotInterval, muteComponentTracks, without }: MonitorOptions): void {
    const settings: Mutable<MonitorSettings> = { ...this.#settings };
    for (const [key, value] of Object.entries({ heapInterval, slowRender })) {
      const name = key as keyof typeof settingsLimits;
      const { min, max } = settingsLimits[name];
      if (value === undefined) continue;
      if (typeof value === 'number' && value >= min && value <= max) settings[name] = value;
      else this.#notes.warn(`${name} must be a number of milliseconds from ${min} to ${max}; it stays as it was.`);
    }
    if (typeof muteComponentTracks === 'boolean') settings.muteComponentTracks = muteComponentTracks;
    else if (muteComponentTracks !== undefined) this.#notes.warn('muteComponentTracks must be true or false.');
    if (isSourceGroups(without)) settings.without = without;
    else if (without !== undefined) this.#notes.warn(`without must be a list of: ${sourceGroups.join(', ')}.`);
    this.#settings = settings;
    this.#monitoring?.settingsChanged();
    if (this.#store) this.#store.settings = settings;
    if (snapshotInterval === undefined) return;
    if (isSnapshotInterval(snapshotInterval)) this.#snapshotInterval = snapshotInterval;
    else this.#notes.warn('snapshotInterval must be 0 or from 1,000 to 86,400,000 milliseconds; it stays as it was.');
  }

  /** The last heap reading; null before the first and where the browser does not tell. */
  get heap(): Row<'heap'> | null {
    return this.#numbers.heap;
  }

  /** The verdict on what grew since the start (heap floors, retained objects, caches), with its evidence. */
  analyzeTrend(): Verdict {
    return this.#analysis.verdict(this.#notes.now());
  }

  /** What is measured here, and what is not and why. Filled at the start. */
  get capabilities(): Capabilities {
    return { ...this.#capabilities };
  }

  /** Tells a cache's size at each reading. Its hits and misses are told by `hit` and `miss`. Returns what ends it. */
  registerCache(name: string, size: CacheSize = {}): () => void {
    return this.#notes.registerCache(name, size);
  }

  hit(cache: string): void {
    this.#notes.hit(cache);
  }

  miss(cache: string): void {
    this.#notes.miss(cache);
  }

  /** Hits and misses so far, and the share of hits; null without any. */
  cacheStatistics(cache: string): { readonly hits: number; readonly misses: number; readonly hitRate: number | null } {
    return this.#notes.cacheStatistics(cache);
  }

  /** Notes a render that the page timed itself, as the hooks do. */
  trackRender(component: string, duration: Milliseconds, note: RenderNote = {}): void {
    this.#notes.trackRender(component, duration, note);
  }

  /**
   * Says that `object` should die soon. If it is alive two collections later, it is reported under `label`. It is not held.
   * `'listener'` for a listener's function when what it served is gone: alive, it is most likely still registered.
   */
  watch(object: object, label: string, what: Watched = 'watched'): void {
    this.#notes.watch(object, label, what);
  }

  /** Takes back a `watch`. */
  unwatch(object: object): void {
    this.#notes.unwatch(object);
  }

  /** Names this moment in the recording and takes a snapshot of the numbers. */
  mark(label: string): void {
    this.#notes.mark(label);
    if (this.running) this.#snapshot('mark', label);
  }

  /** Notes the numbers of this moment. */
  snapshot(label = 'snapshot'): MetricSnapshot {
    return this.#snapshot('asked', label);
  }

  get snapshots(): readonly MetricSnapshot[] {
    return this.#snapshots.all;
  }

  compare(earlier: MetricSnapshot, later: MetricSnapshot): SnapshotDifference {
    return this.#notes.attempt(() => compareSnapshots(earlier, later), noDifference);
  }

  /** Calls `listener` for each alert. Returns what ends it. */
  onAlert(listener: AlertListener): () => void {
    if (typeof listener !== 'function' || this.#alertListeners.size >= maxAlertListeners) {
      this.#notes.warn(`onAlert needs a function, and takes ${maxAlertListeners} of them.`);
      return () => {};
    }
    this.#alertListeners.add(listener);
    return () => this.#alertListeners.delete(listener);
  }

  /** What was recorded, in the format that the Memory+ tab and the command line read. Null before the first start. */
  recording(): Recording | null {
    return this.#store?.recording() ?? null;
  }

  /** The recording as the text of a file; null before the first start. */
  exportMetrics(): string | null {
    const recording = this.recording();
    return recording && exportRecording(recording);
  }

  /** Forgets what was recorded. */
  clear(): void {
    this.#snapshots.clear();
    if (this.#store) this.#begin();
  }

  #begin(): void {
    const { origin } = this.#notes.natives;
    this.#store = new RecordingStore({
      tool: { name: 'memory-plus', version },
      created: this.#notes.now(),
      settings: this.#settings,
    });
    const url = publicUrl(this.#scope.location?.href ?? '');
    this.#store.addSource({ kind: 'page', id: 'page', startedAt: origin, url, frame: 0 });
    this.#analysis = createLeakAnalysis();
    this.#numbers = new CurrentNumbers();
    this.#nextSnapshot = this.#notes.now() + this.#snapshotInterval;
    this.#nextVerdict = 0;
    this.#alerted = false;
  }

  readonly #emit: Emit = (table, row) => {
    this.#store?.append(table, 0, row);
    this.#analysis.row(table, row);
    this.#numbers.take(table, row);
    if (table === 'capabilities') {
      const { name, available, detail } = row as Row<'capabilities'>;
      this.#capabilities[name] = { available, detail };
    }
    this.#settling.take(table, row);
    if (table === 'heap' || table === 'dom') this.#onReading(row.at);
  };

  #onReading(at: number): void {
    if (this.#snapshotInterval > 0 && at >= this.#nextSnapshot) {
      this.#nextSnapshot = at + this.#snapshotInterval;
      this.#snapshot('interval', 'every so often');
    }
    if (at < this.#nextVerdict) return;
    this.#nextVerdict = at + verdictInterval;
    this.#judge(at);
  }

  #judge(at: number): void {
    const verdict = this.#analysis.verdict(at);
    const alarming = verdict.word === 'suspect' || verdict.word === 'leak';
    if (alarming === this.#alerted) return;
    this.#alerted = alarming;
    const alert = alertOf(at, verdict, alarming);
    this.#emit('alerts', alert);
    this.#snapshot('alert', alert.state);
    for (const listener of this.#alertListeners) this.#notes.call(() => listener(alert, verdict));
  }

  /** A snapshot is also a mark, so that an exported recording shows when it was taken; its numbers are the readings before it. */
  #snapshot(reason: SnapshotReason, label: string): MetricSnapshot {
    const at = this.#notes.now();
    const text = this.#notes.labelOf(label);
    const snapshot = { at, reason, label: text, ...this.#numbers.numbers, verdict: this.analyzeTrend().word };
    this.#snapshots.add(snapshot);
    if (reason !== 'mark' && this.#store) this.#emit('marks', { at, label: this.#notes.labelOf(`snapshot: ${text}`) });
    return snapshot;
  }

  /** Resolves at the next reading after a collection. Where the page may force one, it does. */
  #settle(timeout: Milliseconds): Promise<boolean> {
    if (!this.running) return Promise.resolve(false);
    const settled = this.#settling.wait(timeout);
    const { gc } = this.#scope as { gc?: unknown };
    if (typeof gc === 'function') this.#notes.call(() => gc());
    return settled;
  }

  #isPage(): boolean {
    return typeof this.#scope.document === 'object' && typeof this.#scope.performance === 'object';
  }
}

/** The page's one monitor. */
export const memoryMonitor: MemoryMonitor = new MemoryMonitor();
