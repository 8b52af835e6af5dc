// What `requestTiming` costs: the server's processor time per request with the switch on and off, in alternating runs. Needs backend/dist.
//   node tests/bench/backend/request-timing.mjs [seconds per run] [rounds] [--json]

import { cost, start } from '../../../backend/bench/client.mjs';
import { median, report } from '../report.mjs';

const [seconds = 4, rounds = 7] = process.argv
  .slice(2)
  .filter((one) => /^\d+$/.test(one))
  .map(Number);
const target = 20;
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
  const more = median(extra);
  figures.push(
    { name: `${adapter}: more CPU per request`, value: more, unit: 'µs', target: `≤ ${target}`, holds: more <= target },
    // A route that does nothing is the worst case: the same microseconds are little beside a query.
    { name: `${adapter}: hello world, on ÷ off`, value: ratio, unit: '×', target: 'none', holds: true },
  );
  off.child.kill();
  on.child.kill();
}
report(figures);
