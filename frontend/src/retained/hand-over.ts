import type { Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import type { RetainedObject } from './retained-objects.ts';

/** How long DevTools has to come for it. */
export const waitsFor: Milliseconds = 3_000;

/**
 * What DevTools can show of an object. `element`: it is in the document; `place`: it is not, and the element that it was taken out of
 * is; `source`: it is a function, or a component that has one. `none`: nothing of these. `printed`: it was put into the console.
 * `gone`: it died.
 */
export interface Showable {
  readonly kind: 'element' | 'place' | 'source' | 'none' | 'printed' | 'gone';
  readonly target: object | null;
}

/** DevTools shows functions and elements of the document; its Elements panel refuses those that were taken out of it. */
export function showableOf(found: RetainedObject | null, { isConnected }: Pick<Natives, 'isConnected'>): Showable {
  if (!found) return { kind: 'gone', target: null };
  const { object, trace } = found;
  if (typeof object === 'function') return { kind: 'source', target: object };
  if (isConnected(object)) return { kind: 'element', target: object };
  if (typeof trace === 'function') return { kind: 'source', target: trace };
  if (trace && isConnected(trace)) return { kind: 'place', target: trace };
  return { kind: 'none', target: null };
}

/**
 * Puts an object of the page where DevTools' evaluation finds it: under `handle`, which nobody else can guess, on the window. Whoever
 * reads it first takes it away; what nobody came for is taken away after a while. It is the page's own object and nothing of ours
 * comes with it: a page that finds it by walking over its window learns nothing, and DevTools only misses it. While DevTools reads
 * it no code of the page runs, which could otherwise use the console's helpers.
 */
export function handOver(window: object, handle: string, showable: Showable, natives: Natives): void {
  const { defineProperty, deleteProperty } = natives.reflect;
  const withdraw = () => {
    natives.clearTimeout(timer);
    deleteProperty(window, handle);
  };
  const timer = natives.setTimeout(withdraw, waitsFor);
  defineProperty(window, handle, {
    configurable: true,
    enumerable: false,
    get() {
      withdraw();
      return showable;
    },
  });
}
