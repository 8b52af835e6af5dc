import { sayBytesIn } from '@memory-plus/core/analysis';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createPairing, type Pairing } from '../pairing/pairing.ts';
import type { Platform } from '../platform/platform.ts';
import type { RecordingEntry } from '../recordings/entry.ts';
import { en } from '../strings/en.ts';
import { startImport, startSnapshotWorker } from '../workers/start.ts';
import { type Beat, createBeat } from './beat.ts';
import { topPage } from './collect-and-hear.ts';
import { type ComponentSources, SourcesOfComponents } from './component-sources.ts';
import type { Environment } from './environment.ts';
import { createExports, type Exports } from './exports.ts';
import { createGuidedCheck, type GuidedCheck } from './guided-check.ts';
import { createImporter, type Importer } from './importer.ts';
import { createKeptPreferences, type KeptPreferences } from './kept-preferences.ts';
import { createLeakTools, type LeakTools } from './leak-tools.ts';
import { LivePages } from './live-pages.ts';
import { createNotices, type Notices, said } from './notices.ts';
import { createOpened, type Opened } from './opened.ts';
import { createOutgoing } from './outgoing.ts';
import { ComponentsOfPage, type PageComponents } from './page-components.ts';
import { type PageConnection, watchPage } from './page-connection.ts';
import { type Preferences, settingsOf } from './preferences.ts';
import { RecordingModel } from './recording-model.ts';
import { createRecordings, type Recordings } from './recordings.ts';
import { createSelection, type Selection } from './selection.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';
import type { SourceState } from './source-state.ts';
import { createStopwatch } from './stopwatch.ts';
import { Stretches } from './stretch.ts';
import { createTour, type Tour } from './tour.ts';

/** The state of the panel and everything that a person can do in it. Views read the signals and call the actions. */
export interface Panel extends Opened {
  readonly platform: Platform;
  readonly pages: LivePages;
  readonly pairing: Pairing;
  readonly snapshots: Snapshots;
  readonly recordings: Recordings;
  readonly check: GuidedCheck;
  readonly components: PageComponents;
  readonly sources: ComponentSources;
  readonly tour: Tour;
  readonly exports: Exports;
  readonly notices: Notices;
  readonly selection: Selection;
  readonly connection: ReadonlySignal<PageConnection>;
  readonly leaks: LeakTools;
  readonly importer: Importer;
  readonly preferences: ReadonlySignal<Preferences>;
  /** The same, with where they are kept, and how to change them. */
  readonly kept: KeptPreferences;
  readonly recording: ReadonlySignal<boolean>;
  readonly collecting: ReadonlySignal<boolean>;
  /** Frames that are not monitored because there are too many. */
  readonly refusedFrames: ReadonlySignal<number>;
  /** Changes when the data of `model` changed; at most four times a second. */
  readonly revision: ReadonlySignal<number>;
  /** What is shown: the live recording or an imported one. */
  readonly model: ReadonlySignal<RecordingModel>;
  /** The sources that the views show figures of: of the stretch that was selected, else of all that was recorded. */
  readonly shown: ReadonlySignal<readonly SourceState[]>;
  /** Milliseconds that were recorded, without pauses. */
  recorded(): number;
  now(): number;
  /** Draws anew each second, for what counts down. Answers how to end it. */
  eachSecond(): () => void;
  toggleRecording(): void;
  mark(label?: string): void;
  collectGarbage(): Promise<void>;
  clear(): void;
  exportKept(entry: RecordingEntry): Promise<void>;
  prefer(changes: Partial<Preferences>): void;
  requestAccess(pattern: string): Promise<void>;
  close(): void;
}

/** `startWorker`: where files are read; tests without threads have one of their own. */
export function createPanel(platform: Platform, environment: Environment, startWorker = startImport): Panel {
  return new PanelState(platform, environment, startWorker);
}

class PanelState implements Panel {
  readonly platform: Platform;
  readonly pages = new LivePages();
  readonly pairing: Pairing;
  readonly snapshots: Snapshots;
  readonly recordings: Recordings;
  readonly check: GuidedCheck;
  readonly components: ComponentsOfPage;
  readonly sources: ComponentSources;
  readonly tour: Tour;
  readonly exports: Exports;
  readonly notices: Notices;
  readonly selection: Selection = createSelection();
  readonly connection: Signal<PageConnection> = signal({ state: 'waiting' });
  readonly kept: KeptPreferences;
  readonly leaks: LeakTools;
  readonly importer: Importer;
  readonly collecting = signal(false);
  readonly refusedFrames = signal(0);
  readonly model = computed((): RecordingModel => this.imported.value?.model ?? this.#live.value);
  readonly shown = computed(() => this.#shown());
  readonly #environment: Environment;
  readonly #beat: Beat;
  readonly #opened: Opened;
  readonly #live: Signal<RecordingModel>;
  readonly #page: ReturnType<typeof watchPage>;
  readonly #watch: ReturnType<typeof createStopwatch>;
  readonly #stopResponses: () => void;
  readonly #stretches = new Stretches();
  #marks = 0;

  constructor(platform: Platform, environment: Environment, startWorker: typeof startImport) {
    this.platform = platform;
    this.#environment = environment;
    this.#beat = createBeat(environment);
    this.#watch = createStopwatch(() => environment.now());
    this.notices = createNotices(environment);
    this.kept = createKeptPreferences({
      platform,
      notices: this.notices,
      changed: (preferences) => this.#apply(preferences),
      writer: crypto.randomUUID(),
    });
    this.#live = signal(this.#emptyModel());
    this.tour = createTour(platform);
    this.snapshots = createSnapshots(platform, startSnapshotWorker);
    const outgoing = createOutgoing(() => this.preferences.value.stripPaths);
    this.importer = createImporter({ notices: this.notices, startWorker });
    this.recordings = createRecordings({
      environment,
      notices: this.notices,
      live: this.#live.value,
      outgoing: (recording) => outgoing.strip(recording),
    });
    const { notices, selection, recordings, importer } = this;
    this.#opened = createOpened({ recordings, importer, selection });
    this.exports = createExports({
      platform,
      notices,
      now: () => environment.now(),
      model: () => this.model.value,
      preferences: () => this.preferences.value,
      outgoing,
      name: () => this.imported.value?.name ?? null,
    });
    const live = () => this.#live.value;
    this.check = createGuidedCheck({
      platform,
      environment,
      notices,
      model: live,
      mark: (label) => this.mark(label),
    });
    this.pairing = createPairing({ platform, environment, model: live, changed: () => this.#beat.changed() });
    this.components = new ComponentsOfPage({
      pages: this.pages,
      environment,
      link: () => this.#page.link,
      frame: this.selection.frame,
      imported: this.imported,
      recording: this.recording,
    });
    this.sources = new SourcesOfComponents(platform, environment, this.components);
    this.#page = watchPage({
      components: this.components,
      platform,
      settings: settingsOf(this.preferences.value),
      pages: this.pages,
      connection: this.connection,
      refusedFrames: this.refusedFrames,
      model: live,
      changed: () => this.#beat.changed(),
      setTimer: (callback, delay) => environment.setTimer(callback, delay),
    });
    this.#stopResponses = platform.onResponse((caching) => {
      topPage(this.#live.value)?.httpCaching.add(caching);
      this.#beat.changed();
    });
    this.leaks = createLeakTools({
      platform,
      environment,
      notices,
      link: () => this.#page.link,
      live: this.#live,
      shown: this.model,
      changed: () => this.#beat.now(),
    });
  }

  get preferences(): ReadonlySignal<Preferences> {
    return this.kept.value;
  }

  get revision(): ReadonlySignal<number> {
    return this.#beat.revision;
  }

  get recording(): ReadonlySignal<boolean> {
    return this.#watch.running;
  }

  now(): number {
    return this.#environment.now();
  }

  eachSecond(): () => void {
    let timer: unknown = null;
    const again = () => {
      this.#beat.changed();
      timer = this.#environment.setTimer(again, 1_000);
    };
    again();
    return () => this.#environment.clearTimer(timer);
  }

  recorded(): number {
    return this.#watch.elapsed();
  }

  toggleRecording(): void {
    this.#watch.toggle();
    this.#page.link.record(this.recording.value);
  }

  mark(label?: string): void {
    this.#marks++;
    this.#page.link.mark(label?.trim() || en.toolbar.markLabel(this.#marks));
    this.#beat.changed();
  }

  async collectGarbage(): Promise<void> {
    if (this.collecting.value) return;
    this.collecting.value = true;
    try {
      await this.platform.collectGarbage();
    } catch (error) {
      this.notices.problem(said(error));
    } finally {
      this.collecting.value = false;
    }
  }

  clear(): void {
    const cleared = this.#live.value;
    const recordedBefore = this.recorded();
    const marks = this.#marks;
    this.#startAnew(0, this.#emptyModel());
    this.notices.undoable(en.notices.cleared, () => {
      const since = this.#live.value;
      cleared.take(since);
      this.#marks += marks;
      this.#startAnew(recordedBefore + this.recorded(), cleared);
      this.recordings.forget(since);
    });
  }

  get imported(): Opened['imported'] {
    return this.#opened.imported;
  }

  importFile(file: File): Promise<void> {
    return this.#opened.importFile(file);
  }

  openKept(entry: RecordingEntry): Promise<void> {
    return this.#opened.openKept(entry);
  }

  backToLive(): void {
    this.#opened.backToLive();
  }

  async exportKept({ id }: RecordingEntry): Promise<void> {
    const model = await this.recordings.open(id);
    if (model) this.exports.jsonOf(model);
  }

  prefer(changes: Partial<Preferences>): void {
    this.kept.set(changes);
  }

  async requestAccess(pattern: string): Promise<void> {
    try {
      if (await this.platform.requestAccess(pattern)) this.platform.reloadPage();
      else this.notices.say(en.notices.accessRefused);
    } catch (error) {
      this.notices.problem(said(error));
    }
  }

  close(): void {
    this.#page.link.close();
    this.kept.close();
    this.#stopResponses();
    this.leaks.close();
    this.pairing.close();
    this.snapshots.close();
    this.recordings.close();
  }

  #startAnew(recorded: number, model: RecordingModel): void {
    this.#watch.set(recorded);
    this.#live.value = model;
    this.pages.introduce(model);
    this.pairing.introduce(model);
    this.recordings.follow(model);
    this.selection.reset();
    this.#beat.now();
  }

  #shown(): readonly SourceState[] {
    const model = this.model.value;
    const range = this.selection.range.value;
    if (!range) {
      this.#stretches.forget();
      return model.states;
    }
    this.revision.value;
    return this.#stretches.of(model, range);
  }

  #emptyModel(): RecordingModel {
    return RecordingModel.empty(this.platform.version, this.now(), settingsOf(this.preferences.value));
  }

  #apply(preferences: Preferences): void {
    const settings = settingsOf(preferences);
    sayBytesIn(preferences.units);
    this.#page.link.settings(settings);
    this.#live.value.store.settings = settings;
    this.#beat.now();
  }
}
