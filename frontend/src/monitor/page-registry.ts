import type { Row, TableName } from '@memory-plus/core/model';

/** Where monitors that the page itself runs can be found by the extension: an array of `PageMonitor`. */
export const registryKey: unique symbol = Symbol.for('memory-plus.monitors');

/** Tables that a page may fill from its own code. */
export const pageTables = ['caches', 'marks', 'retained', 'renders', 'slowRenders'] as const satisfies TableName[];
export type PageTable = (typeof pageTables)[number];

export type PageRow = { [K in PageTable]: readonly [table: K, row: Row<K>] }[PageTable];

/** What the page library offers to whoever monitors the page. */
export interface PageMonitor {
  readonly version: 1;
  /** Rows noted since `cursor` (0 at first), the newest bounded number of them, and the cursor for the next call. */
  read(cursor: number): { readonly cursor: number; readonly rows: readonly PageRow[] };
  /** A collection was noticed: time to look which watched objects are still alive. */
  collected(): void;
  /** One watched object of a label that is alive, for DevTools to show; absent in earlier copies of the library. */
  find?(what: Row<'retained'>['what'], label: string): object | null;
}

/** Puts a monitor where the extension finds it. */
export function register(scope: object, monitor: PageMonitor): () => void {
  const holder = scope as { [registryKey]?: PageMonitor[] };
  holder[registryKey] ??= [];
  holder[registryKey].push(monitor);
  return () => {
    const monitors = holder[registryKey] ?? [];
    const index = monitors.indexOf(monitor);
    if (index >= 0) monitors.splice(index, 1);
    if (monitors.length === 0) delete holder[registryKey];
  };
}
