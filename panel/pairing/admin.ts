import { sayBytes, sayDuration } from '@memory-plus/core/analysis';
import type { Bytes, EpochMs, Milliseconds, Row } from '@memory-plus/core/model';
import type {
  Cleared,
  Collected,
  Configured,
  DetectorSettings,
  LeakCheck,
  SnapshotEntry,
  SnapshotTaken,
} from '@memory-plus/core/protocol/backend';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Environment } from '../store/environment.ts';
import { en } from '../strings/en.ts';
import type { SchemaPick } from './ask.ts';
import { type Download, download } from './download.ts';
import { type Sent, send } from './send.ts';

const text = en.pairing;

/** What each action answers. */
export interface AdminResults {
  readonly gc: Collected;
  readonly 'leak-check': LeakCheck;
  readonly snapshot: SnapshotTaken;
  readonly configure: Configured;
  readonly 'clear-history': Cleared;
}
export type AdminAction = keyof AdminResults;

/** Where an action stands. `running`: sent, and no answer yet. */
export type Outcome<A extends AdminAction> =
  | { readonly state: 'running'; readonly since: EpochMs }
  | Sent<AdminResults[A]>;

/** A snapshot on its way from the server; null while there is none. */
export type Fetching =
  | { readonly state: 'fetching'; readonly bytes: Bytes; readonly expected: Bytes }
  | (Download & { readonly ok: false; readonly state: 'failed' });

/** What may be changed on a backend. Each action is under way once at most, and none is ever repeated by itself. */
export interface Admin {
  readonly outcomes: { readonly [A in AdminAction]: ReadonlySignal<Outcome<A> | null> };
  readonly fetching: ReadonlySignal<Fetching | null>;
  collect(): Promise<void>;
  check(): Promise<void>;
  /** `expectedPause`: what the server said that it would take. */
  snapshot(expectedPause: Milliseconds): Promise<void>;
  configure(changes: Partial<DetectorSettings>): Promise<void>;
  clearHistory(): Promise<void>;
  /** Fetches stored snapshots, one after the other, without the contents of their strings. Null where one cannot be had; `fetching` says why. */
  fetchSnapshots(entries: readonly SnapshotEntry[]): Promise<readonly File[] | null>;
  cancelFetch(): void;
  /** Takes an outcome off the screen. */
  dismiss(action: AdminAction): void;
}

export interface AdminOptions {
  readonly api: string;
  /** For the names of files. */
  readonly name: () => string;
  readonly token: () => string | null;
  readonly environment: Environment;
  /** Writes it into the recording. */
  readonly record: (row: Row<'actions'>) => void;
  /** The server has changed: what it tells may be asked again. */
  readonly changed: () => void;
}

const patience: Milliseconds = 60_000;
const longestPatience: Milliseconds = 600_000;

export function createAdmin(options: AdminOptions): Admin {
  return new AdminActions(options);
}

class AdminActions implements Admin {
  readonly outcomes = {
    gc: signal<Outcome<'gc'> | null>(null),
    'leak-check': signal<Outcome<'leak-check'> | null>(null),
    snapshot: signal<Outcome<'snapshot'> | null>(null),
    configure: signal<Outcome<'configure'> | null>(null),
    'clear-history': signal<Outcome<'clear-history'> | null>(null),
  };
  readonly fetching: Signal<Fetching | null> = signal(null);
  readonly #options: AdminOptions;
  #fetch: AbortController | null = null;

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  collect(): Promise<void> {
    return this.#run('gc', 'gc', {}, (schemas) => schemas.collectedSchema);
  }

  check(): Promise<void> {
    return this.#run('leak-check', 'leaks/check', {}, (schemas) => schemas.leakCheckSchema);
  }

  snapshot(expectedPause: Milliseconds): Promise<void> {
    const wait = Math.min(longestPatience, patience + 10 * expectedPause);
    return this.#run('snapshot', 'leaks/snapshot', {}, (schemas) => schemas.snapshotTakenSchema, wait);
  }

  configure(changes: Partial<DetectorSettings>): Promise<void> {
    return this.#run('configure', 'leaks/configure', changes, (schemas) => schemas.configuredSchema);
  }

  clearHistory(): Promise<void> {
    return this.#run('clear-history', 'leaks/clear-history', {}, (schemas) => schemas.clearedSchema);
  }

  async fetchSnapshots(entries: readonly SnapshotEntry[]): Promise<readonly File[] | null> {
    if (this.#fetch) return null;
    this.#fetch = new AbortController();
    const { signal: ending } = this.#fetch;
    const { api, token, environment, name } = this.#options;
    const files: File[] = [];
    // What is redacted is a little smaller than what the server stores: the expectation is an upper end.
    const expected = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    let before = 0;
    for (const { id, at } of entries) {
      const progress = (bytes: Bytes) => {
        this.fetching.value = { state: 'fetching', bytes: before + bytes, expected };
      };
      progress(0);
      const url = `${api}/leaks/snapshots/${encodeURIComponent(id)}`;
      const file = { url, name: snapshotName(name(), at), token: token(), signal: ending, progress };
      const answer = await download(file, environment);
      if (!answer.ok) {
        this.#fetch = null;
        this.fetching.value = ending.aborted ? null : { ...answer, state: 'failed' };
        return null;
      }
      files.push(answer.file);
      before += answer.file.size;
    }
    this.#fetch = null;
    this.fetching.value = null;
    return files;
  }

  cancelFetch(): void {
    this.#fetch?.abort();
  }

  dismiss(action: AdminAction): void {
    if (this.outcomes[action].value?.state !== 'running') this.outcomes[action].value = null;
  }

  async #run<A extends AdminAction>(
    action: A,
    path: string,
    body: object,
    schema: SchemaPick<AdminResults[A]>,
    wait = patience,
  ): Promise<void> {
    const outcome = this.outcomes[action] as Signal<Outcome<A> | null>;
    if (outcome.value?.state === 'running') return;
    const { api, token, environment, record, changed } = this.#options;
    outcome.value = { state: 'running', since: environment.now() };
    const sent = await send({ url: `${api}/${path}`, token: token(), body, schema, patience: wait }, environment);
    outcome.value = sent;
    record({ at: sent.at, action, result: sent.state, detail: say(action, sent) });
    changed();
  }
}

/** What came of it, in a few words for the recording. */
function say<A extends AdminAction>(action: A, sent: Sent<AdminResults[A]>): string {
  if (sent.state === 'unknown') return sent.detail;
  if (sent.state === 'refused') return `HTTP ${sent.status}${sent.detail === '' ? '' : `: ${sent.detail}`}`;
  return sayResult[action](sent.value);
}

const sayResult: { readonly [A in AdminAction]: (value: AdminResults[A]) => string } = {
  gc: ({ before, after }) => `${sayBytes(before)} → ${sayBytes(after)}`,
  'leak-check': ({ verdict }) => verdict.word,
  snapshot: ({ snapshot }) => text.stoodStill(sayBytes(snapshot.bytes), sayDuration(snapshot.pause)),
  configure: ({ settings }) => (settings.enabled ? text.detectorOn : text.detectorOff),
  'clear-history': ({ reports, alerts }) =>
    text.forgotten(en.backend.admin.reports(reports), en.backend.admin.alerts(alerts)),
};

/** `api-2026-03-02T09-00-00.heapsnapshot` */
function snapshotName(server: string, at: EpochMs): string {
  const moment = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${server.replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}-${moment}.heapsnapshot`;
}
