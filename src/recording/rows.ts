import { type EpochMs, type Row, type TableName, tables } from '../model/index.ts';
import type { Recording } from './format.ts';

/** The rows of a table in the order they were recorded; of one source where `source` (an index) is given, of one stretch where `within` is. */
export function* rowsOf<K extends TableName>(
  recording: Pick<Recording, 'tables'>,
  table: K,
  source?: number,
  within?: { readonly from: EpochMs; readonly to: EpochMs },
): Generator<Row<K> & { readonly source: number }> {
  const columns = recording.tables[table] as Record<string, readonly unknown[]> | undefined;
  if (!columns) return;
  const names = ['source', ...Object.keys(tables[table])];
  const moments = (columns.at ?? []) as readonly EpochMs[];
  for (let i = 0; i < moments.length; i++) {
    const at = moments[i] ?? 0;
    if (within && (at < within.from || at > within.to)) continue;
    if (source !== undefined && columns.source?.[i] !== source) continue;
    const row: Record<string, unknown> = {};
    for (const name of names) row[name] = columns[name]?.[i];
    yield row as Row<K> & { source: number };
  }
}
