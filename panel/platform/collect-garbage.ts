import type { Capability } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { evaluatePatiently } from './evaluate.ts';

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

export async function collectGarbage(): Promise<void> {
  try {
    await evaluatePatiently(collect);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(en.platform.notCollected(reason));
  }
}
