// The client of a recorded pair, a process of its own: asks the server as its arguments say, and tells its requests and its own heap.
import v8 from 'node:v8';
import { collectRegularly } from './collecting.mjs';

const [url = '', load = '', parallel = '1', leaks = ''] = process.argv.slice(2);
const paths = ['/orders', '/reports', '/users', '/search', '/status'];
/** @type {unknown[]} */
const kept = [];

collectRegularly(() => process.send?.({ table: 'collections', row: { at: now(), after: null, pause: null } }));
setInterval(() => {
  const { used_heap_size: used, total_heap_size: total, heap_size_limit: limit } = v8.getHeapStatistics();
  process.send?.({ table: 'heap', row: { at: now(), used, total, limit, floor: false } });
  if (leaks) kept.push(Array.from({ length: 2_000 }, (_, index) => ({ index })));
}, 1_000);
for (let index = 0; index < Number(parallel); index++) ask(generator(index + 7));

/** By chance, in bursts of one route each; or one route by the clock. */
async function ask(random) {
  for (;;) {
    const path = load === 'even' ? '/reports' : paths[Math.floor(random() * paths.length)];
    const times = load === 'even' ? 1 : 1 + Math.floor(random() * 6);
    for (let i = 0; i < times; i++) await request(`${url}${path}`);
    await new Promise((resolve) => setTimeout(resolve, load === 'even' ? 700 : 300 + 2_200 * random()));
  }
}

async function request(address) {
  const at = now();
  const response = await fetch(address);
  await response.text();
  const timing = response.headers.get('server-timing');
  process.send?.({
    table: 'requests',
    row: { at, duration: now() - at, url: address, status: response.status },
    timing,
  });
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
