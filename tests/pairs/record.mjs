// Records pairs of a client and a server, real processes both, as tests/unit/analysis/pairs/*.json.gz. Needs backend/dist.
//   node tests/pairs/record.mjs [seconds]
// The client stands for a page: a Node process whose requests and heap are told as a page tells its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createServer } from 'vite';

const seconds = Number(process.argv[2] ?? 340);
const folder = fileURLToPath(new URL('../unit/analysis/pairs/', import.meta.url));
const vite = await createServer({
  configFile: false,
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
  resolve: { conditions: ['source'] },
});
const { exportRecording, RecordingStore } = await vite.ssrLoadModule('/src/recording/index.ts');
const { readServerTiming } = await vite.ssrLoadModule('/src/protocol/index.ts');
const { pathPattern } = await vite.ssrLoadModule('/src/model/index.ts');

/** Each pair: the server's fault, how it is asked, by how many at once, and whether the client leaks. */
const pairs = {
  'one-of-five': ['reports', 'bursty', 1, ''],
  'one-of-five-in-parallel': ['reports', 'bursty', 4, ''],
  'small-one-of-five': ['small', 'bursty', 2, ''],
  clean: ['none', 'bursty', 2, ''],
  'client-leaks': ['none', 'bursty', 1, 'leaks'],
  both: ['reports', 'bursty', 1, 'leaks'],
  timer: ['timer', 'bursty', 1, ''],
  filling: ['filling', 'bursty', 1, ''],
  even: ['reports', 'even', 1, ''],
};

mkdirSync(folder, { recursive: true });
await Promise.all(Object.entries(pairs).map(([name, pair]) => record(name, pair)));
await vite.close();

async function record(name, [fault, load, parallel, leaks]) {
  const server = start('server.mjs', [fault]);
  const [{ port }] = await once(server, 'message');
  const url = `http://127.0.0.1:${port}`;
  const client = start('client.mjs', [url, load, String(parallel), leaks]);
  const created = performance.timeOrigin + performance.now();
  const store = new RecordingStore({
    tool: { name: 'Memory+', version: '0.1.0' },
    created,
    settings: { heapInterval: 1_000, slowRender: 16 },
  });
  const page = store.emitter(
    store.addSource({ kind: 'page', id: 'client', startedAt: created, url: 'http://localhost/client', frame: 0 }),
  );
  client.on('message', ({ table, row, timing }) =>
    page(table, table === 'requests' ? requestRow(row, timing) : shorter(row)),
  );
  await watchServer(url, store, created + seconds * 1_000);
  client.kill();
  server.kill();
  writeFileSync(`${folder}${name}.json.gz`, gzipSync(exportRecording(store.recording()), { level: 9 }));
}

function start(file, values) {
  return fork(fileURLToPath(new URL(file, import.meta.url)), values, { execArgv: ['--expose-gc'] });
}

function requestRow(row, header) {
  const timing = readServerTiming(metricsOf(header ?? ''));
  const figures = ['boot', 'request', 'handling', 'heapBefore', 'heapAfter', 'concurrent', 'collections'];
  return {
    ...shorter(row),
    route: timing?.route ?? pathPattern(row.url),
    kind: 'fetch',
    transferred: null,
    ...Object.fromEntries(figures.map((figure) => [figure, timing?.[figure] ?? null])),
  };
}

/** Asks as the pairing client does: the heap, and the last major collection. */
async function watchServer(url, store, until) {
  let seen = 0;
  let emit;
  for (;;) {
    const stats = await (await fetch(`${url}/api/monitoring/memory/stats`)).json();
    if (stats.serverTime > until) return;
    emit ??= store.emitter(store.addSource(sourceOf(stats, url)));
    const { last } = stats.collections;
    if (last && last.at !== seen) {
      seen = last.at;
      emit('collections', shorter(last));
    }
    emit('heap', { at: tenths(stats.at), ...stats.heap, floor: false });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

function sourceOf({ bootId, serverTime, uptime }, url) {
  const startedAt = serverTime - uptime;
  return { kind: 'server', id: `server:${bootId}`, startedAt, url, name: 'api', bootId, clockOffset: 0 };
}

function metricsOf(header) {
  return [...header.matchAll(/(\w+);(?:dur=([\d.]+);)?desc="([^"]*)"/g)].map(
    ([, name = '', duration = '0', description = '']) => ({ name, duration: Number(duration), description }),
  );
}

/** Tenths of a millisecond are enough, and keep the files small. */
function shorter(row) {
  const rounded = ['at', 'duration', 'pause'].filter((name) => typeof row[name] === 'number');
  return { ...row, ...Object.fromEntries(rounded.map((name) => [name, tenths(row[name])])) };
}

function tenths(value) {
  return Math.round(value * 10) / 10;
}
