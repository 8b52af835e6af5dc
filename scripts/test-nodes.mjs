// npm run test:nodes:server -- /path/to/node …: starts the built server on each Node given (on this one when none is) and asks every route.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../backend/dist/main.js', import.meta.url));
const root = '/api/monitoring/memory';
const token = randomUUID() + randomUUID();
const headers = { authorization: `Bearer ${token}` };
const json = { ...headers, 'content-type': 'application/json' };

/** @type {readonly (readonly [number, string, string, RequestInit?])[]} the status that each request must get */
const requests = [
  ...['stats', 'health', 'heap-statistics', 'process-info', 'leaks', 'history'].map(
    (route) => /** @type {const} */ ([200, 'GET', `${root}/${route}`]),
  ),
  [200, 'GET', '/api/health'],
  [200, 'GET', '/metrics'],
  [200, 'GET', '/api/docs/openapi.json'],
  [401, 'POST', `${root}/gc`],
  [200, 'POST', `${root}/gc`, { headers }],
  [200, 'POST', `${root}/leaks/check`, { headers }],
  [200, 'POST', `${root}/leaks/configure`, { headers: json, body: '{"checkInterval": 60000}' }],
  [400, 'POST', `${root}/leaks/configure`, { headers: json, body: '{"chekInterval": 60000}' }],
  [200, 'POST', `${root}/leaks/clear-history`, { headers }],
  [200, 'GET', `${root}/audit`, { headers }],
  [200, 'POST', `${root}/leaks/snapshot`, { headers }],
  [200, 'GET', `${root}/leaks/snapshots`, { headers }],
];

let failed = 0;
const nodes = process.argv.slice(2);
for (const node of nodes.length > 0 ? nodes : [process.execPath]) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const wrong = await tryNode(node);
  failed += wrong.length;
  process.stdout.write(`${version}: ${requests.length + 2 - wrong.length} of ${requests.length + 2} as expected\n`);
  for (const line of wrong) process.stdout.write(`  ${line}\n`);
}
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string} node @returns {Promise<string[]>} what was not as expected */
async function tryNode(node) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memory-plus-nodes-'));
  const child = spawn(node, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ADMIN_TOKEN: token,
      SNAPSHOTS: 'true',
      SNAPSHOTS_DIRECTORY: path.join(folder, 'snapshots'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const base = await listening(child);
    const wrong = [];
    for (const [expected, method, route, init] of requests) {
      // Each on a connection of its own: while a snapshot is written the server cannot keep one alive.
      const { status } = await fetch(base + route, {
        method,
        ...init,
        headers: { ...init?.headers, connection: 'close' },
      }).catch(() => ({ status: 'no answer' }));
      if (status !== expected) wrong.push(`${method} ${route}: ${status}, expected ${expected}`);
    }
    if (!(await streams(base))) wrong.push('the stream gave no statistics');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    if (code !== 0) wrong.push(`it ended with ${code} after SIGTERM`);
    return wrong;
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child @returns {Promise<string>} */
function listening(child) {
  let said = '';
  return new Promise((resolve, reject) => {
    // Read to the end: a server whose output nobody takes would die of it.
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk) => {
        said += chunk;
        const found = /listens on (\S+)/.exec(said);
        if (found?.[1]) resolve(found[1]);
      });
    }
    child.once('exit', () => reject(new Error(`The server did not start:\n${said}`)));
  });
}

/** @param {string} base */
async function streams(base) {
  const stop = new AbortController();
  const response = await fetch(`${base}${root}/stream`, { signal: stop.signal });
  const first = await response.body?.getReader().read();
  stop.abort();
  return new TextDecoder().decode(first?.value).includes('event: stats');
}
