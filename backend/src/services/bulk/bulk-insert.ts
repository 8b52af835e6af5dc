import type { Bytes } from '@memory-plus/core/model';
import type { DataSource } from 'typeorm';
import { estimateSize } from '../../common/utils/estimate-size.ts';
import type { BulkOperationsService, Rows } from './bulk-operations.service.ts';
import type { BulkReport, BulkRequest } from './bulk-run.ts';
import { copyInto, insertInto, type SqlRow, type SqlTarget } from './sql-insert.ts';

export interface BulkInsert extends SqlTarget, Omit<BulkRequest<SqlRow>, 'handle'> {
  /** `copy`, which is faster and needs the driver pg, or `insert`. Copies unless told otherwise. */
  readonly method?: 'copy' | 'insert';
  /** Connections, each with a chunk of its own; 2 unless told otherwise: one is written while the other one is read and written out. */
  readonly concurrency?: number;
}

/** Puts any number of rows, each with its values in the order of `columns`, into a table of PostgreSQL. */
export async function bulkInsert(
  service: BulkOperationsService,
  dataSource: DataSource,
  rows: Rows<SqlRow>,
  { table, columns, method = 'copy', concurrency = 2, ...request }: BulkInsert,
): Promise<BulkReport> {
  if (columns.length === 0) throw new Error('columns is empty: name the columns that the values of a row are for.');
  const target = { table, columns };
  const insert = method === 'copy' ? await copyInto(target) : insertInto(target);
  const handle = async (chunk: readonly SqlRow[]) => {
    // A connection for each chunk, and none while waiting for another one: operations that share a small pool cannot block each other.
    const runner = dataSource.createQueryRunner();
    try {
      await insert(runner, chunk);
    } finally {
      await runner.release();
    }
  };
  return service.run(rows, { sizeOf: sizeOfRow, ...request, concurrency, handle });
}

/** Walks only into cells that hold more than one value. */
function sizeOfRow(row: SqlRow): Bytes {
  let bytes = 24;
  for (const cell of row) {
    if (typeof cell === 'string') bytes += 16 + 2 * cell.length;
    else bytes += typeof cell === 'object' && cell !== null ? estimateSize(cell) : 8;
  }
  return bytes;
}
