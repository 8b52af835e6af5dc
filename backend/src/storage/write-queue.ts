import { pushBounded } from '../common/utils/structures.ts';
import type { StoredRecord } from './records.ts';
import type { Rows } from './series.ts';

/** What is to be written in one transaction. */
export interface Batch extends Rows {
  readonly records: readonly StoredRecord[];
}

/** A day of samples, one each 5 s, is 17,280. */
const mostRows = 20_000;
const mostRecords = 1_000;
const rowsOfBatch = 1_000;
const recordsOfBatch = 100;

/** What waits for the database: bounded; when it is down for too long the oldest goes and is counted. */
export class WriteQueue {
  readonly #lists = {
    samples: [] as Rows['samples'],
    collections: [] as Rows['collections'],
    records: [] as StoredRecord[],
  };
  /** How much of the front is being written. */
  #taken = { samples: 0, collections: 0, records: 0 };
  #dropped = 0;
  #written = 0;
  #refused = 0;

  sample(row: Rows['samples'][number]): void {
    this.#add('samples', this.#lists.samples, row, mostRows);
  }

  collection(row: Rows['collections'][number]): void {
    this.#add('collections', this.#lists.collections, row, mostRows);
  }

  record(record: StoredRecord): void {
    this.#add('records', this.#lists.records, record, mostRecords);
  }

  /** The oldest of all kinds; they stay until `written` or `refused` is called. */
  take(): Batch {
    const batch = {
      samples: this.#lists.samples.slice(0, rowsOfBatch),
      collections: this.#lists.collections.slice(0, rowsOfBatch),
      records: this.#lists.records.slice(0, recordsOfBatch),
    };
    for (const kind of kinds) this.#taken[kind] = batch[kind].length;
    return batch;
  }

  /** What was taken is stored. */
  written(): void {
    this.#written += this.#forget();
  }

  /** What was taken can never be stored. */
  refused(): void {
    this.#refused += this.#forget();
  }

  get size(): number {
    return kinds.reduce((sum, kind) => sum + this.#lists[kind].length, 0);
  }

  statistics() {
    const capacity = 2 * mostRows + mostRecords;
    return { waiting: this.size, capacity, written: this.#written, dropped: this.#dropped, refused: this.#refused };
  }

  #add<T>(kind: Kind, list: T[], item: T, most: number): void {
    const dropped = pushBounded(list, item, most);
    this.#dropped += dropped;
    // What is dropped while it is being written is no longer at the front.
    this.#taken[kind] = Math.max(0, this.#taken[kind] - dropped);
  }

  #forget(): number {
    let count = 0;
    for (const kind of kinds) count += this.#lists[kind].splice(0, this.#taken[kind]).length;
    this.#taken = { samples: 0, collections: 0, records: 0 };
    return count;
  }
}

const kinds = ['samples', 'collections', 'records'] as const;
type Kind = (typeof kinds)[number];
