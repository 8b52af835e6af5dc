import type { FloorPoint } from './floor.ts';

/** Points kept at each resolution. */
const perLevel = 48;
/** Resolutions: the last one reaches `perLevel * 2^15` collections. */
const levels = 16;

/**
 * A floor of any length in bounded memory: level 0 holds the last points, each level above points of twice the width, the
 * lower of two neighbours. A recent leak shows in the fine levels, a slow one in the coarse ones.
 */
export class FloorSeries {
  #levels: FloorPoint[][] = [[]];
  #waiting: (FloorPoint | null)[] = [null];
  #added = 0;

  /** Points ever added since the last cut. */
  get added(): number {
    return this.#added;
  }

  /** Adds a point; returns the indexes of the levels that changed, finest first. */
  add(point: FloorPoint): readonly number[] {
    this.#added++;
    const changed: number[] = [];
    let next: FloorPoint | null = point;
    for (let level = 0; next && level < levels; level++) {
      const points = this.#levels[level] ?? [];
      this.#levels[level] = points;
      points.push(next);
      if (points.length > perLevel) points.shift();
      changed.push(level);
      const pair: FloorPoint | null = this.#waiting[level] ?? null;
      this.#waiting[level] = pair ? null : next;
      next = pair ? (pair.bytes <= next.bytes ? pair : next) : null;
    }
    return changed;
  }

  /** The points of a level, oldest first. */
  level(index: number): readonly FloorPoint[] {
    return this.#levels[index] ?? [];
  }

  /** The finest level that still reaches back to the beginning, or the coarsest there is. */
  whole(): readonly FloorPoint[] {
    const reaching = this.#levels.findIndex((points, level) => points.length * 2 ** level >= this.#added - 2 ** level);
    return this.level(reaching < 0 ? this.#levels.length - 1 : reaching);
  }

  clear(): void {
    this.#levels = [[]];
    this.#waiting = [null];
    this.#added = 0;
  }
}
