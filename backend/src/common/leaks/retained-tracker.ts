import type { EpochMs, Milliseconds, Row } from '@memory-plus/core/model';
import type { RetainedGroup } from '@memory-plus/core/protocol/backend';

interface Watched {
  readonly reference: WeakRef<object>;
  readonly label: string;
  readonly since: EpochMs;
  readonly automatic: boolean;
  collections: number;
}

export interface TrackerLimits {
  /** Objects watched at once. */
  readonly most: number;
  /** Collections that an object must outlive: during the first ones a job may still hold it. */
  readonly collections: number;
  /** And time: a connection that is kept alive holds its last request. */
  readonly age: Milliseconds;
  /** Objects that were watched without anyone asking count from this number on. */
  readonly automaticCount: number;
}

export const defaultTrackerLimits: TrackerLimits = { most: 5_000, collections: 2, age: 60_000, automaticCount: 5 };

const labelLength = 200;

/** Watches, by weak references, objects whose life is over: what outlives collections is held by something. */
export class RetainedTracker {
  readonly #limits: TrackerLimits;
  #watched: Watched[] = [];
  #told = new Set<string>();
  untracked = 0;

  constructor(limits: Partial<TrackerLimits> = {}) {
    this.#limits = { ...defaultTrackerLimits, ...limits };
  }

  get size(): number {
    return this.#watched.length;
  }

  /** `object` should be dead from now on. The label names its kind, not its content. */
  track(object: object, label: string, at: EpochMs, automatic = false): void {
    if (this.#watched.length >= this.#limits.most) {
      this.untracked++;
      return;
    }
    const reference = new WeakRef(object);
    this.#watched.push({ reference, label: label.slice(0, labelLength), since: at, automatic, collections: 0 });
  }

  /** Call after each major collection. Returns a row per label that has, or had until now, retained objects. */
  collected(at: EpochMs): Row<'retained'>[] {
    this.#watched = this.#watched.filter((watched) => watched.reference.deref() !== undefined);
    for (const watched of this.#watched) watched.collections++;
    const groups = this.retained(at);
    const labels = new Set(groups.map(({ label }) => label));
    const gone = [...this.#told].filter((label) => !labels.has(label));
    this.#told = labels;
    return [
      ...groups.map(({ label, count, collections }) => row(at, label, count, collections)),
      ...gone.map((label) => row(at, label, 0, 0)),
    ];
  }

  /** What is retained, by label, most objects first. */
  retained(now: EpochMs): RetainedGroup[] {
    const groups = new Map<string, RetainedGroup & { automatic: boolean }>();
    for (const { label, collections, since, automatic } of this.#watched) {
      if (collections < this.#limits.collections || now - since < this.#limits.age) continue;
      const before = groups.get(label) ?? { label, count: 0, collections, oldest: 0, automatic };
      groups.set(label, {
        label,
        count: before.count + 1,
        collections: Math.min(before.collections, collections),
        oldest: Math.max(before.oldest, now - since),
        automatic,
      });
    }
    return [...groups.values()]
      .filter(({ automatic, count }) => !automatic || count >= this.#limits.automaticCount)
      .sort((a, b) => b.count - a.count)
      .map(({ automatic, ...group }) => group);
  }

  clear(): void {
    this.#watched = [];
    this.#told.clear();
  }
}

function row(at: EpochMs, label: string, count: number, collections: number): Row<'retained'> {
  return { at, what: 'watched', label, count, collections, detail: null };
}
