import type { Bytes, EpochMs } from '../model/index.ts';
import { median } from './statistics.ts';

/** The lowest heap between two major collections: (nearly) what was alive. */
export interface FloorPoint {
  readonly at: EpochMs;
  readonly bytes: Bytes;
}

/** Dips whose differences tell how far dips scatter. */
const rememberedDips = 17;
/** A fall must go below this many dips before it, so that a single high one proves nothing. */
const dipsBelow = 3;
/** Widths of scatter (median difference of neighbouring dips) that a fall must go below them. */
const scatterWidths = 3;

/**
 * Finds major collections in heap readings alone. A minor collection leaves the heap above where the one before left it, for some
 * objects survive; so a reading below the dips before it, by more than dips scatter, means that old garbage went too.
 */
class CollectionFinder {
  #dips: number[] = [];
  #sinceCollection = 0;
  #last = Number.NaN;
  #beforeLast = Number.NaN;

  /** True when this reading shows that a major collection happened since the last one that was found. */
  saw(used: Bytes): boolean {
    const dip = this.#last < this.#beforeLast && this.#last <= used ? this.#last : null;
    this.#beforeLast = this.#last;
    this.#last = used;
    if (dip !== null) {
      this.#dips.push(dip);
      this.#sinceCollection++;
      if (this.#dips.length > rememberedDips) this.#dips.shift();
    }
    if (this.#sinceCollection < dipsBelow) return false;
    const before = this.#dips.slice(-dipsBelow);
    if (used >= Math.min(...before) || used >= Math.min(...before) - scatterWidths * this.#scatter()) return false;
    this.#sinceCollection = 0;
    return true;
  }

  #scatter(): number {
    return median(this.#dips.slice(1).map((dip, i) => Math.abs(dip - (this.#dips[i] ?? dip))));
  }

  reset(): void {
    this.#dips = [];
    this.#sinceCollection = 0;
    this.#last = Number.NaN;
    this.#beforeLast = Number.NaN;
  }
}

/** Makes floor points out of heap readings and, where they are known, collections. Constant memory. */
export class FloorFinder {
  #finder = new CollectionFinder();
  #open: { at: EpochMs; bytes: Bytes } | null = null;
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
    if (!this.#collectionsKnown && this.#finder.saw(used)) this.#next(at, used);
    else if (this.#open && used < this.#open.bytes) this.#open = { at, bytes: used };
  }

  /** A major collection. `after`: the heap that it left, where known. */
  collection(at: EpochMs, after: Bytes | null): void {
    this.#collectionsKnown = true;
    this.#next(at, after ?? Number.POSITIVE_INFINITY);
  }

  /** After a hole in the readings: the dips before it are no neighbours of those after it. */
  resume(): void {
    this.#finder.reset();
  }

  /** Forgets the open floor: what comes is not the same series. */
  clear(): void {
    this.#open = null;
    this.#finder.reset();
  }

  #next(at: EpochMs, bytes: Bytes): void {
    if (this.#open && Number.isFinite(this.#open.bytes)) this.#emit(this.#open);
    this.#open = { at, bytes };
  }
}
