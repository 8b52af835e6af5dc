import {
  addBuckets,
  bucketCount,
  type EpochMs,
  type How,
  type Milliseconds,
  quantile,
  type Row,
} from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { Activity } from './activity.ts';

/** Components that are told apart; what comes beyond is counted together. */
const maxComponents = 2_000;

/** All renders of one component, added up. Null durations: the build does not tell. */
export interface ComponentTotals {
  readonly component: string;
  readonly renders: number;
  readonly mounts: number;
  readonly total: Milliseconds | null;
  readonly self: Milliseconds | null;
  readonly worst: Milliseconds | null;
  readonly worstAt: EpochMs;
  readonly p95: Milliseconds | null;
  readonly how: How;
  /** Over time, the time by itself where it is known. */
  readonly activity: Activity;
}

type Added = Omit<ComponentTotals, 'p95' | 'activity'>;
type Sums = { -readonly [K in keyof Added]: Added[K] } & { buckets: number[]; readonly activity: Activity };

/** Adds up rows of `renders` by component. */
export class ComponentBook {
  #sums = new Map<string, Sums>();

  /** One book of several: the documents of one frame, say. */
  static merged(books: readonly ComponentBook[]): ComponentBook {
    const [first] = books;
    if (first && books.length === 1) return first;
    const all = new ComponentBook();
    for (const book of books) {
      for (const sums of book.#sums.values()) all.#take(sums, pairsOf(sums.buckets)).activity.take(sums.activity);
    }
    return all;
  }

  add({ count, ...row }: Row<'renders'>): void {
    const { activity } = this.#take({ ...row, renders: count }, row.buckets);
    activity.add(row.at, count, row.self ?? row.total ?? 0);
  }

  #take(more: Added, buckets: readonly number[]): Sums {
    const sums = this.#of(more);
    sums.renders += more.renders;
    sums.mounts += more.mounts;
    sums.total = plus(sums.total, more.total);
    sums.self = plus(sums.self, more.self);
    if (more.worst !== null && more.worst > (sums.worst ?? -1)) {
      sums.worst = more.worst;
      sums.worstAt = more.worstAt;
    }
    if (more.how !== 'counted') sums.how = more.how;
    addBuckets(sums.buckets, buckets);
    return sums;
  }

  /** Slowest first; components of unknown duration last, most rendered first. */
  totals(): ComponentTotals[] {
    return [...this.#sums.values()]
      .map(({ buckets, ...sums }) => ({ ...sums, p95: p95Of(buckets, sums.worst) }))
      .sort((a, b) => (b.worst ?? -1) - (a.worst ?? -1) || b.renders - a.renders);
  }

  #of(row: Added): Sums {
    const known = this.#sums.get(row.component);
    if (known) return known;
    const component = this.#sums.size < maxComponents ? row.component : en.renders.others;
    const sums: Sums = this.#sums.get(component) ?? {
      component,
      renders: 0,
      mounts: 0,
      total: null,
      self: null,
      worst: null,
      worstAt: row.worstAt,
      how: row.how,
      buckets: new Array<number>(bucketCount).fill(0),
      activity: new Activity(),
    };
    this.#sums.set(component, sums);
    return sums;
  }
}

/** A bucket tells its upper edge, which may lie above the slowest that was seen. */
function p95Of(buckets: readonly number[], worst: Milliseconds | null): Milliseconds | null {
  const p95 = quantile(buckets, 0.95);
  return p95 === null || worst === null ? p95 : Math.min(p95, worst);
}

/** Counts as pairs (bucket, count), the way rows carry them. */
function pairsOf(counts: readonly number[]): number[] {
  return counts.flatMap((count, bucket) => (count > 0 ? [bucket, count] : []));
}

function plus(sum: number | null, more: number | null): number | null {
  return more === null ? sum : (sum ?? 0) + more;
}
