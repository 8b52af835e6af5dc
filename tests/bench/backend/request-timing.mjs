// What `requestTiming` costs: the server's processor time per request with it over that without it, in alternating runs of the module
// with and without the switch. Needs backend/dist.
//   node tests/bench/backend/request-timing.mjs [seconds per run] [rounds] [--json]

import { cost, start } from '../../../backend/bench/client.mjs';
import { median, report } from '../report.mjs';

const [seconds = 4, rounds = 7] = process.argv
  .slice(2)
  .filter((one) => /^\d+$/.test(one))
  .map(Number);
const target = 1.15;
const figures = [];

for (const adapter of /** @type {const} */ (['express', 'fastify'])) {
  const [off, on] = [await start(adapter, 'with'), await start(adapter, 'timed')];
  await cost(off, '/hello', 2);
  await cost(on, '/hello', 2);
  const ratios = [];
  const extra = [];
  for (let round = 0; round < rounds; round++) {
    const pair = round % 2 === 0 ? [off, on] : [on, off];
    const costs = new Map();
    for (const running of pair) costs.set(running, await cost(running, '/hello', seconds));
    ratios.push(costs.get(on) / costs.get(off));
    extra.push(costs.get(on) - costs.get(off));
  }
  const ratio = median(ratios);
  figures.push(
    {
      name: `${adapter}: CPU per request, on ÷ off`,
      value: ratio,
      unit: '×',
      target: `≤ ${target}`,
      holds: ratio <= target,
    },
    { name: `${adapter}: more CPU per request`, value: median(extra), unit: 'µs', target: 'none', holds: true },
  );
  off.child.kill();
  on.child.kill();
}
report(figures);
