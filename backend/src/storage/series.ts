import type { History } from '@memory-plus/core/protocol/backend';
import { z } from 'zod';
import type { Query } from './database.ts';

/** One kind of row over time, and what of it must survive when there are too many rows to show. */
export interface Series<Name extends keyof Rows = keyof Rows> {
  readonly name: Name;
  readonly table: string;
  /** Field of a row, its column and the column's type. */
  readonly columns: readonly (readonly [string, string, string])[];
  /** SQL that is smallest where the row must be kept. */
  readonly extremes: readonly string[];
  readonly parse: z.ZodType<Rows[Name]>;
}

export type Rows = Pick<History, 'samples' | 'collections'>;

const row = z.object({ at: z.number() });

export const samples: Series<'samples'> = {
  name: 'samples',
  table: 'memory_samples',
  columns: [
    ['at', 'at', 'float8'],
    ['heapUsed', 'heap_used', 'float8'],
    ['heapTotal', 'heap_total', 'float8'],
    ['rss', 'rss', 'float8'],
    ['external', 'external', 'float8'],
    ['eventLoop', 'event_loop', 'float8'],
  ],
  extremes: ['heap_used', '-heap_used', '-rss', '-coalesce(event_loop, 0)'],
  parse: z.array(
    row.extend({
      heapUsed: z.number(),
      heapTotal: z.number(),
      rss: z.number(),
      external: z.number(),
      eventLoop: z.number().nullable(),
    }),
  ),
};

export const collections: Series<'collections'> = {
  name: 'collections',
  table: 'memory_collections',
  columns: [
    ['at', 'at', 'float8'],
    ['after', 'after', 'float8'],
    ['pause', 'pause', 'float8'],
  ],
  extremes: ['after', '-after', '-pause'],
  parse: z.array(row.extend({ after: z.number(), pause: z.number() })),
};

/** Stretches of which the extremes are kept, in milliseconds: a query over weeks reads hundreds of rows instead of hundreds of thousands. */
export const steps = [60_000, 1_800_000] as const;

/** A stretch of one series of one instance: `from` ≤ at < `to`. */
export interface Stretch {
  readonly instance: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Stores rows and brings the extremes of the stretches they fall into up to date. Rows may come late, in any order and twice: a batch
 * whose success was not heard of is written again.
 */
export async function writeRows<N extends keyof Rows>(
  query: Query,
  series: Series<N>,
  instance: number,
  rows: Rows[N],
): Promise<void> {
  const { table, columns } = series;
  const names = columns.map(([, column]) => column).join(', ');
  const fields = columns.map(([field]) => `"${field}"`).join(', ');
  const types = columns.map(([field, , type]) => `"${field}" ${type}`).join(', ');
  await query(
    `INSERT INTO ${table} (instance, step, ${names})
     SELECT $1, 0, ${fields} FROM jsonb_to_recordset($2::jsonb) AS given(${types})
     ON CONFLICT DO NOTHING`,
    [instance, JSON.stringify(rows)],
  );
  if (rows.length === 0) return;
  const moments = rows.map(({ at }) => at);
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  let below = 0;
  for (const step of steps) {
    const from = Math.floor(first / step) * step;
    await rollUp(query, series, { instance, from, to: (Math.floor(last / step) + 1) * step }, below, step);
    below = step;
  }
}

/** Writes the extremes of each `step` of the stretch anew, from the rows of the step `below`. */
async function rollUp(query: Query, series: Series, stretch: Stretch, below: number, step: number): Promise<void> {
  const { table, columns } = series;
  const { instance, from, to } = stretch;
  const names = columns.map(([, column]) => column).join(', ');
  await query(`DELETE FROM ${table} WHERE instance = $1 AND step = $2 AND at >= $3 AND at < $4`, [
    instance,
    step,
    from,
    to,
  ]);
  await query(
    `INSERT INTO ${table} (instance, step, ${names})
     SELECT $1, $6, ${names} FROM ${table} JOIN (${pick(series)}) AS picked USING (at) WHERE instance = $1 AND step = $2`,
    [instance, below, from, to, step, step],
  );
}

/** Moments of the extremes of each `$5` milliseconds, of instance `$1` and step `$2`, from `$3` to before `$4`. */
function pick({ table, extremes }: Series): string {
  // The smallest pair (value, moment) of a stretch names the moment of its smallest value, without sorting anything.
  const moments = extremes.map((value) => `(min(ARRAY[(${value})::float8, at]))[2]`).join(', ');
  return `SELECT DISTINCT unnest(ARRAY[${moments}]) AS at FROM ${table}
    WHERE instance = $1 AND step = $2 AND at >= $3 AND at < $4 GROUP BY floor(at / $5::float8)`;
}

/**
 * The rows of a stretch, at most about `points`. Where there are more, those with the extremes of each of many even parts. Before
 * `rawSince` only extremes are left.
 */
export async function readRows<N extends keyof Rows>(
  query: Query,
  series: Series<N>,
  stretch: Stretch,
  { points, rawSince }: { readonly points: number; readonly rawSince: number },
): Promise<{ rows: Rows[N]; width: number }> {
  const finest = stretch.from < rawSince ? steps[0] : 0;
  const all = await readAll(query, series, stretch, finest, points);
  if (all) return { rows: all, width: finest };
  const parts = Math.max(1, Math.floor(points / series.extremes.length) - 1);
  const even = (stretch.to - stretch.from) / parts;
  const step = steps.filter((candidate) => candidate <= even).at(-1) ?? finest;
  // Parts begin and end where the stretches of the step do, so that the extremes of these are the extremes of those.
  const width = step === 0 ? even : Math.ceil(even / step) * step;
  const from = step === 0 ? stretch.from : Math.floor(stretch.from / step) * step;
  const { rows } = await query(
    `SELECT ${selected(series)} FROM ${series.table} JOIN (${pick(series)}) AS picked USING (at)
     WHERE instance = $1 AND step = $2 ORDER BY at`,
    [stretch.instance, step, from, stretch.to, width],
  );
  return { rows: series.parse.parse(rows), width };
}

/** Null when there are more than `points`. */
async function readAll<N extends keyof Rows>(
  query: Query,
  series: Series<N>,
  { instance, from, to }: Stretch,
  step: number,
  points: number,
): Promise<Rows[N] | null> {
  const { rows } = await query(
    `SELECT ${selected(series)} FROM ${series.table}
     WHERE instance = $1 AND step = $2 AND at >= $3 AND at < $4 ORDER BY at LIMIT $5`,
    [instance, step, from, to, points + 1],
  );
  return rows.length > points ? null : series.parse.parse(rows);
}

function selected({ columns, table }: Series): string {
  return columns.map(([field, column, type]) => `${table}.${column}::${type} AS "${field}"`).join(', ');
}
