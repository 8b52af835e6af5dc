// Each bounded service in a process of its own: a million operations, then whether its floor is flat and its limit held.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drivers } from './drivers.mjs';
import { withPostgres } from './servers.mjs';

/** @param {import('./run.mjs').PartOptions} options @returns {Promise<import('../report.mjs').Figure[]>} */
export function measure({ say }) {
  return withPostgres((url) => Object.keys(drivers).flatMap((key) => figuresOf(key, url, say)));
}

/** @param {string} key @param {string} url @param {(text: string) => void} say */
function figuresOf(key, url, say) {
  const script = fileURLToPath(new URL('one-floor.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, key, url], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${key} failed.\n${stderr}`);
  const { word, operations, growth, over, seconds } = JSON.parse(stdout);
  say(
    `${key}: ${operations} operations in ${seconds.toFixed(1)} s of CPU, verdict ${word}, floor ${(growth / 1024).toFixed(0)} KiB`,
  );
  return [
    {
      name: `${key}: growth of the floor over ${operations.toLocaleString('en')} operations`,
      value: growth / 1024,
      unit: 'KiB',
      target: 'verdict clean',
      holds: word === 'clean',
    },
    { name: `${key}: most entries over the limit`, value: over, unit: 'entries', target: '<= 1', holds: over <= 1 },
  ];
}
