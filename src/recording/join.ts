import { tableNames } from '../model/index.ts';
import type { Recording } from './format.ts';

/**
 * Puts one recording together from its parts in their order, as `RecordingStore.since` gave them: joined, the parts of a
 * recording are the recording. Sources, settings and counts are those of the last part, which knows of all before it.
 */
export function joinRecordings(first: Recording, ...others: readonly Recording[]): Recording {
  const parts = [first, ...others];
  const joined = tableNames.flatMap((name) => {
    const columns: Record<string, unknown[]> = {};
    for (const part of parts) {
      for (const [column, values] of Object.entries(part.tables[name] ?? {})) {
        columns[column] ??= [];
        for (const value of values) columns[column].push(value);
      }
    }
    return columns.source ? [[name, columns]] : [];
  });
  const last = others[others.length - 1] ?? first;
  return { ...last, tables: Object.fromEntries(joined) as Recording['tables'] };
}
