// What the module costs: processor time per request with and without it, in alternating runs, as ratios. Needs backend/dist.
//   node backend/bench/overhead.mjs [seconds per run] [rounds] [express or fastify; both when left out]
import { cost, start } from './client.mjs';

const [seconds = 20, rounds = 3] = process.argv.slice(2, 4).map(Number);
const chosen = process.argv[4];

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

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
