import { httpCacheName } from '@memory-plus/core/model';
import type { CacheFigures } from '../../store/caches.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';

const words = en.cacheTexts;

/** Why the browser's cache answers little; null where that needs no explanation, or is the page's own doing. */
export function causeSaid(page: SourceState, caches: readonly CacheFigures[]): string | null {
  const cache = caches.find(({ name }) => name === httpCacheName);
  const { responses, bypassed, forbidden } = page.httpCaching;
  if (cache?.cause) {
    const some = cache.cause === 'bypassed' ? bypassed : forbidden;
    return words.causes[cache.cause](formatCount(some), formatCount(responses));
  }
  return cache?.flags.includes('poor') && responses === 0 ? words.unheard : null;
}
