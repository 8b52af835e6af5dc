import type { ResponseCaching } from '../platform/response-caching.ts';

/** Fewer responses say nothing about a page. */
const fewest = 5;

/** Why the browser's cache answers so little. */
export type HttpCacheCause = 'bypassed' | 'forbidden';

/** How the responses of one document stood to the browser's cache, as DevTools heard of them. */
export class HttpCaching {
  responses = 0;
  bypassed = 0;
  forbidden = 0;

  add({ bypassed, forbidden }: ResponseCaching): void {
    this.responses++;
    if (bypassed) this.bypassed++;
    else if (forbidden) this.forbidden++;
  }

  /** What explains most of them; null where nothing does, or not enough is known. */
  get cause(): HttpCacheCause | null {
    if (this.responses < fewest) return null;
    if (this.bypassed * 2 >= this.responses) return 'bypassed';
    return (this.forbidden + this.bypassed) * 2 >= this.responses ? 'forbidden' : null;
  }
}
