import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../report.mjs';
import { cpuDuring, startChild } from './child.mjs';

const clients = 1_000;
const megabyte = 1024 * 1024;

/** A thousand clients of the event stream for some minutes: who is still there, what they got, and whether the server's floor rose. */
export async function streamFigures({ minutes }) {
  const server = await startChild('server.mjs', ['express', 'with']);
  const open = await Promise.all(Array.from({ length: clients }, () => connect(server.ready.port)));
  const looks = Math.max(9, minutes * 6);
  const floors = [];
  await sleep(5_000);
  const began = performance.now();
  const before = open.map(({ messages }) => messages);
  const cpu = await cpuDuring(server, async () => {
    for (let look = 1; look <= looks; look++) {
      await sleep(began + (look * minutes * 60_000) / looks - performance.now());
      const { heapUsed, external } = await server.ask('collect');
      floors.push((heapUsed + external) / megabyte);
    }
  });
  const took = performance.now() - began;
  const held = open.filter(({ ended }) => !ended).length;
  const fewest = Math.min(...open.map(({ messages }, index) => messages - (before[index] ?? 0)));
  for (const { request } of open) request.destroy();
  await server.end();
  const third = Math.floor(looks / 3);
  const rise = median(floors.slice(-third)) - median(floors.slice(0, third));
  const over = `${clients} clients of the stream for ${minutes} minutes`;
  return [
    { name: `${over}: still connected`, value: held, unit: 'clients', target: `= ${clients}`, holds: held === clients },
    {
      name: `${over}: fewest messages that one got, of those sent each second`,
      value: fewest / (took / 1000),
      unit: 'x',
      target: '≥ 0.95',
      holds: fewest >= 0.95 * (took / 1000),
    },
    {
      name: `${over}: rise of the floor, last third minus first`,
      value: rise,
      unit: 'MB',
      target: '≤ 1',
      holds: rise <= 1,
    },
    { name: `${over}: processor time`, value: cpu / 10 / took, unit: '% of a core', target: '', holds: true },
  ];
}

function connect(port) {
  return new Promise((resolve, reject) => {
    const request = get(
      { port, host: '127.0.0.1', path: '/api/monitoring/memory/stream', agent: false },
      (response) => {
        const client = { request, messages: 0, ended: false };
        response.on('data', (chunk) => {
          client.messages += chunk.toString().split('event: stats').length - 1;
        });
        response.on('close', () => {
          client.ended = true;
        });
        resolve(client);
      },
    );
    request.on('error', reject);
  });
}
