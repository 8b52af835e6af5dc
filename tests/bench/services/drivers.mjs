// How each bounded service is worked in the contract suite and in the bench: with which limits, and with what operations.
import { EventEmitter } from 'node:events';

/** @typedef {import('../../../backend/src/services/bounded-service.ts').BoundedService} BoundedService */
/** @typedef {typeof import('../../../backend/src/index.ts')} Backend */
/** @template {keyof Backend} Name @typedef {Backend[Name] extends abstract new (...parameters: never[]) => infer S ? S : never} Service */

/**
 * `options`: limits that are soon reached. `operate` does operations as an application would. `fill` takes in one more entry; what is
 * refused is caught there.
 *
 * @template {BoundedService} S
 * @typedef {{
 *   options: Record<string, unknown>,
 *   operate(service: S, from: number, count: number): unknown,
 *   fill(service: S, index: number): unknown,
 * }} Driver
 */

/** A pool as node-postgres has one, without connections. */
export class PoolWithoutServer extends EventEmitter {
  options = { max: 10, min: 0 };
  totalCount = 0;
  idleCount = 0;
  waitingCount = 0;

  async connect() {
    if (this.idleCount > 0) this.idleCount--;
    else if (this.totalCount < this.options.max) this.totalCount++;
    else throw new Error('The pool is full.');
    this.emit('acquire');
    let released = false;
    return {
      release: (/** @type {boolean | undefined} */ destroy) => {
        if (released) throw new Error('Released twice.');
        released = true;
        if (destroy) this.totalCount--;
        else this.idleCount++;
      },
    };
  }
}

/** A socket as socket.io has one, whose client acknowledges everything and takes messages when it is told to. */
export class SocketWithoutClient {
  connected = true;
  /** @type {() => void} */
  #closed = () => {};
  conn = {
    readyState: 'open',
    transport: {},
    /** @type {unknown[]} */
    writeBuffer: [],
    once: (/** @type {string} */ _, /** @type {() => void} */ listener) => {
      this.#closed = listener;
    },
  };

  constructor(/** @type {string} */ id) {
    this.id = id;
  }

  emit(/** @type {string} */ event, /** @type {unknown[]} */ ...payload) {
    this.conn.writeBuffer.push(event);
    const acknowledge = payload.at(-1);
    if (typeof acknowledge === 'function') acknowledge();
    return true;
  }

  once() {}

  off() {}

  disconnect() {
    this.connected = false;
    this.conn.readyState = 'closed';
    this.#closed();
  }
}

const quiet = { warn() {}, error() {} };
const nothing = () => {};

/** @type {Record<string, Driver<BoundedService>>} */
export const drivers = {
  connectionPool: /** @type {Driver<Service<'ConnectionPoolOptimizer'>>} */ ({
    options: { min: 2, max: 20, maxHistory: 100 },
    operate: each(async (service, index) => {
      service.sample();
      if (index % 100 === 0) service.relieve('warning');
    }),
    fill: (service) => service.sample(),
  }),
  cache: /** @type {Driver<Service<'CacheStrategyService'>>} */ ({
    options: { maxEntries: 1_000, maxBytes: 500_000 },
    operate: each((service, index) => {
      service.set(`key ${index}`, { index, text: `value ${index}` });
      service.getNow(`key ${index - 500}`);
      return index % 10 === 0 ? service.getOrLoad(`loaded ${index}`, async () => ({ index })) : undefined;
    }),
    fill: (service, index) => service.set(`key ${index}`, { index }),
  }),
  reports: /** @type {Driver<Service<'ReportsService'>>} */ ({
    options: { maxReports: 100, maxBytes: 1_000_000 },
    operate: each((service, index) => {
      const { id } = service.add(`report ${index}`, `body ${index}`);
      service.get(id);
      if (index % 7 === 0) service.remove(id);
      return index % 20 === 0 ? service.make('made', async () => 'body') : undefined;
    }),
    fill: (service, index) => service.add(`report ${index}`, 'body'),
  }),
  eventBus: /** @type {Driver<Service<'EventBusService'>>} */ ({
    options: { maxListeners: 20, maxEvents: 5, log: quiet },
    operate: each(async (service, index) => {
      const off = service.on(`event ${index % 5}`, index % 2 === 0 ? async () => index : () => index);
      const done = service.emit(`event ${index % 5}`, { index });
      off();
      if (index % 10 === 0) await done;
    }),
    fill: expecting('No listener can be added', (service, index) => service.on(`event ${index % 7}`, () => index)),
  }),
  ipReputation: /** @type {Driver<Service<'IpReputationService'>>} */ ({
    options: { maxAddresses: 1_000 },
    operate: each((service, index) => {
      const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
      service.answered(address, index % 3 === 0 ? 401 : 200);
      service.check(address);
    }),
    fill: (service, index) => service.report(`address ${index}`, 1),
  }),
  rateLimiter: /** @type {Driver<Service<'RateLimiterService'>>} */ ({
    options: { maxKeys: 1_000 },
    operate: each((service, index) => service.increment(`client ${index % 5_000}`, 60_000, 10, 60_000, 'default')),
    fill: (service, index) => service.increment(`client ${index}`, 60_000, 10, 60_000, 'default'),
  }),
  bulk: /** @type {Driver<Service<'BulkOperationsService'>>} */ ({
    options: { chunkRows: 100, maxOperations: 2 },
    operate: (service, from, count) =>
      service.run(rows(from, count), { handle: async () => {}, sizeOf: () => 100, onFailed: nothing }),
    fill: expecting('bulk operations are running', async (service, index) => {
      const wait = () => new Promise((resolve) => setImmediate(resolve));
      const run = () => service.run(rows(index, 250), { handle: wait });
      await Promise.all([run(), run(), run()]);
    }),
  }),
  search: /** @type {Driver<Service<'SearchService'>>} */ ({
    options: { maxEntries: 500 },
    operate: each((service, index) => {
      if (index % 1_000 === 0) service.invalidate('products');
      return service.search('products', { text: `query ${index % 2_000}` }, async () => [{ index }]);
    }),
    fill: (service, index) => service.search('products', `query ${index}`, async () => [index]),
  }),
  webSocket: /** @type {Driver<Service<'WebSocketClients'>>} */ ({
    options: { maxClients: 100, maxQueue: 10 },
    operate: each((service, index) => {
      const socket = new SocketWithoutClient(`socket ${index}`);
      service.connected(socket);
      for (let message = 0; message < 12; message++) service.send(socket.id, 'price', { message });
      service.disconnected(socket);
    }),
    fill: (service, index) => service.connected(new SocketWithoutClient(`socket ${index}`)),
  }),
};

/** @template S @param {(service: S, index: number) => unknown} one @returns {(service: S, from: number, count: number) => unknown} */
function each(one) {
  return async (service, from, count) => {
    for (let index = from; index < from + count; index++) {
      const work = one(service, index);
      if (work !== undefined) await work;
    }
  };
}

/** @template S @param {string} message @param {(service: S, index: number) => unknown} fill @returns {(service: S, index: number) => unknown} */
function expecting(message, fill) {
  return async (service, index) => {
    try {
      await fill(service, index);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes(message))) throw error;
    }
  };
}

function* rows(/** @type {number} */ from, /** @type {number} */ count) {
  for (let index = from; index < from + count; index++) yield { index, text: `row ${index}` };
}

/** Options for `create` of the definition with this key. @param {string} key */
export function optionsOf(key) {
  const options = drivers[key]?.options ?? {};
  if (key !== 'connectionPool') return { [key]: options };
  return {
    connectionPool: { ...options, dataSource: { isInitialized: true, driver: { master: new PoolWithoutServer() } } },
  };
}
