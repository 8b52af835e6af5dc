import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  attributeGrowth,
  createLeakAnalysis,
  judgePair,
  type PairVerdict,
  RequestBook,
  type ServerIdentity,
} from '@memory-plus/core/analysis';
import type { Row, Verdict } from '@memory-plus/core/model';
import { parseRecording, type Recording, rowsOf } from '@memory-plus/core/recording';

/** A pair that tests/pairs/record.mjs recorded. */
export function recordedPair(name: string): Recording {
  const file = new URL(`pairs/${name}.json.gz`, import.meta.url);
  return parseRecording(gunzipSync(readFileSync(file)).toString());
}

/** The verdict about a recorded pair, by everything up to `until`. */
export function judgeRecorded(recording: Recording, until = Number.POSITIVE_INFINITY): PairVerdict {
  const analyses = recording.sources.map(() => createLeakAnalysis());
  const rows = [
    ...[...rowsOf(recording, 'collections')].map((row) => ({ table: 'collections' as const, row })),
    ...[...rowsOf(recording, 'heap')].map((row) => ({ table: 'heap' as const, row })),
  ].filter(({ row }) => row.at <= until);
  rows.sort((a, b) => a.row.at - b.row.at);
  for (const { table, row } of rows) analyses[row.source]?.row(table, row as never);
  const book = new RequestBook();
  for (const row of rowsOf(recording, 'requests')) if (row.at + row.duration <= until) book.add(row as Row<'requests'>);
  const index = recording.sources.findIndex(({ kind }) => kind === 'server');
  const server = analyses[index];
  const page = analyses[recording.sources.findIndex(({ kind }) => kind === 'page')];
  const now = Math.min(until, rows.at(-1)?.row.at ?? 0);
  const attribution = attributeGrowth(
    server?.trend().floor ?? [],
    book.to(recording.sources[index] as unknown as ServerIdentity),
  );
  return judgePair({ page: page?.verdict(now) as Verdict, server: server?.verdict(now) as Verdict, attribution }, now);
}
