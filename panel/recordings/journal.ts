import { exportRecording, type Position, type Recording } from '@memory-plus/core/recording';
import type { Environment } from '../store/environment.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { pageOf, type RecordingEntry, withSite } from './entry.ts';

/** What is recorded is on disk so soon: with the page's own 250 ms, a crash costs less than two seconds. */
export const writeInterval = 1_000;
/** After a write that failed. Nothing is lost meanwhile: the next one writes what the last one could not. */
const retryInterval = 10_000;
/** A part that is full is never written again; only the last one is, each second. */
const rowsPerPart = 2_000;

export interface JournalOptions {
  readonly environment: Pick<Environment, 'now' | 'setTimer' | 'clearTimer'>;
  /** What may be kept of a part. */
  outgoing(part: Recording): Recording;
  /** Answers the entry as it was written. */
  write(entry: RecordingEntry, number: number, text: string): Promise<RecordingEntry>;
  written(entry: RecordingEntry): void;
  failed(error: unknown): void;
}

/** How far the writing of one recording has come. */
interface Progress {
  entry: RecordingEntry;
  /** Number of the part that is being written, where it begins, and the bytes of those before it. */
  part: number;
  from: Position;
  bytesBefore: number;
  /** Rows that were given and lost when it was last written. */
  seen: string;
}

/** Writes the live recording to disk as it grows, and each recording on from where it was when it becomes the live one again. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #progress = new WeakMap<RecordingModel, Progress>();
  #model: RecordingModel;
  #timer: unknown = null;
  #before: Promise<void> = Promise.resolve();

  constructor(model: RecordingModel, options: JournalOptions) {
    this.#options = options;
    this.#model = model;
    this.#schedule(writeInterval);
  }

  /** Id of the live recording; null until there is anything to keep. */
  get current(): string | null {
    return this.#progress.get(this.#model)?.entry.id ?? null;
  }

  /** From now on `model` is the live one. */
  follow(model: RecordingModel): void {
    void this.flush();
    this.#model = model;
  }

  /** Ends the writing of `model`. Answers the id that it was kept under. */
  async forget(model: RecordingModel): Promise<string | null> {
    await this.#before;
    const id = this.#progress.get(model)?.entry.id ?? null;
    this.#progress.delete(model);
    return id;
  }

  /** Writes what is new. Resolves when it is on disk or could not be brought there. */
  flush(): Promise<void> {
    const model = this.#model;
    this.#before = this.#before.then(async () => void (await this.#write(model)));
    return this.#before;
  }

  stop(): Promise<void> {
    this.#options.environment.clearTimer(this.#timer);
    return this.flush();
  }

  #schedule(delay: number): void {
    const { environment } = this.#options;
    this.#timer = environment.setTimer(() => {
      const model = this.#model;
      this.#before = this.#before.then(async () => {
        this.#schedule((await this.#write(model)) ? writeInterval : retryInterval);
      });
    }, delay);
  }

  /** Whether all is well. */
  async #write(model: RecordingModel): Promise<boolean> {
    const { store } = model;
    const progress = this.#progress.get(model) ?? this.#begin(model);
    const seen = `${[...store.position.values()]} ${model.dropped}`;
    if (!progress || progress.seen === seen) return true;
    const part = store.since(progress.from);
    const rows = Object.values(part.tables).reduce((sum, { at }) => sum + at.length, 0);
    const end = store.position;
    const text = exportRecording(this.#options.outgoing(part));
    const { site, verdict } = pageOf(model);
    let entry: RecordingEntry = {
      ...progress.entry,
      ...model.span,
      sites: withSite(progress.entry.sites, site),
      verdict,
      lastAt: this.#options.environment.now(),
      rows: store.size,
      bytes: progress.bytesBefore + text.length,
    };
    try {
      entry = await this.#options.write(entry, progress.part, text);
    } catch (error) {
      this.#options.failed(error);
      return false;
    }
    const full = rows >= rowsPerPart;
    this.#progress.set(model, {
      entry,
      part: progress.part + (full ? 1 : 0),
      from: full ? end : progress.from,
      bytesBefore: full ? entry.bytes : progress.bytesBefore,
      seen,
    });
    this.#options.written(entry);
    return true;
  }

  /** A recording is kept from its first reading on: that a page began is not worth keeping alone. */
  #begin(model: RecordingModel): Progress | null {
    const { store } = model;
    if (store.size <= store.rows('lifecycle') + store.rows('capabilities')) return null;
    const entry: RecordingEntry = {
      id: crypto.randomUUID(),
      name: '',
      notes: '',
      pinned: false,
      sites: [],
      from: store.created,
      to: store.created,
      lastAt: store.created,
      rows: 0,
      verdict: null,
      bytes: 0,
      imported: false,
    };
    return { entry, part: 0, from: new Map(), bytesBefore: 0, seen: '' };
  }
}
