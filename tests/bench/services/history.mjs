// How long a question about a week of history takes: 7 days at one sample a second of one instance, in PostgreSQL and in the embedded
// database, beside the same answer made from every row without the extremes that are kept. Needs backend/dist, PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../report.mjs';
import { withPostgres } from './servers.mjs';

const day = 86_400_000;
const seconds = (7 * day) / 1000;
const start = 1_795_392_000_000;
/** The figures of the specification. */
const longest = 50;

/** @param {{ rounds: number, say: (text: string) => void }} options @returns {Promise<import('../report.mjs').Figure[]>} */
export async function measure({ rounds, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'memory-plus-bench-'));
  try {
    const remote = await withPostgres((url) => one('PostgreSQL', { url }, rounds, say));
    const embedded = await one('embedded', { directory: join(folder, 'data') }, rounds, say);
    return [...remote, ...embedded];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} name @param {import('../../../backend/dist/storage/location.js').StorageLocation} location @param {number} rounds
 * @param {(text: string) => void} say
 */
async function one(name, location, rounds, say) {
  const { Database } = await import('../../../backend/dist/storage/database.js');
  const { readRows, samples } = await import('../../../backend/dist/storage/series.js');
  const { instanceId } = await import('../../../backend/dist/storage/records.js');
  const database = await Database.open(location);
  try {
    await database.migrate();
    const instance = await instanceId(database.query, 'bench');
    say(`${name}: writing ${seconds.toLocaleString('en')} samples …`);
    const writing = await fill(database, instance);
    await database.query('ANALYZE memory_samples');
    const stretch = { instance, from: start, to: start + seconds * 1000 };
    const week = [];
    const every = [];
    let rows = 0;
    for (let round = 0; round < rounds * 4; round++) {
      week.push(
        await timed(async () => {
          rows = (await readRows(database.query, samples, stretch, { points: 1000, rawSince: 0 })).rows.length;
        }),
      );
      // Alternating, so that what else the machine does meets both.
      if (round % 4 === 0)
        every.push(await timed(() => database.query(fromEveryRow, [instance, stretch.from, stretch.to, 2_880_000])));
    }
    say(`${name}: ${rows} rows of ${seconds.toLocaleString('en')}; every row read: ${median(every).toFixed(0)} ms`);
    return [
      figure(`${name}: history of 7 days at 1 sample/s (median of ${week.length})`, median(week), 'ms', longest),
      figure(`${name}: the same from every row, without kept extremes`, median(every), 'ms', null),
      figure(`${name}: writing a sample in a batch of 1,000, with its extremes`, writing, 'ms', null),
    ];
  } finally {
    await database.close();
  }
}

/** Lowest and highest heap of each part, as a database without our extremes would have to find them. */
const fromEveryRow = `SELECT floor(at / $4::float8) AS part, min(heap_used), max(heap_used), max(rss), max(event_loop)
  FROM memory_samples WHERE instance = $1 AND step = 0 AND at >= $2 AND at < $3 GROUP BY part ORDER BY part`;

/** @param {import('../../../backend/dist/storage/database.js').Database} database @param {number} instance */
async function fill(database, instance) {
  const { writeRows, samples } = await import('../../../backend/dist/storage/series.js');
  const batch = 1000;
  const times = [];
  for (let first = 0; first < seconds; first += batch) {
    const rows = Array.from({ length: Math.min(batch, seconds - first) }, (_, i) => sample(first + i));
    times.push(await timed(() => database.transaction((query) => writeRows(query, samples, instance, rows))));
  }
  return median(times) / batch;
}

/** A sawtooth as a heap draws it, over a day's load. @param {number} second */
function sample(second) {
  const load = 1 + Math.sin((second / 86_400) * 2 * Math.PI);
  const used = Math.round(2e8 + load * 1e8 + (second % 90) * 1e6);
  return {
    at: start + second * 1000,
    heapUsed: used,
    heapTotal: 6e8,
    rss: 7e8 + used / 8,
    external: 1e7,
    eventLoop: 1 + (second % 17),
  };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** @param {string} name @param {number} value @param {string} unit @param {number | null} most @returns {import('../report.mjs').Figure} */
function figure(name, value, unit, most) {
  return {
    name,
    value,
    unit,
    target: most === null ? '–' : `≤ ${most} ${unit}`,
    holds: most === null || value <= most,
  };
}
