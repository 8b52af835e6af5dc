import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const server = fileURLToPath(new URL('server.mjs', import.meta.url));

/**
 * Starts the application of the bench.
 *
 * @param {'express' | 'fastify'} adapter @param {'without' | 'with' | 'timed'} module
 */
export async function start(adapter, module) {
  const child = fork(server, [adapter, module]);
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

/**
 * Microseconds of the server's processor time per request, over `duration` seconds of as many as it can answer.
 *
 * @param {Awaited<ReturnType<typeof start>>} running @param {string} path @param {number} duration
 */
export async function cost({ child, port }, path, duration) {
  const before = await usage(child);
  const { requests } = await autocannon({ url: `http://127.0.0.1:${port}${path}`, connections: 10, duration });
  const after = await usage(child);
  return (after.user + after.system - before.user - before.system) / requests.total;
}

/** @param {import('node:child_process').ChildProcess} child */
async function usage(child) {
  child.send('usage');
  const [{ cpu }] = await once(child, 'message');
  return cpu;
}
