// Records pairs of a client and a server, both real processes, as tests/unit/analysis/pairs/*.json.gz. Needs backend/dist.
//   node tests/pairs/record.mjs [seconds]
// The client is this Node process: its requests, and its own heap in the place of a page's.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { gzipSync } from 'node:zlib';
import { createServer } from 'vite';

const seconds = Number(process.argv[2] ?? 150);
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

/** Each pair: the server's fault and how it is asked. `bursty`: by chance, in bursts; `even`: one route, by the clock. */
const pairs = {
  'one-of-five': { fault: 'reports', load: 'bursty', parallel: 1 },
  'one-of-five-in-parallel': { fault: 'reports', load: 'bursty', parallel: 6 },
  'small-one-of-five': { fault: 'small', load: 'bursty', parallel: 2 },
  clean: { fault: 'none', load: 'bursty', parallel: 3 },
  timer: { fault: 'timer', load: 'bursty', parallel: 2 },
  filling: { fault: 'filling', load: 'bursty', parallel: 1 },
  even: { fault: 'reports', load: 'even', parallel: 1 },
};

mkdirSync(folder, { recursive: true });
await Promise.all(Object.entries(pairs).map(([name, pair]) => record(name, pair)));
await vite.close();

async function record(name, { fault, load, parallel }) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [fault], {
    execArgv: ['--max-semi-space-size=1', '--min-semi-space-size=1'],
  });
  const [{ port }] = await once(child, 'message');
  const url = `http://127.0.0.1:${port}`;
  const store = new RecordingStore({
    tool: { name: 'Memory+', version: '0.1.0' },
    created: now(),
    settings: { heapInterval: 1_000, slowRender: 16 },
  });
  const page = store.emitter(
    store.addSource({ kind: 'page', id: 'client', startedAt: now(), url: 'http://localhost/client', frame: 0 }),
  );
  let running = true;
  const loads = Array.from({ length: parallel }, (_, index) => ask(url, load, index, page, () => running));
  const watch = Promise.all([watchServer(url, store, () => running), watchClient(page, () => running)]);
  await wait(seconds * 1_000);
  running = false;
  await Promise.all([...loads, watch]);
  child.kill();
  writeFileSync(`${folder}${name}.json.gz`, gzipSync(exportRecording(store.recording()), { level: 9 }));
}

/** One client: bursts of one route each, with pauses. */
async function ask(url, load, index, emit, running) {
  const random = generator(index + 7);
  const paths = ['/orders', '/reports', '/users', '/search', '/status'];
  while (running()) {
    const path = load === 'even' ? '/reports' : (paths[Math.floor(random() * paths.length)] ?? '/status');
    const times = load === 'even' ? 1 : 1 + Math.floor(random() * 6);
    for (let i = 0; i < times && running(); i++) await request(`${url}${path}`, emit);
    await wait(load === 'even' ? 400 : 100 + 900 * random());
  }
}

async function request(url, emit) {
  const at = now();
  const response = await fetch(url);
  await response.text();
  const timing = readServerTiming(metricsOf(response.headers.get('server-timing') ?? ''));
  emit('requests', {
    at,
    duration: now() - at,
    url,
    route: timing?.route ?? pathPattern(url),
    kind: 'fetch',
    status: response.status,
    transferred: null,
    boot: timing?.boot ?? null,
    request: timing?.request ?? null,
    handling: timing?.handling ?? null,
    heapBefore: timing?.heapBefore ?? null,
    heapAfter: timing?.heapAfter ?? null,
    concurrent: timing?.concurrent ?? null,
    collections: timing?.collections ?? null,
  });
}

/** As the pairing client does: the last major collection, and the heap. */
async function watchServer(url, store, running) {
  let seen = 0;
  let emit;
  while (running()) {
    const stats = await (await fetch(`${url}/api/monitoring/memory/stats`)).json();
    emit ??= store.emitter(
      store.addSource({
        kind: 'server',
        id: `server:${stats.bootId}`,
        startedAt: stats.serverTime - stats.uptime,
        url,
        name: 'api',
        bootId: stats.bootId,
        clockOffset: 0,
      }),
    );
    const { last } = stats.collections;
    if (last && last.at !== seen) {
      seen = last.at;
      emit('collections', { at: last.at, after: last.after, pause: last.pause });
    }
    emit('heap', { at: stats.at, ...stats.heap, floor: false });
    await wait(1_000);
  }
}

async function watchClient(emit, running) {
  while (running()) {
    const { used_heap_size: used, total_heap_size: total, heap_size_limit: limit } = v8.getHeapStatistics();
    emit('heap', { at: now(), used, total, limit, floor: false });
    await wait(1_000);
  }
}

function metricsOf(header) {
  return [...header.matchAll(/(\w+);(?:dur=([\d.]+);)?desc="([^"]*)"/g)].map(
    ([, name = '', duration = '0', description = '']) => ({ name, duration: Number(duration), description }),
  );
}

/** The same load each time (a linear congruential generator). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function now() {
  return performance.timeOrigin + performance.now();
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
