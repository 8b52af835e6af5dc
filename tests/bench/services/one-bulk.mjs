// A million rows into the PostgreSQL whose address is the second argument, by our `service` or by the `driver` alone.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';

const [mode, url = ''] = process.argv.slice(2);
const { BulkOperationsService, bulkInsert } = await import(
  new URL('../../../backend/dist/index.js', import.meta.url).href
);
const { copyLine } = await import(new URL('../../../backend/dist/services/bulk/copy-text.js', import.meta.url).href);
const total = 1_000_000;
const columns = ['id', 'name', 'amount', 'at', 'note'];

function* rows() {
  for (let id = 0; id < total; id++)
    yield [
      id,
      `customer ${id}`,
      id * 1.25,
      new Date(1_700_000_000_000 + id * 1000),
      id % 3 === 0 ? null : `a note about ${id}`,
    ];
}

/** As one writes it who knows that a stream costs by the piece, not by the byte. */
function* pieces() {
  let piece = '';
  for (const row of rows()) {
    piece += copyLine(row);
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

const database = await new DataSource({ type: 'postgres', url }).initialize();
await database.query('DROP TABLE IF EXISTS bulk_rows');
await database.query(
  'CREATE UNLOGGED TABLE bulk_rows (id integer, name text, amount double precision, at timestamptz, note text)',
);
globalThis.gc?.();
const before = process.memoryUsage.rss();
const began = performance.now();
if (mode === 'service') {
  const report = await bulkInsert(new BulkOperationsService(), database, rows(), { table: 'bulk_rows', columns });
  if (report.outcome !== 'complete') throw report.failures[0]?.error;
} else {
  const runner = database.createQueryRunner();
  const client = await runner.connect();
  await pipeline(Readable.from(pieces()), client.query(copyFrom(`COPY bulk_rows (${columns.join(',')}) FROM STDIN`)));
  await runner.release();
}
const wall = (performance.now() - began) / 1000;
const peak = process.resourceUsage().maxRSS * 1024;
const [{ count }] = await database.query('SELECT count(*)::int AS count FROM bulk_rows');
await database.destroy();
process.stdout.write(JSON.stringify({ wall, before, peak, rows: count }));
