import type { DataSource } from 'typeorm';
import type { BulkOperationsService, BulkReport, BulkRequest, Rows } from './bulk-operations.service.ts';
import { copyInto, insertInto, type SqlRow, type SqlTarget } from './sql-insert.ts';

export interface BulkInsert extends SqlTarget, Omit<BulkRequest<SqlRow>, 'handle'> {
  /** `copy`, which is faster and needs the driver pg, or `insert`. Copies unless told otherwise. */
  readonly method?: 'copy' | 'insert';
}

/** Puts any number of rows, each with its values in the order of `columns`, into a table of PostgreSQL over one connection. */
export async function bulkInsert(
  service: BulkOperationsService,
  dataSource: DataSource,
  rows: Rows<SqlRow>,
  { table, columns, method = 'copy', ...request }: BulkInsert,
): Promise<BulkReport> {
  if (columns.length === 0) throw new Error('columns is empty: name the columns that the values of a row are for.');
  const runner = dataSource.createQueryRunner();
  try {
    const target = { table, columns };
    const handle = method === 'copy' ? await copyInto(runner, target) : insertInto(runner, target);
    return await service.run(rows, { ...request, handle });
  } finally {
    await runner.release();
  }
}
