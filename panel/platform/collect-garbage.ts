import type { Capability } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { evaluate } from './evaluate.ts';

/**
 * `queryObjects` is a helper of the console: to answer it, V8 collects all garbage first. A class that nothing is an instance of makes
 * the answer empty, so that nothing is held by the console. It needs no permission, and leaves one line in the console.
 */
const collect = 'queryObjects(class MemoryPlusCollect {})';

export function canCollect(): Capability {
  // Firefox's console has no such helper; there `chrome` is an alias and `browser` native, and the user agent says so.
  return /Firefox\//.test(navigator.userAgent)
    ? { available: false, because: en.platform.noCollection }
    : { available: true };
}

/** Right after a navigation the evaluation may fail although nothing is wrong: it is tried again. */
export async function collectGarbage(): Promise<void> {
  let reason = '';
  for (let tries = 0; tries < 3; tries++) {
    try {
      await evaluate(collect);
      return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(en.platform.notCollected(reason));
}
