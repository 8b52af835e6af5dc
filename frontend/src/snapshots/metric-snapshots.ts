import type { Bytes, EpochMs, Row, VerdictWord } from '@memory-plus/core/model';

/** Snapshots kept; the oldest goes first, the one of the start last of all. */
export const maxSnapshots = 100;

export type SnapshotReason = 'start' | 'mark' | 'alert' | 'interval' | 'asked';

/** The page's numbers at one moment. Null: not available here, or not known yet. */
export interface MetricSnapshot {
  readonly at: EpochMs;
  readonly reason: SnapshotReason;
  readonly label: string;
  readonly heapUsed: Bytes | null;
  /** Heap after the last collection. */
  readonly heapFloor: Bytes | null;
  readonly nodes: number | null;
  /** Objects that outlived their time, as of the last collection. */
  readonly retained: number;
  readonly collections: number;
  readonly renders: number;
  readonly slowRenders: number;
  readonly caches: Readonly<Record<string, Pick<Row<'caches'>, 'hits' | 'misses' | 'size' | 'bytes'>>>;
  readonly verdict: VerdictWord;
}

/** `later` minus `earlier`; null where one of them does not know. */
export interface SnapshotDifference {
  readonly over: number;
  readonly heapUsed: Bytes | null;
  readonly heapFloor: Bytes | null;
  readonly nodes: number | null;
  readonly retained: number;
  readonly collections: number;
  readonly renders: number;
  readonly slowRenders: number;
  /** Growth of each cache that both know the size of. */
  readonly cacheSizes: Readonly<Record<string, number>>;
}

export const noDifference: SnapshotDifference = {
  ...{ over: 0, heapUsed: null, heapFloor: null, nodes: null, retained: 0, collections: 0, renders: 0, slowRenders: 0 },
  cacheSizes: {},
};

/** Throws where one of them is no snapshot. */
export function compareSnapshots(earlier: MetricSnapshot, later: MetricSnapshot): SnapshotDifference {
  if (!Number.isFinite(later.at - earlier.at)) throw new TypeError('compare needs two snapshots.');
  const cacheSizes: Record<string, number> = {};
  for (const [name, cache] of Object.entries(later.caches)) {
    const grown = minus(cache.size, earlier.caches[name]?.size ?? null);
    if (grown !== null) cacheSizes[name] = grown;
  }
  return {
    over: later.at - earlier.at,
    heapUsed: minus(later.heapUsed, earlier.heapUsed),
    heapFloor: minus(later.heapFloor, earlier.heapFloor),
    nodes: minus(later.nodes, earlier.nodes),
    retained: later.retained - earlier.retained,
    collections: later.collections - earlier.collections,
    renders: later.renders - earlier.renders,
    slowRenders: later.slowRenders - earlier.slowRenders,
    cacheSizes,
  };
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** A bounded list in the order of time. */
export class SnapshotList {
  #snapshots: MetricSnapshot[] = [];

  get all(): readonly MetricSnapshot[] {
    return [...this.#snapshots];
  }

  add(snapshot: MetricSnapshot): void {
    this.#snapshots.push(snapshot);
    if (this.#snapshots.length > maxSnapshots)
      this.#snapshots.splice(this.#snapshots[0]?.reason === 'start' ? 1 : 0, 1);
  }

  clear(): void {
    this.#snapshots = [];
  }
}
