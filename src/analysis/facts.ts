import type { Bytes, EpochMs, Milliseconds, Row } from '../model/index.ts';
import type { Growth } from './growth-test.ts';

/**
 * `collections`: the lowest heap after each collection that the runtime told of. `dips`: the same, with collections inferred from
 * readings. `minima`: the lowest heap of each half minute, garbage and all.
 */
export type FloorSource = 'collections' | 'dips' | 'minima';

/** Growth of one named thing: a cache, a label of retained objects. */
export interface NamedGrowth {
  readonly name: string;
  readonly growth: Growth;
}

/** What a guided check left after one round, read after a forced collection. */
export interface Round {
  readonly at: EpochMs;
  readonly number: number;
  readonly floor: Bytes;
}

export interface RetainedFacts {
  readonly what: Row<'retained'>['what'];
  readonly label: string;
  readonly count: number;
  /** Collections that the objects outlived. */
  readonly collections: number;
  /** Reports in a row, each after a collection, that counted more than the one before. */
  readonly rises: number;
  readonly since: EpochMs;
  readonly at: EpochMs;
}

export interface CacheFacts {
  readonly name: string;
  readonly size: Growth;
  readonly bytes: Growth;
  readonly hitRate: number | null;
}

/** Everything that the rules judge by. All of it is of one source, since the last cut of its series. */
export interface Facts {
  readonly heap: {
    readonly growth: Growth;
    /** Where the points of `growth` come from: see `FloorSource`. */
    readonly by: FloorSource;
    /** Floor points since the last cut. */
    readonly points: number;
    /** Collections since the last cut; null where they cannot be seen. */
    readonly collections: number | null;
    /** The runtime hands out rounded, rarely refreshed readings. */
    readonly bucketed: boolean;
    readonly limit: Bytes | null;
    /** Raw heap now, and how much it grew over the last five minutes; null before that. */
    readonly recentGrowth: { readonly bytes: Bytes; readonly over: Milliseconds } | null;
  };
  readonly retained: readonly RetainedFacts[];
  readonly caches: readonly CacheFacts[];
  readonly listeners: Growth;
  readonly domNodes: Growth;
  readonly external: Growth;
  readonly rss: Growth;
  readonly rounds: readonly Round[];
}
