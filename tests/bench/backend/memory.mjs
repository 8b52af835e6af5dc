import autocannon from 'autocannon';
import { pairedFigure, startChild } from './child.mjs';

const pairs = 5;
const megabyte = 1024 * 1024;

/** What the module itself holds: two processes after the same requests and a forced collection. */
export async function memoryFigures() {
  const heap = [];
  const resident = [];
  for (let pair = 0; pair < pairs; pair++) {
    const [without, withIt] = await Promise.all([settled('without'), settled('with')]);
    heap.push((withIt.heapUsed + withIt.external - without.heapUsed - without.external) / megabyte);
    resident.push((withIt.rss - without.rss) / megabyte);
  }
  return [
    pairedFigure('memory of the module: heap and external, with minus without, after a collection', heap, 'MB', 15),
    pairedFigure('resident memory, with the module minus without', resident, 'MB'),
  ];
}

async function settled(kind) {
  const server = await startChild('server.mjs', ['express', kind]);
  await autocannon({ url: `http://127.0.0.1:${server.ready.port}/hello`, connections: 4, amount: 2_000 });
  await server.ask('collect');
  const usage = await server.ask('collect');
  await server.end();
  return usage;
}
