import type { Row } from '@memory-plus/core/model';
import type { PageRow, PageTable } from './page-registry.ts';

/** Rows kept for those who have not read them yet; the oldest go first. */
export const maxPageRows = 2_000;

/** What the page's own code told, for any number of readers, each with a cursor of its own. */
export class PageRows {
  #rows: PageRow[] = [];
  /** Rows that were put in before the first one kept. */
  #before = 0;

  put<K extends PageTable>(table: K, row: Row<K>): void {
    this.#rows.push([table, row] as unknown as PageRow);
    if (this.#rows.length <= maxPageRows) return;
    const surplus = Math.ceil(maxPageRows / 10);
    this.#rows.splice(0, surplus);
    this.#before += surplus;
  }

  /** Rows since `cursor`; all that are kept for a cursor that makes no sense. */
  read(cursor: number): { cursor: number; rows: readonly PageRow[] } {
    const end = this.#before + this.#rows.length;
    const from = cursor >= this.#before && cursor <= end ? cursor - this.#before : 0;
    return { cursor: end, rows: this.#rows.slice(from) };
  }
}
