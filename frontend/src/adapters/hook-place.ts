import type { Stop } from '@memory-plus/core/model';
import type { PageWindow } from '../platform/natives.ts';

/** What stands in the place where a framework looks for its tools; null for nothing that could be joined. */
export function readHook<H extends object>(window: PageWindow, name: string): H | null {
  try {
    const hook: unknown = Reflect.get(window, name);
    return isHook<H>(hook) ? hook : null;
  } catch {
    return null;
  }
}

/**
 * Puts `hook` where the framework finds it: on `Window.prototype`. Other tools look for a property of `window` itself, find
 * the place free and take it; `join` is told what is assigned there.
 */
export function offerHook<H extends object>(window: PageWindow, name: string, hook: H, join: (other: H) => void): void {
  const define = Object.defineProperty;
  const prototype: object | null = Object.getPrototypeOf(window);
  const place = prototype && prototype !== Object.prototype ? prototype : window;
  define(place, name, {
    configurable: true,
    enumerable: false,
    get: () => hook,
    set(value: unknown) {
      define(window, name, { configurable: true, enumerable: false, writable: true, value });
      if (isHook<H>(value)) join(value);
    },
  });
}

function isHook<H extends object>(value: unknown): value is H {
  return typeof value === 'object' && value !== null;
}

/**
 * Calls `found` with the property's value as soon as the page assigns it; at once where it is there. Until then the property reads as
 * undefined; after the assignment, or after `Stop`, it is as if nobody had waited.
 */
export function whenAssigned(holder: object, name: string, found: (value: unknown) => void): Stop {
  const present: unknown = Reflect.get(holder, name);
  if (present !== undefined || name in holder) {
    found(present);
    return () => {};
  }
  const get = () => undefined;
  const set = (value: unknown) => {
    Object.defineProperty(holder, name, { configurable: true, enumerable: true, writable: true, value });
    found(value);
  };
  Reflect.defineProperty(holder, name, { configurable: true, enumerable: false, get, set });
  return () => {
    if (Object.getOwnPropertyDescriptor(holder, name)?.get === get) Reflect.deleteProperty(holder, name);
  };
}
