import { createHook } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type Origin, originHere } from './origin.ts';
import type { Service } from './service-audit.ts';

/** What a service still had after its end. */
export interface LeftBehind {
  /** `Service.field` where a field holds it, `Service` where the service made it, else the function and line that made it. */
  readonly name: string;
  readonly kind: 'interval' | 'timeout' | 'listeners' | 'subscription';
  readonly count: number;
  readonly advice: string;
}

/** What Node keeps of a timer. `_repeat` is null for a timeout. */
interface Timer {
  readonly _destroyed: boolean;
  readonly _repeat: number | null;
}

interface Listening {
  readonly emitter: WeakRef<EventEmitter>;
  readonly event: string | symbol;
  readonly listener: unknown;
  readonly origin: Origin;
}

const mostFollowed = 20_000;
const registering = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/**
 * Follows the timers and listeners that an application makes, from before it is created, and tells after its end which of them are still
 * there. For an audit, not for production: each timer and each listener costs a stack trace meanwhile.
 */
export class LeftBehindWatch {
  readonly #timers = new Map<number, { readonly timer: WeakRef<Timer & object>; readonly origin: Origin }>();
  #listening: Listening[] = [];
  readonly #restore: (() => void)[] = [];
  readonly #hook = createHook({
    init: (id, type, _trigger, resource) => {
      if (type !== 'Timeout' || this.#timers.size >= mostFollowed || !isTimer(resource)) return;
      const origin = originHere();
      if (origin) this.#timers.set(id, { timer: new WeakRef(resource), origin });
    },
    destroy: (id) => this.#timers.delete(id),
  });

  start(): void {
    this.#hook.enable();
    for (const method of registering) this.#follow(method);
  }

  stop(): void {
    this.#hook.disable();
    for (const restore of this.#restore.splice(0)) restore();
  }

  /** Ask after the application was closed. */
  report(services: readonly Service[]): LeftBehind[] {
    return [...this.#timersLeft(services), ...this.#listenersLeft(services), ...subscriptionsLeft(services)];
  }

  #follow(method: (typeof registering)[number]): void {
    const original = EventEmitter.prototype[method];
    const watch = this;
    EventEmitter.prototype[method] = function register(this: EventEmitter, event, listener) {
      const origin = watch.#listening.length < mostFollowed ? originHere() : null;
      if (origin)
        watch.#listening.push({ emitter: new WeakRef(this), event: event as string | symbol, listener, origin });
      return original.call(this, event, listener);
    };
    this.#restore.push(() => {
      EventEmitter.prototype[method] = original;
    });
  }

  #timersLeft(services: readonly Service[]): LeftBehind[] {
    const left = [...this.#timers.values()].flatMap(({ timer, origin }) => {
      const alive = timer.deref();
      if (!alive || alive._destroyed) return [];
      const kind = alive._repeat === null ? ('timeout' as const) : ('interval' as const);
      return [{ kind, name: fieldOf(services, alive) ?? nameOf(services, origin) }];
    });
    return counted(left);
  }

  /** Of emitters that outlive the application or belong to another service: what a service leaves on its own goes with it. */
  #listenersLeft(services: readonly Service[]): LeftBehind[] {
    const shared = new Map<EventEmitter, string | null>([[process, null]]);
    for (const { name, instance } of services) {
      if (instance instanceof EventEmitter) shared.set(instance, name);
      for (const [, value] of ownFields(instance)) if (value instanceof EventEmitter) shared.set(value, name);
    }
    const left = this.#listening.flatMap(({ emitter, event, listener, origin }) => {
      const alive = emitter.deref();
      if (!alive || !shared.has(alive) || !alive.listeners(event).some((one) => one === listener)) return [];
      const name = nameOf(services, origin);
      return shared.get(alive) === name ? [] : [{ kind: 'listeners' as const, name }];
    });
    return counted(left);
  }
}

function subscriptionsLeft(services: readonly Service[]): LeftBehind[] {
  const left = services.flatMap(({ name, instance }) =>
    ownFields(instance)
      .flatMap(([field, value]) => (Array.isArray(value) ? value : [value]).map((one) => [field, one] as const))
      .filter(([, value]) => isOpenSubscription(value))
      .map(([field]) => ({ kind: 'subscription' as const, name: `${name}.${field}` })),
  );
  return counted(left);
}

function counted(left: readonly Pick<LeftBehind, 'kind' | 'name'>[]): LeftBehind[] {
  const groups = new Map<string, LeftBehind>();
  for (const { kind, name } of left) {
    const key = `${kind} ${name}`;
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { name, kind, count, advice: advices[kind] });
  }
  return [...groups.values()];
}

const advices: Readonly<Record<LeftBehind['kind'], string>> = {
  interval: 'Clear it in onModuleDestroy (ManagedTimers does so).',
  timeout: 'Clear it in onModuleDestroy (ManagedTimers does so).',
  listeners: 'Take it off in onModuleDestroy.',
  subscription: 'Unsubscribe in onModuleDestroy.',
};

function nameOf(services: readonly Service[], { frames, place }: Origin): string {
  return frames.find((type) => services.some(({ name }) => name === type)) ?? place;
}

function fieldOf(services: readonly Service[], value: object): string | null {
  for (const { name, instance } of services) {
    const held = ownFields(instance).find(([, one]) => one === value);
    if (held) return `${name}.${held[0]}`;
  }
  return null;
}

/** Own fields with their values; getters are not called. */
function ownFields(instance: object): [string, unknown][] {
  return Object.entries(Object.getOwnPropertyDescriptors(instance)).map(([field, { value }]) => [field, value]);
}

function isTimer(value: object): value is Timer & object {
  return '_destroyed' in value && '_repeat' in value;
}

/** A subscription of rxjs, by what it can do: the application may have a copy of rxjs of its own. */
function isOpenSubscription(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('unsubscribe' in value && 'closed' in value && 'add' in value))
    return false;
  return typeof value.unsubscribe === 'function' && value.closed === false && !('subscribe' in value);
}
