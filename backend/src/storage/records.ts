import type { EpochMs } from '@memory-plus/core/model';
import {
  type Alert,
  alertSchema,
  type LeakReport,
  leakReportSchema,
  type SnapshotEntry,
  snapshotEntrySchema,
} from '@memory-plus/core/protocol/backend';
import { z } from 'zod';
import type { Query } from './database.ts';

/** What is written besides samples: rare, and worth more. */
export type StoredRecord =
  | { readonly kind: 'report'; readonly report: LeakReport }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'snapshot'; readonly snapshot: SnapshotEntry }
  /** The person who runs the server forgets past reports and alerts. */
  | { readonly kind: 'cleared'; readonly at: EpochMs };

const mostReports = 100;
const mostAlerts = 200;

/** Returns the id of a leak that was reported before, here or elsewhere. */
export async function writeRecord(query: Query, instance: number, record: StoredRecord): Promise<string | null> {
  if (record.kind === 'report') return (await writeReport(query, record.report)) ? record.report.id : null;
  await writeOther(query, instance, record);
  return null;
}

async function writeOther(
  query: Query,
  instance: number,
  record: Exclude<StoredRecord, { kind: 'report' }>,
): Promise<void> {
  switch (record.kind) {
    case 'alert':
      return writeAlert(query, instance, record.alert);
    case 'snapshot':
      return writeSnapshot(query, instance, record.snapshot);
    case 'cleared':
      await query('DELETE FROM memory_leak_reports WHERE last_seen <= $1', [record.at]);
      await query('DELETE FROM memory_alerts WHERE instance = $1 AND raised <= $2', [instance, record.at]);
  }
}

/** One row for each bug, whichever instances find it. Returns whether it was known. */
async function writeReport(query: Query, report: LeakReport): Promise<boolean> {
  const { rows } = await query(
    `INSERT INTO memory_leak_reports AS kept (fingerprint, first_seen, last_seen, count, known, report)
     VALUES ($1, $2, $2, 1, false, $3::jsonb)
     ON CONFLICT (fingerprint) DO UPDATE SET count = kept.count + 1, known = true,
       first_seen = least(kept.first_seen, excluded.first_seen), last_seen = greatest(kept.last_seen, excluded.last_seen),
       report = CASE WHEN excluded.last_seen >= kept.last_seen THEN excluded.report ELSE kept.report END
     RETURNING known`,
    [report.id, report.lastSeen, storable(report)],
  );
  return z.array(z.object({ known: z.boolean() })).parse(rows)[0]?.known ?? false;
}

async function writeAlert(query: Query, instance: number, { at, rule, level, state, detail }: Alert): Promise<void> {
  if (state === 'raised') {
    await query(
      `INSERT INTO memory_alerts (instance, rule, level, raised, raised_detail) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [instance, rule, level, at, plain(detail)],
    );
    return;
  }
  await query(
    `UPDATE memory_alerts SET resolved = $3, resolved_detail = $4 WHERE instance = $1 AND rule = $2 AND resolved IS NULL AND raised <= $3`,
    [instance, rule, at, plain(detail)],
  );
}

async function writeSnapshot(
  query: Query,
  instance: number,
  { id, at, bytes, nodes, pause }: SnapshotEntry,
): Promise<void> {
  await query(
    `INSERT INTO memory_snapshots (id, instance, at, bytes, nodes, pause) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [id, instance, at, bytes, nodes, pause],
  );
}

/** The id of an instance's name. */
export async function instanceId(query: Query, name: string): Promise<number> {
  await query('INSERT INTO memory_instances (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  const { rows } = await query('SELECT id FROM memory_instances WHERE name = $1', [name]);
  return z.tuple([z.object({ id: z.number() })]).parse(rows)[0].id;
}

export async function findInstance(query: Query, name: string): Promise<number | null> {
  const { rows } = await query('SELECT id FROM memory_instances WHERE name = $1', [name]);
  return z.array(z.object({ id: z.number() })).parse(rows)[0]?.id ?? null;
}

/** Alerts that were raised when the process before this one ended: nobody else will resolve them. */
export async function resolveLeftovers(query: Query, instance: number, started: EpochMs): Promise<void> {
  await query(
    `UPDATE memory_alerts SET resolved = $2, resolved_detail = 'The process was started again.'
     WHERE instance = $1 AND resolved IS NULL AND raised < $2`,
    [instance, started],
  );
}

/** Last seen last, as they were found. */
export async function readReports(query: Query): Promise<LeakReport[]> {
  const { rows } = await query(
    `SELECT report || jsonb_build_object('state', 'known', 'count', count, 'firstSeen', first_seen, 'lastSeen', last_seen) AS report
     FROM (SELECT * FROM memory_leak_reports ORDER BY last_seen DESC LIMIT $1) AS latest ORDER BY last_seen`,
    [mostReports],
  );
  return rows.flatMap((row) => z.object({ report: leakReportSchema }).safeParse(row).data?.report ?? []);
}

export async function readFingerprints(query: Query): Promise<string[]> {
  const { rows } = await query('SELECT fingerprint FROM memory_leak_reports ORDER BY last_seen DESC LIMIT 10000');
  return z
    .array(z.object({ fingerprint: z.string() }))
    .parse(rows)
    .map(({ fingerprint }) => fingerprint);
}

/** The last ones of an instance, oldest first. */
export async function readAlerts(query: Query, instance: number): Promise<Alert[]> {
  const { rows } = await query(
    `SELECT * FROM (
       SELECT at, rule, level, state, detail FROM memory_alerts,
         LATERAL (VALUES (raised, 'raised', raised_detail), (resolved, 'resolved', resolved_detail)) AS event (at, state, detail)
       WHERE instance = $1 AND at IS NOT NULL ORDER BY at DESC LIMIT $2) AS latest ORDER BY at`,
    [instance, mostAlerts],
  );
  return rows.flatMap((row) => alertSchema.safeParse(row).data ?? []);
}

/** The last ones of an instance, oldest first. Their files may be gone. */
export async function readSnapshots(query: Query, instance: number, most: number): Promise<SnapshotEntry[]> {
  const { rows } = await query(
    `SELECT id, at, bytes::float8 AS bytes, nodes::float8 AS nodes, pause FROM (
       SELECT * FROM memory_snapshots WHERE instance = $1 ORDER BY at DESC LIMIT $2) AS latest ORDER BY at`,
    [instance, most],
  );
  return rows.flatMap((row) => snapshotEntrySchema.safeParse(row).data ?? []);
}

/** PostgreSQL stores every character but NUL and halves of pairs, which names from a program may hold. */
function plain(text: string): string {
  return text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');
}

function storable(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? plain(part) : part));
}
