import type { Bytes, EpochMs } from '../model/index.ts';
import { median } from './statistics.ts';

/** The lowest heap between two major collections: (nearly) what was alive. */
export interface FloorPoint {
  readonly at: EpochMs;
  readonly bytes: Bytes;
}

/** Dips that tell how far dips scatter about their usual rise. */
const rememberedDips = 17;
/** The level of the dips is the lowest of this many, so that a single high one does not lift it. */
const dipsOfLevel = 3;
/** Widths of scatter (median deviation of the steps between neighbouring dips) that a fall must go below the level. */
const scatterWidths = 3;
/**
 * No minor collection frees so much at once: the young generation of V8 holds 16 to 32 MB unless it is told otherwise. A heap that rises
 * faster than it is read shows no dips, but such falls.
 */
const beyondYoung = 48 * 1024 * 1024;
/** An open floor is not looked at earlier after its collection. */
const shortestPreview = 5_000;

/**
 * Finds major collections in heap readings alone. A minor collection leaves the heap above where the one before left it, for some
 * objects survive; so a reading below the highest level of dips so far, by more than dips scatter, means that old garbage went too.
 * So does a fall by more than a young generation can hold.
 */
class CollectionFinder {
  #dips: number[] = [];
  #sinceCollection = 0;
  #level = Number.NEGATIVE_INFINITY;
  #peak = Number.NEGATIVE_INFINITY;
  #scatter = 0;
  #last = Number.NaN;
  #beforeLast = Number.NaN;

  /** True when this reading shows that a major collection happened since the last one that was found. */
  saw(used: Bytes): boolean {
    if (this.#last < this.#beforeLast && this.#last <= used) this.#dip(this.#last);
    this.#beforeLast = this.#last;
    this.#last = used;
    this.#peak = Math.max(this.#peak, used);
    const belowDips = used < this.#level && used < this.#level - scatterWidths * this.#scatter;
    if (!belowDips && used >= this.#peak - beyondYoung) return false;
    this.#sinceCollection = 0;
    this.#level = Number.NEGATIVE_INFINITY;
    this.#peak = used;
    return true;
  }

  #dip(bytes: Bytes): void {
    this.#dips.push(bytes);
    if (this.#dips.length > rememberedDips) this.#dips.shift();
    const rises = this.#dips.slice(1).map((dip, i) => dip - (this.#dips[i] ?? dip));
    const usual = median(rises);
    this.#scatter = median(rises.map((rise) => Math.abs(rise - usual)));
    this.#sinceCollection++;
    if (this.#sinceCollection < dipsOfLevel) return;
    this.#level = Math.max(this.#level, Math.min(...this.#dips.slice(-dipsOfLevel)));
  }

  reset(): void {
    this.#dips = [];
    this.#sinceCollection = 0;
    this.#level = Number.NEGATIVE_INFINITY;
    this.#peak = Number.NEGATIVE_INFINITY;
    this.#last = Number.NaN;
    this.#beforeLast = Number.NaN;
  }
}

/** Makes floor points out of heap readings and, where they are known, collections. Constant memory. */
export class FloorFinder {
  #finder = new CollectionFinder();
  #open: { at: EpochMs; bytes: Bytes } | null = null;
  #openedAt = 0;
  #previousLength = Number.POSITIVE_INFINITY;
  #previewed = false;
  #collectionsKnown = false;
  #emit: (point: FloorPoint) => void;

  constructor(emit: (point: FloorPoint) => void) {
    this.#emit = emit;
  }

  get collectionsKnown(): boolean {
    return this.#collectionsKnown;
  }

  /** The floor since the last collection, still open: it can only fall. */
  get open(): FloorPoint | null {
    return this.#open;
  }

  heap(at: EpochMs, used: Bytes): void {
    // What was there before the first collection is at least the floor: a first point that can only make growth look smaller.
    if (!this.#open) this.#start(at, used);
    else if (!this.#collectionsKnown && this.#finder.saw(used)) this.#next(at, used);
    else if (used < this.#open.bytes) this.#open = { at, bytes: used };
  }

  /** The open floor, once for each collection, when it has lasted long enough that it will hardly fall any more. */
  preview(at: EpochMs): FloorPoint | null {
    if (this.#previewed || !this.#open || !Number.isFinite(this.#open.bytes)) return null;
    if (at - this.#openedAt < Math.max(shortestPreview, this.#previousLength / 3)) return null;
    this.#previewed = true;
    return this.#open;
  }

  /** A major collection. `after`: the heap that it left, where known. */
  collection(at: EpochMs, after: Bytes | null): void {
    this.#collectionsKnown = true;
    this.#next(at, after ?? Number.POSITIVE_INFINITY);
  }

  /** Forgets the open floor: what comes is not the same series. */
  clear(): void {
    this.#open = null;
    this.#previousLength = Number.POSITIVE_INFINITY;
    this.#finder.reset();
  }

  #next(at: EpochMs, bytes: Bytes): void {
    if (this.#open && Number.isFinite(this.#open.bytes)) {
      this.#previousLength = at - this.#openedAt;
      this.#emit(this.#open);
    }
    this.#start(at, bytes);
  }

  #start(at: EpochMs, bytes: Bytes): void {
    this.#open = { at, bytes };
    this.#openedAt = at;
    this.#previewed = false;
  }
}
