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
