import type { Milliseconds, Verdict } from '../../model/index.ts';
import type { Attribution } from './attribution.ts';

/** What rules across both sides judge by: a page, the server that it asks, and what goes between them. */
export interface PairFacts {
  readonly page: Verdict;
  readonly server: Verdict;
  readonly attribution: Attribution;
}

/** Shorter, growth by requests is what start-up and filling caches look like too (the same limit as for a floor that rises). */
export const shortestProof: Milliseconds = 300_000;
