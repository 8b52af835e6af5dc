import type { Milliseconds } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { Logger } from '@nestjs/common';
import { withDeadline } from '../../common/utils/deadline.ts';
import { type BoundedService, checkLimits, occupancyOf } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';

export interface EventBusOptions {
  /** Listeners of one event; 100 unless told otherwise. One more is refused. */
  readonly maxListeners?: number;
  /** From this many listeners of one event on, a warning names the event, once; 10 unless told otherwise. */
  readonly warnAt?: number;
  /** Events with listeners; 1,000 unless told otherwise. */
  readonly maxEvents?: number;
  /** Handlers that are still at work; 10,000 unless told otherwise. An event beyond is refused. */
  readonly maxPending?: number;
  /** How long the end of the application waits for them; 5 s unless told otherwise. */
  readonly drain?: Milliseconds;
  readonly log?: BusLog;
}

export interface BusLog {
  warn(message: string): void;
  error(message: string): void;
}

export type Handler<T> = (payload: T) => unknown;

export interface EmitResult {
  readonly handled: number;
  /** What the other handlers threw. */
  readonly errors: readonly unknown[];
}

type Events = Readonly<Record<string, unknown>>;

/** Passes events on inside one process. The error of one listener stops no other, and no event is cut off when the application ends. */
export class EventBusService<E extends Events = Events> implements BoundedService {
  readonly #listeners = new Map<string, Set<Handler<never>>>();
  readonly #warned = new Set<string>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #limits: Required<Omit<EventBusOptions, 'log'>>;
  readonly #log: BusLog;
  #refused = 0;
  #closed = false;

  constructor({ log = new Logger('EventBus'), ...limits }: EventBusOptions = {}) {
    this.#limits = { maxListeners: 100, warnAt: 10, maxEvents: 1_000, maxPending: 10_000, drain: 5_000, ...limits };
    checkLimits('EventBusService', this.#limits);
    this.#log = log;
  }

  /**
   * Calls `handler` for each event until the returned function is called.
   * @throws Error that names the event when it has too many listeners already
   */
  on<K extends string & keyof E>(event: K, handler: Handler<E[K]>): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#checkRoom(event, listeners);
    listeners.add(handler);
    this.#listeners.set(event, listeners);
    return () => {
      listeners.delete(handler);
      if (listeners.size === 0 && this.#listeners.get(event) === listeners) this.#listeners.delete(event);
    };
  }

  once<K extends string & keyof E>(event: K, handler: Handler<E[K]>): () => void {
    const off = this.on(event, (payload) => {
      off();
      return handler(payload);
    });
    return off;
  }

  #checkRoom(event: string, listeners: ReadonlySet<unknown>): void {
    const { maxListeners, maxEvents, warnAt } = this.#limits;
    const reason = this.#closed
      ? 'the application ends'
      : listeners.size >= maxListeners
        ? `it has ${maxListeners} listeners already; take those off that are no longer needed, or raise maxListeners`
        : listeners.size === 0 && this.#listeners.size >= maxEvents
          ? `${maxEvents} events have listeners already; is the name made of an id?`
          : null;
    if (reason) {
      this.#refused++;
      throw new Error(`No listener can be added to the event "${event}": ${reason}.`);
    }
    if (listeners.size + 1 < warnAt || this.#warned.has(event) || this.#warned.size >= maxEvents) return;
    this.#warned.add(event);
    this.#log.warn(`The event "${event}" has ${listeners.size + 1} listeners. Is one added for each request?`);
  }

  /**
   * Calls every listener. Who does not wait for the answer still has each error in the log.
   * @throws Error when as many handlers are at work as may be: wait for earlier events first
   */
  async emit<K extends string & keyof E>(event: K, payload: E[K]): Promise<EmitResult> {
    const listeners = [...(this.#listeners.get(event) ?? [])] as Handler<E[K]>[];
    if (this.#pending.size + listeners.length > this.#limits.maxPending) {
      this.#refused++;
      throw new Error(`The event "${event}" was refused: ${this.#pending.size} handlers are still at work.`);
    }
    const errors: unknown[] = [];
    const failed = (error: unknown) => {
      errors.push(error);
      this.#log.error(`A listener of "${event}" failed: ${error instanceof Error ? error.message : String(error)}`);
    };
    const atWork = listeners.map((handler) => this.#call(handler, payload, failed)).filter((work) => work !== null);
    if (atWork.length > 0) await Promise.all(atWork);
    return { handled: listeners.length - errors.length, errors };
  }

  #call<T>(handler: Handler<T>, payload: T, failed: (error: unknown) => void): Promise<void> | null {
    try {
      const result = handler(payload);
      if (!isPromise(result)) return null;
      const work: Promise<void> = result
        .then(() => {}, failed)
        .finally(() => {
          this.#pending.delete(work);
        });
      this.#pending.add(work);
      return work;
    } catch (error) {
      failed(error);
      return null;
    }
  }

  listenerCount(event: string & keyof E): number {
    return this.#listeners.get(event)?.size ?? 0;
  }

  /** Of one event, or of all. Returns how many there were. */
  removeAllListeners(event?: string & keyof E): number {
    const events = event === undefined ? [...this.#listeners.keys()] : [event];
    let count = 0;
    for (const one of events) {
      count += this.#listeners.get(one)?.size ?? 0;
      this.#listeners.get(one)?.clear();
      this.#listeners.delete(one);
    }
    return count;
  }

  /** Listeners are code, not memory that could be given back. */
  relieve(): void {}

  statistics(): Occupancy {
    const entries = [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
    const { maxListeners, maxEvents } = this.#limits;
    return occupancyOf('event bus', entries, maxListeners * maxEvents, { refused: this.#refused });
  }

  /** Takes no new listener, waits for the handlers at work, then takes every listener off. */
  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    this.removeAllListeners();
    const inTime = await withDeadline(Promise.all(this.#pending), this.#limits.drain);
    if (!inTime) this.#log.warn(`${this.#pending.size} handlers were still at work after ${this.#limits.drain} ms.`);
    this.#pending.clear();
    this.#warned.clear();
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

export const eventBus: ServiceDefinition = {
  key: 'eventBus',
  provide: EventBusService,
  create: (options) => new EventBusService(options.eventBus),
};
