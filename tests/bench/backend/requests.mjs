import autocannon from 'autocannon';
import { cpuDuring, pairedFigure, startChild } from './child.mjs';

/** Less than a second of processor time a run: many short pairs tell more than few long ones on a machine that is busy. */
const amounts = { express: 3_000, fastify: 15_000 };
const pairs = 25;
const stats = '/api/monitoring/memory/stats';

/** Processor time per request, in alternating runs against processes with and without the module. */
export async function requestFigures() {
  const figures = [];
  for (const [adapter, amount] of Object.entries(amounts)) {
    const bare = await startChild('server.mjs', [adapter, 'without']);
    const full = await startChild('server.mjs', [adapter, 'with']);
    const cost = (server, path) =>
      cpuDuring(server, () =>
        autocannon({ url: `http://127.0.0.1:${server.ready.port}${path}`, connections: 10, amount }),
      );
    for (const [server, path] of [
      [bare, '/hello'],
      [full, '/hello'],
      [full, stats],
    ])
      await cost(server, path);
    const hello = [];
    const answers = [];
    for (let pair = 0; pair < pairs; pair++) {
      // Each first in turn, so that what wanders on the machine meets both alike.
      const order = pair % 2 === 0 ? [bare, full] : [full, bare];
      const costs = new Map();
      for (const server of order) costs.set(server, await cost(server, '/hello'));
      hello.push(costs.get(full) / costs.get(bare));
      answers.push((await cost(full, stats)) / costs.get(full));
    }
    await Promise.all([bare.end(), full.end()]);
    figures.push(
      pairedFigure(`${adapter}: processor time of hello world, with the module / without`, hello, 'x', 1.03),
      pairedFigure(`${adapter}: processor time of GET stats / hello world`, answers, 'x', 1.3),
    );
  }
  return figures;
}
