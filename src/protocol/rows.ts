import { type Cell, type Column, type Row, type TableName, type Tuple, tableNames, tables } from '../model/index.ts';

/** Rows one batch may carry, over all its tables. The page seals a batch when it is full. */
export const maxRowsPerBatch = 1_000;

/** Rows on the wire, by table. */
export type Rows = { readonly [K in TableName]?: readonly Tuple[] };

export function toTuple<K extends TableName>(table: K, row: Row<K>): Tuple {
  const values = row as Record<string, unknown>;
  return Object.keys(tables[table]).map((column) => values[column]);
}

/** The row that a tuple stands for, or undefined where a cell is not what its column holds. */
export function toRow<K extends TableName>(table: K, tuple: unknown): Row<K> | undefined {
  const columns = Object.entries(tables[table] as Record<string, Column>);
  if (!Array.isArray(tuple) || tuple.length !== columns.length) return undefined;
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const [name, column] = columns[i] as [string, Column];
    if (!holds(column, tuple[i])) return undefined;
    row[name] = tuple[i];
  }
  return row as Row<K>;
}

/** Keeps the rows that are sound and counts the others. Tables that do not exist count as one bad row. */
export function checkRows(input: unknown): { rows: Rows; accepted: number; rejected: number } {
  const rows: { [K in TableName]?: Tuple[] } = {};
  let accepted = 0;
  let rejected = 0;
  if (typeof input !== 'object' || input === null) return { rows, accepted, rejected: 1 };
  for (const [name, tuples] of Object.entries(input)) {
    const table = known.get(name);
    if (!table || !Array.isArray(tuples)) {
      rejected++;
      continue;
    }
    const sound: Tuple[] = [];
    for (const tuple of tuples) {
      if (accepted < maxRowsPerBatch && toRow(table, tuple)) {
        sound.push(tuple);
        accepted++;
      } else rejected++;
    }
    if (sound.length > 0) rows[table] = sound;
  }
  return { rows, accepted, rejected };
}

const known = new Map<string, TableName>(tableNames.map((name) => [name, name]));

function holds<C extends Column>(column: C, value: unknown): value is Cell<C> {
  switch (column.type) {
    case 'time':
      return isNumber(value) && value >= 0;
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return column.of.includes(value as string);
    case 'text':
      return (
        (value === null && column.nullable === true) || (typeof value === 'string' && value.length <= column.maxLength)
      );
    case 'numbers':
      return Array.isArray(value) && value.length <= column.maxLength && value.every(isNumber);
    case 'number':
      if (value === null) return column.nullable === true;
      return (
        isNumber(value) &&
        (column.signed === true || value >= 0) &&
        (column.integer !== true || Number.isSafeInteger(value))
      );
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
