import type { Milliseconds, Row, TableName } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';

/**
 * Waits until what is garbage now has been collected and the numbers are read again: until the next heap floor, or, where there is no
 * heap, until the elements are counted after a collection (at all, where collections are not seen either).
 */
export class Settling {
  readonly #natives: Natives;
  #waiting: (() => void)[] = [];
  /** A collection was seen and the elements are not counted since. */
  #collected = false;

  constructor(natives: Natives) {
    this.#natives = natives;
  }

  /** Takes each row as it is told. */
  take(table: TableName, row: Row<TableName>): void {
    if (table === 'collections') this.#collected = true;
    const settled = table === 'heap' ? (row as Row<'heap'>).floor : table === 'dom' && this.#isCounted();
    if (settled) for (const go of this.#waiting.splice(0)) go();
  }

  /** False when it did not happen in time. */
  wait(timeout: Milliseconds): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#natives.setTimeout(() => resolve(false), timeout);
      this.#waiting.push(() => {
        this.#natives.clearTimeout(timer);
        resolve(true);
      });
    });
  }

  #isCounted(): boolean {
    const { readHeap, FinalizationRegistry: seesCollections } = this.#natives;
    const counted = !readHeap && (this.#collected || !seesCollections);
    this.#collected = false;
    return counted;
  }
}
