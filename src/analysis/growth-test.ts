import type { FloorPoint } from './floor.ts';
import { FloorSeries } from './floor-series.ts';
import { defaultTrendLimits, doubtsAbout, fitTrend, type Trend, type TrendLimits } from './trend.ts';

/** What is known about a series' growth. `proven` never rests on a single look: see `GrowthTest`. */
export interface Growth {
  readonly trend: Trend | null;
  readonly proven: boolean;
  /** What speaks against growth that goes on; empty when nothing does. */
  readonly doubts: readonly string[];
}

/** Parts of a level that are looked at, from its end: a leak may begin late. */
const windowParts = [1, 0.75, 0.5];

/**
 * Tests a floor for growth after each new point. Looking often would find a rising stretch sooner or later, so each look
 * spends its share of the allowed chance of error: look k may use 1 / (k·(k+1)) of it, which sums to all of it.
 */
export class GrowthTest {
  readonly #limits: TrendLimits;
  readonly series = new FloorSeries();
  #looks = 0;
  #growth: Growth = { trend: null, proven: false, doubts: ['points'] };

  constructor(limits: TrendLimits = defaultTrendLimits) {
    this.#limits = limits;
  }

  get growth(): Growth {
    return this.#growth;
  }

  add(point: FloorPoint): void {
    this.#conclude(this.series.add(point), null);
  }

  /** Looks at the series as if `open`, a floor that may still fall, were its last point. */
  preview(open: FloorPoint): void {
    this.#conclude([0, 1, 2, 3], open);
  }

  #conclude(levels: readonly number[], open: FloorPoint | null): void {
    const found = this.#look(levels, open);
    if (!this.#growth.proven || found?.proven) this.#growth = found ?? this.#growth;
    else this.#growth = this.#stillGrowing() ?? found ?? this.#growth;
  }

  clear(): void {
    this.series.clear();
    this.#growth = { trend: null, proven: false, doubts: ['points'] };
  }

  #look(levels: readonly number[], open: FloorPoint | null): Growth | null {
    let best: Growth | null = null;
    let allowed: number | null = null;
    for (const level of levels) {
      const points = open ? [...this.series.level(level), open] : this.series.level(level);
      for (const part of windowParts) {
        const window = points.slice(-Math.ceil(points.length * part));
        const first = window[0];
        const last = window[window.length - 1];
        if (!first || !last || window.length < 3) continue;
        const eligible =
          window.length >= this.#limits.minimumPoints && last.at - first.at >= this.#limits.minimumWindow;
        if (!eligible && best) continue;
        if (eligible && allowed === null) {
          this.#looks++;
          allowed = this.#limits.falseProof / (this.#looks * (this.#looks + 1) * windowParts.length);
        }
        const trend = fitTrend(window);
        if (!trend) continue;
        const doubts = doubtsAbout(trend, this.#limits, allowed ?? 0);
        const growth: Growth = { trend, proven: doubts.length === 0, doubts };
        if (growth.proven) return growth;
        best ??= growth;
      }
    }
    return best;
  }

  /** A proof stands until what came since speaks clearly against it. */
  #stillGrowing(): Growth | null {
    const from = this.#growth.trend?.from ?? 0;
    const trend = fitTrend(this.series.whole().filter((p) => p.at >= from));
    if (!trend || trend.points.length < this.#limits.minimumPoints) return this.#growth;
    const stands = trend.rate.low > 0 && trend.lateShare >= this.#limits.minimumLateShare / 2;
    return stands ? { trend, proven: true, doubts: [] } : null;
  }
}
