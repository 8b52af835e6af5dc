import type { ComparisonResult } from './compare.ts';

export type { ComparisonResult, Overlay } from './compare.ts';

/** Two recordings as their parts, exported JSON each. */
export interface CompareRequest {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export type CompareReply = { readonly result: ComparisonResult } | { readonly problem: string };

/** Compares recordings off the panel's thread. */
export interface Comparer {
  /** Rejects with an error for a person; never settles after `end`. */
  compare(before: readonly string[], after: readonly string[]): Promise<ComparisonResult>;
  end(): void;
}
