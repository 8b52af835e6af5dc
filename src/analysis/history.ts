import type { Bytes, EpochMs } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';

/** Points kept; beyond it every other one goes. */
const most = 128;
/** Fewer points from before say nothing about how high the floor usually stands. */
const fewest = 8;

/** An even sample of all floors there were, in bounded memory: how high the floor usually stands. */
export class History {
  #points: FloorPoint[] = [];
  #stride = 1;
  #skipped = 0;

  add(point: FloorPoint): void {
    if (++this.#skipped < this.#stride) return;
    this.#skipped = 0;
    this.#points.push(point);
    if (this.#points.length <= most) return;
    this.#points = this.#points.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /** Share of the floors before `from` that lie above `level`; 0 where too few are known. */
  shareAbove(level: Bytes, from: EpochMs): number {
    const before = this.#points.filter((point) => point.at < from);
    if (before.length < fewest) return 0;
    return before.filter((point) => point.bytes > level).length / before.length;
  }

  clear(): void {
    this.#points = [];
    this.#stride = 1;
    this.#skipped = 0;
  }
}
