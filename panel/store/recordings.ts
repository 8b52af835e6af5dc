import type { Recording } from '@memory-plus/core/recording';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type EntryChanges, maxNameLength, maxNotesLength, pageOf, type RecordingEntry } from '../recordings/entry.ts';
import { maxKeptBytes, planEviction } from '../recordings/eviction.ts';
import { Journal } from '../recordings/journal.ts';
import type { RecordingLibrary } from '../recordings/library.ts';
import { openParts } from '../recordings/open.ts';
import { en } from '../strings/en.ts';
import { type ComparisonState, createComparison, type RecordingComparison } from './comparison.ts';
import type { Environment } from './environment.ts';
import { type Notices, said } from './notices.ts';
import type { RecordingModel } from './recording-model.ts';

/** Whether recordings can be kept here. */
export type LibraryState =
  | { readonly state: 'opening' }
  | { readonly state: 'ready' }
  | { readonly state: 'unavailable'; readonly because: string };

/** A recording that is being read from disk. */
export interface Opening {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

/** The recordings that are kept, and what a person can do with them. */
export interface Recordings {
  readonly library: ReadonlySignal<LibraryState>;
  /** The latest first. */
  readonly entries: ReadonlySignal<readonly RecordingEntry[]>;
  /** Id of the one that is being written. */
  readonly current: ReadonlySignal<string | null>;
  /** Why the last write failed; null while all is well. */
  readonly problem: ReadonlySignal<string | null>;
  /** A pinned recording that would have to go so that the present one can be kept. */
  readonly asked: ReadonlySignal<RecordingEntry | null>;
  readonly opening: ReadonlySignal<Opening | null>;
  readonly comparison: ReadonlySignal<ComparisonState>;
  /** `model` is the live recording from now on. */
  follow(model: RecordingModel): void;
  /** `model` was merged into another one and is not to be kept on its own. */
  forget(model: RecordingModel): void;
  /** Reads a recording; null where it was cancelled or cannot be read, which is said. */
  open(id: string): Promise<RecordingModel | null>;
  cancelOpening(): void;
  change(id: string, changes: EntryChanges): Promise<void>;
  /** Deletes it in a few seconds, unless the person takes it back. */
  remove(id: string): void;
  /** The person agrees to lose the pinned recording that was asked for. */
  makeRoom(): Promise<void>;
  /** Keeps a recording that came from a file, as its parts. */
  keep(model: RecordingModel, name: string, parts: readonly string[]): Promise<void>;
  compare(before: string, after: string): Promise<void>;
  endComparison(): void;
  close(): void;
}

export interface RecordingsOptions {
  readonly environment: Environment;
  readonly notices: Notices;
  readonly live: RecordingModel;
  /** What may leave the panel of a recording. */
  readonly outgoing: (recording: Recording) => Recording;
}

/** As long as the notice that offers to take it back. */
const removedAfter = 13_000;

export function createRecordings(options: RecordingsOptions): Recordings {
  return new KeptRecordings(options);
}

class KeptRecordings implements Recordings {
  readonly library: Signal<LibraryState> = signal({ state: 'opening' });
  readonly entries: Signal<readonly RecordingEntry[]> = signal([]);
  readonly current = signal<string | null>(null);
  readonly problem = signal<string | null>(null);
  readonly asked = signal<RecordingEntry | null>(null);
  readonly opening = signal<Opening | null>(null);
  readonly #options: RecordingsOptions;
  readonly #comparison: RecordingComparison;
  readonly #hidden = new Map<string, RecordingEntry>();
  #store: RecordingLibrary | null = null;
  #journal: Journal | null = null;
  #live: RecordingModel;
  #closed = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#live = options.live;
    this.#comparison = createComparison(options.notices, (id) => this.#texts(id));
    void this.#start();
  }

  follow(model: RecordingModel): void {
    this.#live = model;
    this.#journal?.follow(model);
    this.current.value = this.#journal?.current ?? null;
  }

  forget(model: RecordingModel): void {
    void this.#journal?.forget(model).then((id) => {
      if (id) void this.#delete(id);
    });
  }

  async open(id: string): Promise<RecordingModel | null> {
    const store = this.#store;
    if (!store || this.opening.value) return null;
    if (id === this.current.value) await this.#journal?.flush();
    const opening = { id, done: 0, total: await store.countParts(id) };
    this.opening.value = opening;
    try {
      return await openParts(store.parts(id), (done) => {
        if (this.opening.value?.id !== id) return false;
        this.opening.value = { ...opening, done };
        return true;
      });
    } catch (error) {
      this.#options.notices.problem(en.recordings.openFailed(said(error)));
      return null;
    } finally {
      if (this.opening.value?.id === id) this.opening.value = null;
    }
  }

  cancelOpening(): void {
    this.opening.value = null;
  }

  async change(id: string, changes: EntryChanges): Promise<void> {
    const { name, notes } = changes;
    const bounded = {
      ...changes,
      ...(name === undefined ? {} : { name: name.trim().slice(0, maxNameLength) }),
      ...(notes === undefined ? {} : { notes: notes.slice(0, maxNotesLength) }),
    };
    try {
      const changed = await this.#store?.change(id, bounded);
      if (changed) this.#show(changed);
      if (changes.pinned === false) await this.#makeRoom();
    } catch (error) {
      this.#options.notices.problem(en.recordings.notChanged(said(error)));
    }
  }

  remove(id: string): void {
    const entry = this.entries.value.find((one) => one.id === id);
    if (!entry || id === this.current.value) return;
    this.#hidden.set(id, entry);
    this.entries.value = this.entries.value.filter((one) => one !== entry);
    this.#options.environment.setTimer(() => {
      if (this.#hidden.has(id)) void this.#delete(id);
    }, removedAfter);
    this.#options.notices.undoable(en.recordings.removed(entry.name || en.recordings.unnamed), () => {
      if (this.#hidden.delete(id)) this.#show(entry);
    });
  }

  async makeRoom(): Promise<void> {
    const entry = this.asked.value;
    if (!entry) return;
    this.asked.value = null;
    await this.#delete(entry.id);
    await this.#makeRoom();
  }

  async keep(model: RecordingModel, name: string, parts: readonly string[]): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    if (bytes > maxKeptBytes / 10)
      return this.#options.notices.say(en.recordings.notKept(en.recordings.tooLargeToKeep));
    const { site, verdict } = pageOf(model);
    const { created } = model.store;
    const entry: RecordingEntry = {
      id: crypto.randomUUID(),
      name: name.slice(0, maxNameLength),
      notes: '',
      pinned: false,
      sites: site ? [site] : [],
      ...(model.span ?? { from: created, to: created }),
      verdict,
      lastAt: this.#options.environment.now(),
      rows: model.store.size,
      bytes,
      imported: true,
    };
    try {
      const store = this.#store;
      for (const [number, part] of parts.entries()) await store?.write(entry, number, part);
      if (store) this.#show(entry);
      await this.#makeRoom();
    } catch (error) {
      this.#options.notices.problem(en.recordings.notKept(said(error)));
    }
  }

  get comparison(): ReadonlySignal<ComparisonState> {
    return this.#comparison.state;
  }

  async compare(beforeId: string, afterId: string): Promise<void> {
    const [before, after] = [beforeId, afterId].map((id) => this.entries.value.find((entry) => entry.id === id));
    if (!before || !after || !this.#store) return;
    await this.#journal?.flush();
    await this.#comparison.compare(before, after);
  }

  endComparison(): void {
    this.#comparison.end();
  }

  close(): void {
    this.#closed = true;
    this.endComparison();
    const store = this.#store;
    const removed = [...this.#hidden.keys()].map((id) => this.#delete(id));
    void Promise.all([this.#journal?.stop(), ...removed]).finally(() => store?.close());
  }

  async #start(): Promise<void> {
    const { environment } = this.#options;
    try {
      // Fetched beside the first paint, which needs nothing from the disk.
      const library = await import('../recordings/library.ts');
      const store = await library.RecordingLibrary.open(() => this.#unavailable(en.recordings.closed));
      if (this.#closed) return store.close();
      this.#store = store;
      for (const entry of await store.entries()) this.#show(entry);
      this.#journal = new Journal(this.#live, {
        environment,
        outgoing: this.#options.outgoing,
        write: (entry, number, text) => this.#write(entry, number, text),
        written: (entry) => {
          this.problem.value = null;
          this.current.value = this.#journal?.current ?? null;
          this.#show(entry);
        },
        failed: (error) => {
          this.problem.value = said(error);
        },
      });
      this.library.value = { state: 'ready' };
    } catch (error) {
      this.#unavailable(said(error));
    }
  }

  #unavailable(because: string): void {
    this.#store = null;
    this.library.value = { state: 'unavailable', because };
  }

  /** A new recording, or a new part of one, first gets room. */
  async #write(entry: RecordingEntry, number: number, text: string): Promise<RecordingEntry> {
    if (!this.#store) throw new Error(en.recordings.closed);
    await this.#makeRoom(entry);
    if (this.asked.value) throw new Error(en.recordings.full);
    return this.#store.write(entry, number, text);
  }

  /** Deletes what may go without asking. What it would have to ask for stands in `asked` then. */
  async #makeRoom(writing?: RecordingEntry): Promise<void> {
    const others = this.entries.value.filter(({ id }) => id !== writing?.id);
    const { evict, ask } = planEviction(writing ? [...others, writing] : others, {
      current: writing?.id ?? this.current.value,
      now: this.#options.environment.now(),
    });
    for (const { id } of evict) await this.#delete(id);
    this.asked.value = ask;
  }

  async #texts(id: string): Promise<string[]> {
    const texts: string[] = [];
    if (this.#store) for await (const text of this.#store.parts(id)) texts.push(text);
    return texts;
  }

  async #delete(id: string): Promise<void> {
    this.#hidden.delete(id);
    this.entries.value = this.entries.value.filter((entry) => entry.id !== id);
    try {
      await this.#store?.remove(id);
    } catch (error) {
      this.#options.notices.problem(en.recordings.notRemoved(said(error)));
    }
  }

  #show(entry: RecordingEntry): void {
    const others = this.entries.value.filter(({ id }) => id !== entry.id);
    this.entries.value = [...others, entry].sort((a, b) => b.to - a.to);
  }
}
