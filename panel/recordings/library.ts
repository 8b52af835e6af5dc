import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { EntryChanges, RecordingEntry } from './entry.ts';

/** A stretch of a recording as exported JSON. Its parts in order are the recording. */
interface Part {
  readonly recording: string;
  readonly number: number;
  readonly text: string;
}

interface Schema extends DBSchema {
  entries: { key: string; value: RecordingEntry };
  parts: { key: [recording: string, number: number]; value: Part };
}

export const databaseName = 'memory-plus-recordings';

/** The recordings that were kept, on this machine's disk. Each write is one transaction: it happens whole or not at all. */
export class RecordingLibrary {
  readonly #database: IDBPDatabase<Schema>;

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** Rejects where the browser gives no storage. `onClosed`: the browser closed it, or a newer version of Memory+ wants it. */
  static async open(onClosed: () => void): Promise<RecordingLibrary> {
    const database = await openDB<Schema>(databaseName, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'id' });
        fresh.createObjectStore('parts', { keyPath: ['recording', 'number'] });
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        onClosed();
      },
      terminated: onClosed,
    });
    return new RecordingLibrary(database);
  }

  entries(): Promise<readonly RecordingEntry[]> {
    return this.#database.getAll('entries');
  }

  /** Writes one part (again) together with what the list shows. Answers the entry as it stands: what a person changed of it stays. */
  async write(entry: RecordingEntry, number: number, text: string): Promise<RecordingEntry> {
    const change = this.#database.transaction(['entries', 'parts'], 'readwrite');
    const entries = change.objectStore('entries');
    const known = await entries.get(entry.id);
    const { name, notes, pinned } = known ?? entry;
    const written = { ...entry, name, notes, pinned };
    await Promise.all([
      entries.put(written),
      change.objectStore('parts').put({ recording: entry.id, number, text }),
      change.done,
    ]);
    return written;
  }

  /** Answers the changed entry; null where it is gone. */
  async change(id: string, changes: EntryChanges): Promise<RecordingEntry | null> {
    const change = this.#database.transaction('entries', 'readwrite');
    const known = await change.store.get(id);
    const changed = known ? { ...known, ...changes } : null;
    if (changed) await change.store.put(changed);
    await change.done;
    return changed;
  }

  /** How many parts a recording has. */
  countParts(id: string): Promise<number> {
    return this.#database.count('parts', partsOf(id));
  }

  /** The parts of a recording in order, one at a time. */
  async *parts(id: string): AsyncGenerator<string> {
    for (const key of await this.#database.getAllKeys('parts', partsOf(id))) {
      const part = await this.#database.get('parts', key);
      if (part) yield part.text;
    }
  }

  async remove(id: string): Promise<void> {
    const change = this.#database.transaction(['entries', 'parts'], 'readwrite');
    await Promise.all([
      change.objectStore('entries').delete(id),
      change.objectStore('parts').delete(partsOf(id)),
      change.done,
    ]);
  }

  close(): void {
    this.#database.close();
  }
}

function partsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);
}
