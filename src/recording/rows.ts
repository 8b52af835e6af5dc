import { type Row, type TableName, tables } from '../model/index.ts';
import type { Recording } from './format.ts';

/** The rows of a table in the order they were recorded; of one source where `source` (an index) is given. */
export function* rowsOf<K extends TableName>(
  recording: Recording,
  table: K,
  source?: number,
): Generator<Row<K> & { readonly source: number }> {
  const columns = recording.tables[table] as Record<string, readonly unknown[]> | undefined;
  if (!columns) return;
  const names = ['source', ...Object.keys(tables[table])];
  const length = columns.source?.length ?? 0;
  for (let i = 0; i < length; i++) {
    if (source !== undefined && columns.source?.[i] !== source) continue;
    yield Object.fromEntries(names.map((name) => [name, columns[name]?.[i]])) as Row<K> & { source: number };
  }
}
