import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Platform, StorageArea } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import { type Notices, said } from './notices.ts';
import { defaultPreferences, type Preferences, parsePreferences, samePreferences } from './preferences.ts';

export const preferencesKey = 'preferences';

/** Where the preferences are kept: on all machines of the person, or, where the browser refuses that, on this one. */
export type KeptWhere = { readonly place: 'everywhere' } | { readonly place: 'here'; readonly because: string };

/** What a person set: kept, the same in every window, and on other machines where the browser does that. */
export interface KeptPreferences {
  readonly value: ReadonlySignal<Preferences>;
  readonly where: ReadonlySignal<KeptWhere>;
  set(changes: Partial<Preferences>): void;
  /** Back to the defaults; can be undone. */
  reset(): void;
  close(): void;
}

export interface KeptPreferencesOptions {
  readonly platform: Pick<Platform, 'read' | 'write' | 'onWritten'>;
  readonly notices: Notices;
  readonly changed: (preferences: Preferences) => void;
  /** Tells the writing of this window from that of others. */
  readonly writer: string;
}

/** As it is stored. `onlyHere`: the copy on this machine is newer, as the browser refused to keep it everywhere. */
interface Stored extends Preferences {
  readonly writer: string;
  readonly onlyHere?: true;
}

export function createKeptPreferences(options: KeptPreferencesOptions): KeptPreferences {
  return new SyncedPreferences(options);
}

class SyncedPreferences implements KeptPreferences {
  readonly value: Signal<Preferences> = signal(defaultPreferences);
  readonly where: Signal<KeptWhere> = signal({ place: 'everywhere' });
  readonly close: () => void;
  readonly #options: KeptPreferencesOptions;
  #changedHere = false;
  #saved: Promise<void> = Promise.resolve();

  constructor(options: KeptPreferencesOptions) {
    this.#options = options;
    this.close = options.platform.onWritten(preferencesKey, (area, value) => this.#written(area, value));
    void this.#restore();
  }

  set(changes: Partial<Preferences>): void {
    this.#changedHere = true;
    this.#take({ ...this.value.value, ...changes });
    this.#saved = this.#saved.then(() => this.#save());
  }

  reset(): void {
    const before = this.value.value;
    this.set(defaultPreferences);
    this.#options.notices.undoable(en.preferences.wasReset, () => this.set(before));
  }

  #take(preferences: Preferences): void {
    if (samePreferences(preferences, this.value.value)) return;
    this.value.value = preferences;
    this.#options.changed(preferences);
  }

  async #restore(): Promise<void> {
    const { platform } = this.#options;
    const [here, everywhere] = await Promise.all([
      platform.read('local', preferencesKey).catch(() => undefined),
      platform.read('sync', preferencesKey).catch((error) => {
        this.where.value = { place: 'here', because: said(error) };
      }),
    ]);
    if (this.#changedHere) return;
    const stored = everywhere === undefined || isOnlyHere(here) ? here : everywhere;
    if (stored !== undefined) this.#take(parsePreferences(stored));
  }

  async #save(): Promise<void> {
    const { platform, notices, writer } = this.#options;
    const stored: Stored = { ...this.value.value, writer };
    try {
      await platform.write('sync', preferencesKey, stored);
      this.where.value = { place: 'everywhere' };
      await platform.write('local', preferencesKey, stored);
    } catch (error) {
      this.where.value = { place: 'here', because: said(error) };
      await platform
        .write('local', preferencesKey, { ...stored, onlyHere: true } satisfies Stored)
        .catch((problem) => notices.problem(en.notices.notSaved(said(problem))));
    }
  }

  /** Another window, or another machine, wrote. */
  #written(area: StorageArea, value: unknown): void {
    if (value === undefined || writerOf(value) === this.#options.writer) return;
    if (area === 'sync' || (area === 'local' && isOnlyHere(value))) this.#take(parsePreferences(value));
  }
}

function isOnlyHere(stored: unknown): boolean {
  return typeof stored === 'object' && stored !== null && (stored as Partial<Stored>).onlyHere === true;
}

function writerOf(stored: unknown): unknown {
  return typeof stored === 'object' && stored !== null ? (stored as Partial<Stored>).writer : undefined;
}
