// The demo server beside the specification's table: heap in use, resident memory, response time, with no user, 100 and 1,000.
// Users ask for pages as the demo has them; the load comes from this process, so that it does not count as the server's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../scripts/start/free-port.mjs';
import { ask, quantile } from './users.mjs';

const megabyte = 1024 * 1024;
const duration = 20;
const pages = Array.from(
  { length: 300 },
  (_, i) => `${['/demo/products?text=', '/demo/price?id=', '/demo/reports?n='][i % 3]}${i}`,
);
const states = [
  { name: 'idle', users: 0, heap: 200, rss: 300, response: 100, said: '150-200 MB, 250-300 MB, < 100 ms' },
  { name: '100 users', users: 100, heap: 600, rss: 800, response: 200, said: '400-600 MB, 600-800 MB, < 200 ms' },
  {
    name: '1,000 users',
    users: 1_000,
    heap: 1_800,
    rss: 2_000,
    response: 500,
    said: '1.2-1.8 GB, 1.5-2.0 GB, < 500 ms',
  },
];

/** @param {import('./run.mjs').PartOptions} options @returns {Promise<import('../report.mjs').Figure[]>} */
export async function measure({ say }) {
  const { url, child } = await startDemo();
  try {
    /** @type {import('../report.mjs').Figure[]} */
    const figures = [];
    for (const { name, users, heap, rss, response, said } of states) {
      const seen = await observe(url, users);
      say(
        `${name}: heap ${seen.heap.toFixed(0)} MiB, resident ${seen.rss.toFixed(0)} MiB, half of the answers within ${seen.median.toFixed(0)} ms, 99 % within ${seen.response.toFixed(0)} ms, ${seen.answers} answers, asked up to ${seen.late.toFixed(0)} ms late (99 %), ${(100 * seen.cores).toFixed(0)} % of a core (specification: ${said})`,
      );
      if (seen.failures > 0) throw new Error(`${seen.failures} requests failed at ${name}.`);
      figures.push(
        atMost(`${name}: most heap in use`, seen.heap, 'MiB', heap),
        atMost(`${name}: most resident memory`, seen.rss, 'MiB', rss),
        atMost(`${name}: response time, 99th percentile`, seen.response, 'ms', response),
      );
    }
    return figures;
  } finally {
    child.kill();
  }
}

/** @param {string} name @param {number} value @param {string} unit @param {number} limit */
function atMost(name, value, unit, limit) {
  return { name, value, unit, target: `<= ${limit}`, holds: value <= limit };
}

async function startDemo() {
  const port = await freePort();
  const main = fileURLToPath(new URL('../../../demo/server/dist/main.js', import.meta.url));
  const child = spawn(process.execPath, ['--max-old-space-size=4096', '--expose-gc', main], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('The demo server did not start.'))),
  ]);
  return { url: `http://127.0.0.1:${port}`, child };
}

/** Idle is one who looks once a second. @param {string} url @param {number} users */
async function observe(url, users) {
  /** @type {{ heap: number, rss: number }[]} */
  const readings = [];
  const reader = setInterval(async () => {
    const answer = await fetch(`${url}/api/monitoring/memory/stats`).catch(() => null);
    /** @type {any} */
    const stats = await answer?.json();
    if (stats) readings.push({ heap: stats.heap.used / megabyte, rss: stats.rss / megabyte });
  }, 500);
  const before = await usage(url);
  const load = users === 0 ? { users: 1, paths: ['/api/health'] } : { users, paths: pages };
  const { times, late, failures } = await ask({ url, seconds: duration, ...load });
  clearInterval(reader);
  const after = await usage(url);
  return {
    heap: Math.max(...readings.map(({ heap }) => heap)),
    rss: Math.max(...readings.map(({ rss }) => rss)),
    response: quantile(times, 0.99),
    median: quantile(times, 0.5),
    late: quantile(late, 0.99),
    answers: times.length,
    cores: (after.cpu - before.cpu) / (after.at - before.at),
    failures,
  };
}

/** Processor time of the server so far, in milliseconds. @param {string} url */
async function usage(url) {
  const answer = await fetch(`${url}/api/monitoring/memory/process-info`);
  /** @type {any} */
  const { cpu } = await answer.json();
  return { cpu: cpu.user + cpu.system, at: performance.now() };
}
