import type { EpochMs } from '@memory-plus/core/model';
import type { Query } from './database.ts';
import type { Retention } from './location.ts';
import { collections, samples } from './series.ts';

/** Rows of one statement: the locks that it takes are held for milliseconds. */
const batch = 5_000;

/** Removes what is older than it may be, in batches, and returns how many rows went. Several instances may do it at once. */
export async function removeOld(query: Query, now: EpochMs, { raw, history }: Retention): Promise<number> {
  let removed = 0;
  for (const { table } of [samples, collections]) {
    removed += await removeWhere(query, table, 'step = 0 AND at < $1', now - raw);
    removed += await removeWhere(query, table, 'at < $1', now - history);
  }
  removed += await removeWhere(query, 'memory_leak_reports', 'last_seen < $1', now - history);
  removed += await removeWhere(query, 'memory_alerts', 'raised < $1', now - history);
  removed += await removeWhere(query, 'memory_snapshots', 'at < $1', now - history);
  removed += await removeWhere(query, 'memory_reports', 'expires < $1', now);
  return removed;
}

async function removeWhere(query: Query, table: string, condition: string, before: EpochMs): Promise<number> {
  let removed = 0;
  for (;;) {
    const { affected } = await query(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [before, batch],
    );
    removed += affected;
    if (affected < batch) return removed;
  }
}
