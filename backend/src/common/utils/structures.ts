import type { EventEmitter } from 'node:events';

/** What can be emptied in place, so that everyone who holds it lets go of its content too. */
export type Clearable = unknown[] | { clear(): unknown };

/** Empties arrays, maps, sets and caches, and returns how many entries they held. */
export function clearStructures(...structures: readonly Clearable[]): number {
  let entries = 0;
  for (const structure of structures) {
    if (Array.isArray(structure)) {
      entries += structure.length;
      structure.length = 0;
    } else {
      entries += 'size' in structure && typeof structure.size === 'number' ? structure.size : 0;
      structure.clear();
    }
  }
  return entries;
}

/** Takes every listener off, and returns how many there were. */
export function removeListeners(...emitters: readonly EventEmitter[]): number {
  let count = 0;
  for (const emitter of emitters) {
    for (const event of emitter.eventNames()) count += emitter.listenerCount(event);
    emitter.removeAllListeners();
  }
  return count;
}

/** Adds to the end and drops from the front what is over `limit`. Returns how many were dropped. */
export function pushBounded<T>(list: T[], item: T, limit: number): number {
  list.push(item);
  return list.splice(0, Math.max(0, list.length - limit)).length;
}

/** Handles `items` in slices and empties the array behind it, so that what is done can be collected while the rest is at work. */
export async function drain<T>(items: T[], sliceLength: number, handle: (slice: T[]) => unknown): Promise<void> {
  if (!(sliceLength >= 1)) throw new RangeError(`sliceLength is ${sliceLength}; give at least 1`);
  while (items.length > 0) await handle(items.splice(0, sliceLength));
}
