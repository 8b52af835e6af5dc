import { finished } from 'node:stream/promises';
import type { QueryRunner } from 'typeorm';
import { optionalModule } from '../../storage/optional-module.ts';
import { copyLine } from './copy-text.ts';

export interface SqlTarget {
  /** `table` or `schema.table`; quoted here. */
  readonly table: string;
  readonly columns: readonly string[];
}

export type SqlRow = readonly unknown[];
export type InsertRows = (runner: QueryRunner, rows: readonly SqlRow[]) => Promise<void>;

/** Parameters that one statement of PostgreSQL takes. */
const mostParameters = 65_535;
/** Characters of one text for the connection. */
const pieceLength = 65_536;

/** Each chunk is one COPY: fast, and all rows of the chunk or none. Needs the driver pg. */
export async function copyInto(target: SqlTarget): Promise<InsertRows> {
  const { from } = await optionalModule('pg-copy-streams', 'COPY', () => import('pg-copy-streams'));
  const statement = `COPY ${nameOf(target)} FROM STDIN`;
  return async (runner, rows) => {
    // Written out before the COPY begins: a row that cannot be written leaves the connection as it was.
    const pieces = writeOut(rows, target);
    const client: unknown = await runner.connect();
    if (!isPgClient(client)) throw new Error('COPY needs the driver pg. With this DataSource use method "insert".');
    const stream = client.query(from(statement));
    for (const piece of pieces) stream.write(piece);
    stream.end();
    await finished(stream);
  };
}

/** Few long texts: each that is handed to the connection costs. */
function writeOut(rows: readonly SqlRow[], target: SqlTarget): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const row of rows) {
    piece += copyLine(checked(row, target));
    if (piece.length < pieceLength) continue;
    pieces.push(piece);
    piece = '';
  }
  return [...pieces, piece];
}

type CopyStream = ReturnType<typeof import('pg-copy-streams')['from']>;

interface PgClient {
  query(stream: CopyStream): CopyStream;
}

/** PGlite has a `query` too, but no connection to copy through. */
function isPgClient(value: unknown): value is PgClient {
  return typeof value === 'object' && value !== null && 'query' in value && 'connection' in value;
}

/** INSERT with many rows at once: for every driver that speaks PostgreSQL, PGlite too. Of a chunk all rows or none. */
export function insertInto(target: SqlTarget): InsertRows {
  const perStatement = Math.floor(mostParameters / target.columns.length);
  return async (runner, rows) => {
    await runner.startTransaction();
    try {
      for (let from = 0; from < rows.length; from += perStatement)
        await insertOnce(runner, target, rows.slice(from, from + perStatement));
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  };
}

async function insertOnce(runner: QueryRunner, target: SqlTarget, rows: readonly SqlRow[]): Promise<void> {
  const width = target.columns.length;
  const tuple = (row: number) => `(${target.columns.map((_, column) => `$${row * width + column + 1}`).join(',')})`;
  const values = rows.map((_, row) => tuple(row)).join(',');
  const parameters = rows.flatMap((row) => checked(row, target).map(sqlValue));
  await runner.query(`INSERT INTO ${nameOf(target)} VALUES ${values}`, parameters);
}

/** As COPY writes them. */
function sqlValue(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return JSON.stringify(value);
}

function checked(row: SqlRow, { columns, table }: SqlTarget): SqlRow {
  if (row.length === columns.length) return row;
  throw new Error(`A row for "${table}" has ${row.length} values and there are ${columns.length} columns.`);
}

function nameOf({ table, columns }: SqlTarget): string {
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return `${table.split('.').map(quote).join('.')} (${columns.map(quote).join(', ')})`;
}
