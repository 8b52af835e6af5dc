import type { Bytes, EpochMs, Milliseconds } from './units.ts';

/** In rising order. Only `leak` accuses, and only with proof (docs/architecture.md, "The words of a verdict"). */
export type VerdictWord = 'insufficient-data' | 'clean' | 'growing' | 'suspect' | 'leak';

export const verdictWords: readonly VerdictWord[] = ['insufficient-data', 'clean', 'growing', 'suspect', 'leak'];

/** A number with its interval of confidence (95 % unless it says otherwise). */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a verdict rests on. A field is null where there is nothing to say. */
export interface Evidence {
  /** Growth of the floor in bytes per second. */
  readonly rate: Estimate | null;
  /** Floor points used. */
  readonly points: number;
  /** Collections seen in the window; null where they cannot be seen. */
  readonly collections: number | null;
  readonly window: { readonly from: EpochMs; readonly to: EpochMs } | null;
  readonly floor: { readonly first: Bytes; readonly last: Bytes } | null;
  /** Time until the heap's limit is reached at this rate. */
  readonly timeToLimit: {
    readonly value: Milliseconds;
    readonly low: Milliseconds;
    readonly high: Milliseconds | null;
  } | null;
  /** How it was measured, in words for a person. */
  readonly how: string;
}

export interface Verdict {
  readonly word: VerdictWord;
  /** The rule that said so (`LeakRule.name`), or null for `insufficient-data` and `clean`. */
  readonly rule: string | null;
  readonly evidence: Evidence;
  /** One or two plain sentences with the evidence. */
  readonly sentences: readonly string[];
  /** What every rule that had something to say concluded, worst first. */
  readonly findings?: readonly Finding[];
}

/** What one rule concluded from one source's series. */
export interface Finding {
  /** `LeakRule.name`. */
  readonly rule: string;
  readonly word: Exclude<VerdictWord, 'insufficient-data' | 'clean'>;
  readonly evidence: Evidence;
  readonly sentences: readonly string[];
}

/** One way to tell growth. `Facts` is what the analysis gathered; a rule only reads it, and answers null where it has nothing to say. */
export interface LeakRule<Facts> {
  /** Unique, in kebab case: it stands in verdicts, alerts and reports. */
  readonly name: string;
  /** What it looks for, in a few words for a person. */
  readonly title: string;
  judge(facts: Facts, now: EpochMs): Finding | null;
}
