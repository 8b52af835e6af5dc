import autocannon from 'autocannon';
import { cpuDuring, pairedFigure, startChild } from './child.mjs';

const pairs = 8;
const seconds = 6;
/** Requests a second: a steady load that allocates, far from saturation, so that both processes do the same work. */
const rate = 300;

/** What detector, sampler and observers add, as a share of one core, against the same server whose detector is off. */
export async function detectorFigures() {
  const off = await startChild('server.mjs', ['fastify', 'without']);
  const on = await startChild('server.mjs', ['fastify', 'with']);
  const share = (server, work) => cpuDuring(server, work).then((cpu) => cpu / 1e4 / seconds);
  const load = (server) => () =>
    autocannon({
      url: `http://127.0.0.1:${server.ready.port}/work`,
      connections: 4,
      duration: seconds,
      overallRate: rate,
    });
  const rest = () => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const loaded = [];
  const idle = [];
  await Promise.all([load(off)(), load(on)()]);
  for (let pair = 0; pair < pairs; pair++) {
    const [without, withIt] = await Promise.all([share(off, rest), share(on, rest)]);
    idle.push(withIt - without);
    const costs = new Map();
    for (const server of pair % 2 === 0 ? [off, on] : [on, off]) costs.set(server, await share(server, load(server)));
    loaded.push(costs.get(on) - costs.get(off));
  }
  await Promise.all([off.end(), on.end()]);
  return [
    pairedFigure(
      `detector and sampler on, ${rate} requests a second, with the module minus without`,
      loaded,
      '% of a core',
      2,
    ),
    pairedFigure('detector and sampler on, idle, with the module minus without', idle, '% of a core', 2),
  ];
}
