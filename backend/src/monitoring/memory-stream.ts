import type { ServerResponse } from 'node:http';
import { ProblemError } from '../common/problem.ts';
import type { MemoryMonitor } from '../memory-monitor.ts';
import type { MemoryApi } from './memory-api.service.ts';

const interval = 1_000;
const mostClients = 2_000;
/** A client that does not read is cut off when this much waits for it; it can come again. */
const mostWaiting = 256 * 1024;

/**
 * Server-sent events: `stats` each second, `alert` when one is raised or resolved. Each message is made once for all clients, and none
 * is made while there are no clients.
 */
export class MemoryStream {
  readonly #monitor: MemoryMonitor;
  readonly #api: MemoryApi;
  readonly #clients = new Set<ServerResponse>();
  #end: (() => void) | null = null;
  #id = 0;

  constructor(monitor: MemoryMonitor, api: MemoryApi) {
    this.#monitor = monitor;
    this.#api = api;
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Takes the response over until the client leaves. @throws ProblemError 503 when there are too many clients */
  add(response: ServerResponse): void {
    if (this.#clients.size >= mostClients) throw new ProblemError(503, { detail: 'Too many clients.', retryAfter: 60 });
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' });
    this.#clients.add(response);
    response.on('close', () => this.#remove(response));
    this.#end ??= this.#begin();
    this.#send(response, `retry: 5000\n${this.#message('stats', this.#api.stats())}`);
  }

  /** Ends all streams. */
  close(): void {
    for (const client of this.#clients) client.end();
    this.#clients.clear();
    this.#idle();
  }

  #begin(): () => void {
    const timer = setInterval(() => this.#broadcast('stats', this.#api.stats()), interval).unref();
    const offAlerts = this.#monitor.detector.onAlert((alert) => this.#broadcast('alert', alert));
    return () => {
      clearInterval(timer);
      offAlerts();
    };
  }

  #idle(): void {
    this.#end?.();
    this.#end = null;
  }

  #remove(client: ServerResponse): void {
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#idle();
  }

  #broadcast(event: string, data: object): void {
    const message = this.#message(event, data);
    for (const client of this.#clients) this.#send(client, message);
  }

  #send(client: ServerResponse, message: string): void {
    client.write(message);
    if (client.writableLength > mostWaiting) client.destroy();
  }

  #message(event: string, data: object): string {
    return `id: ${++this.#id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }
}
