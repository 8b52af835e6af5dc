// npm run bench:services: what the bounded services hold, the cache beside bare lru-cache, bulk rows beside the driver's own COPY, the
// demo server's memory beside the specification's table. Needs backend/dist, demo/server/dist, PostgreSQL.
// Options: --json, --parts=floors,cache,bulk,history,profile (all), --rounds=N (5)
import { existsSync } from 'node:fs';
import { report } from '../report.mjs';

/** @typedef {import('../report.mjs').Figure} Figure */
/** @typedef {{ rounds: number, say: (text: string) => void }} PartOptions */

const option = (/** @type {string} */ name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];
const fileOf = (/** @type {string} */ part) => new URL(`${part}.mjs`, import.meta.url);
const known = ['floors', 'cache', 'bulk', 'history', 'profile'].filter((part) => existsSync(fileOf(part)));
const parts = option('parts')?.split(',') ?? known;
const rounds = Number(option('rounds') ?? 5);
const say = (/** @type {string} */ text) => void process.stderr.write(`${text}\n`);

/** @type {Figure[]} */
const figures = [];
for (const part of parts) {
  if (!known.includes(part)) throw new Error(`There is no part "${part}": give some of ${known.join(', ')}.`);
  say(`\n${part}`);
  const { measure } = await import(fileOf(part).href);
  figures.push(...(await measure({ rounds, say })));
}
report(figures);
