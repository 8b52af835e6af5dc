// What the module costs: processor time per request with and without it, in alternating runs, as ratios. Needs backend/dist.
//   node backend/bench/overhead.mjs [seconds per run] [rounds] [express or fastify; both when left out]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const [seconds = 20, rounds = 3] = process.argv.slice(2, 4).map(Number);
const chosen = process.argv[4];
const server = fileURLToPath(new URL('server.mjs', import.meta.url));

for (const adapter of chosen ? [chosen] : ['express', 'fastify']) {
  const [bare, full] = [await start(adapter, 'without'), await start(adapter, 'with')];
  const costs = { bare: [], full: [], stats: [] };
  await cost(bare, '/hello', 3);
  await cost(full, '/hello', 3);
  await cost(full, '/api/monitoring/memory/stats', 3);
  for (let round = 0; round < rounds; round++) {
    costs.bare.push(await cost(bare, '/hello', seconds));
    costs.full.push(await cost(full, '/hello', seconds));
    costs.stats.push(await cost(full, '/api/monitoring/memory/stats', seconds));
  }
  const ratio = (a, b) => (median(a) / median(b)).toFixed(3);
  process.stdout.write(
    `${adapter}: hello ${median(costs.bare).toFixed(1)} µs; with the module × ${ratio(costs.full, costs.bare)}; ` +
      `stats × ${ratio(costs.stats, costs.bare)} (medians of ${rounds} runs of ${seconds} s)\n`,
  );
  bare.child.kill();
  full.child.kill();
}

async function start(adapter, withModule) {
  const child = fork(server, [adapter, withModule]);
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

/** Microseconds of processor time per request. */
async function cost({ child, port }, path, duration) {
  const before = await usage(child);
  const { requests } = await autocannon({ url: `http://127.0.0.1:${port}${path}`, connections: 10, duration });
  const after = await usage(child);
  return (after.user + after.system - before.user - before.system) / requests.total;
}

async function usage(child) {
  child.send('usage');
  const [{ cpu }] = await once(child, 'message');
  return cpu;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
