// A million rows into a real PostgreSQL, each run in a process of its own, alternating: our service, and the driver's own COPY as one stream.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../report.mjs';
import { withPostgres } from './servers.mjs';

const megabyte = 1024 * 1024;

/** @typedef {{ wall: number, before: number, peak: number, rows: number }} Measured */

/** @param {import('./run.mjs').PartOptions} options @returns {Promise<import('../report.mjs').Figure[]>} */
export function measure({ rounds, say }) {
  return withPostgres((url) => {
    /** @type {Record<'service' | 'driver', Measured[]>} */
    const runs = { service: [], driver: [] };
    for (let round = 0; round <= rounds; round++)
      for (const mode of /** @type {const} */ (['service', 'driver'])) {
        const one = run(mode, url);
        if (one.rows !== 1_000_000) throw new Error(`${mode} wrote ${one.rows} rows.`);
        say(
          `${mode}: ${one.wall.toFixed(2)} s, peak ${(one.peak / megabyte).toFixed(0)} MiB, before ${(one.before / megabyte).toFixed(0)} MiB`,
        );
        if (round > 0) runs[mode].push(one);
      }
    const ratio = median(runs.service.map(({ wall }, round) => wall / (runs.driver[round]?.wall ?? Number.NaN)));
    const growth = Math.max(...runs.service.map(({ peak, before }) => peak - before)) / megabyte;
    return [
      {
        name: 'bulk of 1,000,000 rows: wall time over the driver’s own COPY',
        value: ratio,
        unit: 'ratio',
        target: '<= 1.5',
        holds: ratio <= 1.5,
      },
      {
        name: 'bulk of 1,000,000 rows: peak resident memory over the start',
        value: growth,
        unit: 'MiB',
        target: '<= 150',
        holds: growth <= 150,
      },
    ];
  });
}

/** @param {'service' | 'driver'} mode @param {string} url @returns {Measured} */
function run(mode, url) {
  const script = fileURLToPath(new URL('one-bulk.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script, mode, url], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${mode} failed.\n${stderr}`);
  return JSON.parse(stdout);
}
