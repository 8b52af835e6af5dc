import type { Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { withDeadline } from '../../common/utils/deadline.ts';
import type { Relievable } from '../../common/utils/memory-pressure.ts';
import { type BoundedService, checkLimits, occupancyOf } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type ClientSocket, disconnect, waitingFor } from './client-socket.ts';

export interface WebSocketOptions {
  /** 10,000 unless told otherwise. One more is told so and disconnected. */
  readonly maxClients?: number;
  /** Messages that wait for one client; 100 unless told otherwise. */
  readonly maxQueue?: number;
  /** A client whose queue stays full for this long is disconnected; 30 s unless told otherwise. */
  readonly slowAfter?: Milliseconds;
  /** How long the end of the application waits for the clients; 3 s unless told otherwise. */
  readonly deadline?: Milliseconds;
  /** Told to the clients at the end: when to come back; a second unless told otherwise. */
  readonly reconnectAfter?: Milliseconds;
}

/** Sent to each client at the end, with `{ reconnectAfter }` in milliseconds. A client that acknowledges it is let go at once. */
export const shutdownEvent = 'server-shutdown';
/** Sent to a client for whom there is no room. */
export const fullEvent = 'server-full';

interface Client {
  readonly socket: ClientSocket;
  /** Since when every message to it was dropped, on the clock of `performance.now()`. */
  fullSince: number | null;
}

/** The clients of a gateway: so many at most, so many waiting messages each, and a good-bye to all of them when the application ends. */
export class WebSocketClients implements BoundedService {
  readonly #clients = new Map<string, Client>();
  readonly #limits: Required<WebSocketOptions>;
  #refused = 0;
  #slow = 0;
  #dropped = 0;
  #ending: Promise<void> | null = null;
  readonly parts: readonly Relievable[] = [{ relieve: () => {}, statistics: () => this.#queues() }];

  constructor(options: WebSocketOptions = {}) {
    const {
      maxClients = 10_000,
      maxQueue = 100,
      slowAfter = 30_000,
      deadline = 3_000,
      reconnectAfter = 1_000,
    } = options;
    this.#limits = { maxClients, maxQueue, slowAfter, deadline, reconnectAfter };
    checkLimits('WebSocketClients', { ...this.#limits });
  }

  /** For `handleConnection` of a gateway. False: there was no room, and the client was disconnected. */
  connected(socket: ClientSocket): boolean {
    if (this.#clients.size < this.#limits.maxClients && !this.#ending) {
      this.#clients.set(socket.id, { socket, fullSince: null });
      return true;
    }
    this.#refused++;
    socket.emit(this.#ending ? shutdownEvent : fullEvent, { reconnectAfter: this.#limits.reconnectAfter });
    void disconnect(socket);
    return false;
  }

  /** For `handleDisconnect` of a gateway. */
  disconnected(socket: ClientSocket): void {
    if (this.#clients.get(socket.id)?.socket === socket) this.#clients.delete(socket.id);
  }

  /** False: the client's queue is full and the message was dropped, or the client is gone. */
  send(id: string, event: string, payload: unknown): boolean {
    const client = this.#clients.get(id);
    return client !== undefined && this.#send(client, event, payload);
  }

  /** To all. Returns how many it was sent to. */
  broadcast(event: string, payload: unknown): number {
    let sent = 0;
    for (const client of this.#clients.values()) if (this.#send(client, event, payload)) sent++;
    return sent;
  }

  #send(client: Client, event: string, payload: unknown): boolean {
    if (waitingFor(client.socket) < this.#limits.maxQueue) {
      client.fullSince = null;
      return client.socket.emit(event, payload);
    }
    this.#dropped++;
    const now = performance.now();
    client.fullSince ??= now;
    if (now - client.fullSince >= this.#limits.slowAfter) {
      this.#slow++;
      this.#clients.delete(client.socket.id);
      void disconnect(client.socket);
    }
    return false;
  }

  /** Tells every client that the server ends, waits until they acknowledged or the deadline is over, and disconnects them. */
  shutDown(): Promise<void> {
    this.#ending ??= this.#sayGoodBye();
    return this.#ending;
  }

  async #sayGoodBye(): Promise<void> {
    const { deadline, reconnectAfter } = this.#limits;
    const sockets = [...this.#clients.values()].map(({ socket }) => socket);
    await withDeadline(Promise.all(sockets.map((socket) => farewell(socket, reconnectAfter))), deadline);
    await Promise.all(sockets.map(disconnect));
    this.#clients.clear();
  }

  /** A client is not memory that could be given back. */
  relieve(): void {}

  /** `evictions`: clients that were too slow. */
  statistics(): Occupancy {
    return occupancyOf('WebSocket clients', this.#clients.size, this.#limits.maxClients, {
      refused: this.#refused,
      evictions: this.#slow,
    });
  }

  #queues(): Occupancy {
    const entries = [...this.#clients.values()].reduce((sum, { socket }) => sum + waitingFor(socket), 0);
    const { maxClients, maxQueue } = this.#limits;
    return occupancyOf('WebSocket queues', entries, maxClients * maxQueue, { refused: this.#dropped });
  }

  async onModuleDestroy(): Promise<void> {
    await this.shutDown();
  }
}

/** Resolves when the client acknowledged or is gone. */
function farewell(socket: ClientSocket, reconnectAfter: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('disconnect', done);
      resolve();
    };
    socket.once('disconnect', done);
    socket.emit(shutdownEvent, { reconnectAfter }, done);
    if (!socket.connected) done();
  });
}

export const webSocket: ServiceDefinition = {
  key: 'webSocket',
  provide: WebSocketClients,
  create: (options) => new WebSocketClients(options.webSocket),
};
