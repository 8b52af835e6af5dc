import { tableNames } from '../model/index.ts';
import type { Recording } from './format.ts';

/**
 * Takes a recording apart into parts of about `rowsPerPart` rows, in the order of time: joined (`joinRecordings`), they are the
 * recording again. One part at least, of nothing where nothing was recorded.
 */
export function splitRecording(recording: Recording, rowsPerPart: number): Recording[] {
  const tables = tableNames.flatMap((name) => {
    const columns = recording.tables[name] as Record<string, readonly unknown[]> | undefined;
    return columns ? [{ name, columns, at: columns.at as readonly number[], taken: 0 }] : [];
  });
  const moments = Float64Array.from(tables.flatMap(({ at }) => at)).sort();
  const parts: Recording[] = [];
  for (let end = rowsPerPart; parts.length === 0 || end - rowsPerPart < moments.length; end += rowsPerPart) {
    const until = end < moments.length ? (moments[end - 1] ?? 0) : Number.POSITIVE_INFINITY;
    const taken = tables.flatMap((table) => {
      const from = table.taken;
      while (table.taken < table.at.length && (table.at[table.taken] ?? 0) <= until) table.taken++;
      if (table.taken === from) return [];
      const slices = Object.entries(table.columns).map(([column, cells]) => [column, cells.slice(from, table.taken)]);
      return [[table.name, Object.fromEntries(slices)]];
    });
    parts.push({ ...recording, tables: Object.fromEntries(taken) as Recording['tables'] });
  }
  return parts;
}
