import { bucketCount, bucketOf, type EpochMs, type How, type Milliseconds } from '@memory-plus/core/model';

/** Renders of one component in one flush window, of one kind of knowledge. */
export class Tally {
  readonly component: string;
  readonly how: How;
  count = 0;
  mounts = 0;
  slow = 0;
  total: Milliseconds | null = null;
  self: Milliseconds | null = null;
  worst: Milliseconds | null = null;
  worstAt: EpochMs = 0;
  #buckets: Uint32Array | null = null;

  constructor(component: string, how: How) {
    this.component = component;
    this.how = how;
  }

  add(at: EpochMs, mount: boolean, self: Milliseconds | null, total: Milliseconds | null): void {
    this.count++;
    if (mount) this.mounts++;
    const duration = total ?? self;
    if (self !== null) this.self = (this.self ?? 0) + self;
    if (total !== null) this.total = (this.total ?? 0) + total;
    if (duration === null) {
      if (this.worstAt === 0) this.worstAt = at;
      return;
    }
    if (this.worst === null || duration > this.worst) {
      this.worst = duration;
      this.worstAt = at;
    }
    this.#buckets ??= new Uint32Array(bucketCount);
    const bucket = bucketOf(duration);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  merge(other: Tally): void {
    this.count += other.count;
    this.mounts += other.mounts;
    this.slow += other.slow;
    this.total = sum(this.total, other.total);
    this.self = sum(this.self, other.self);
    if (other.worst !== null && (this.worst === null || other.worst > this.worst)) {
      this.worst = other.worst;
      this.worstAt = other.worstAt;
    } else if (this.worstAt === 0) this.worstAt = other.worstAt;
    if (!other.#buckets) return;
    this.#buckets ??= new Uint32Array(bucketCount);
    for (let i = 0; i < bucketCount; i++) this.#buckets[i] = (this.#buckets[i] ?? 0) + (other.#buckets[i] ?? 0);
  }

  /** Pairs (bucket, count) as the recording keeps them. */
  buckets(): number[] {
    const pairs: number[] = [];
    this.#buckets?.forEach((count, bucket) => {
      if (count > 0) pairs.push(bucket, count);
    });
    return pairs;
  }

  /** Begins the next window. */
  reset(): void {
    this.count = this.mounts = this.slow = this.worstAt = 0;
    this.total = this.self = this.worst = null;
    this.#buckets?.fill(0);
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}
