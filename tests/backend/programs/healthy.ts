import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { order, type Program } from './program.ts';

/** What services without a leak do that looks like one for a while. */
const httpLoad: Program = {
  title: 'load over HTTP',
  file: 'healthy.ts',
  culprits: null,
  start() {
    const server = createServer((_request, response) => {
      response.end(JSON.stringify(Array.from({ length: 50 }, (_, id) => order(id))));
    });
    server.listen(0, '127.0.0.1');
    const request = (port: number) =>
      new Promise((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: '/orders' }, (response) => {
          response.resume().on('end', resolve);
        }).on('error', reject);
      });
    return {
      async round() {
        if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
        const { port } = server.address() as AddressInfo;
        await Promise.all(Array.from({ length: 20 }, () => request(port)));
      },
      stop() {
        server.close();
        server.closeAllConnections();
      },
    };
  },
};

const batchJobs: Program = {
  title: 'batch jobs',
  file: 'healthy.ts',
  culprits: null,
  start() {
    const batch: object[] = [];
    return {
      round(index) {
        for (let i = 0; i < 6_000; i++) batch.push(order(i));
        if (index % 5 === 4) batch.length = 0;
      },
      stop() {
        batch.length = 0;
      },
    };
  },
};

/** Rounds in which a request first needs one: ever more rarely, and after four minutes all are there. */
const firstNeeded: ReadonlySet<number> = new Set([0, 1, 2, 4, 7, 12]);

const lazyModules: Program = {
  title: 'modules that are loaded when they are needed',
  file: 'healthy.ts',
  culprits: null,
  start() {
    const loaded = new Map<number, readonly object[]>();
    return {
      round(index) {
        if (firstNeeded.has(index))
          loaded.set(
            index,
            Array.from({ length: 10_000 }, (_, id) => order(id)),
          );
      },
      stop: () => loaded.clear(),
    };
  },
};

const steady: Program = {
  title: 'a fixed working set that is replaced piece by piece',
  file: 'healthy.ts',
  culprits: null,
  start() {
    const working = Array.from({ length: 30_000 }, (_, id) => order(id));
    return {
      round(index) {
        for (let i = 0; i < 3_000; i++) working[(index * 3_000 + i) % working.length] = order(index + i);
      },
      stop() {
        working.length = 0;
      },
    };
  },
};

export const healthy: readonly Program[] = [httpLoad, batchJobs, lazyModules, steady];
