import type { Bytes } from '../model/index.ts';
import type { FloorPoint } from './floor.ts';
import { FloorSeries } from './floor-series.ts';
import { History } from './history.ts';
import { median, riseChance } from './statistics.ts';
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
  readonly #history = new History();
  #looks = 0;
  #growth: Growth = { trend: null, proven: false, doubts: ['points'] };

  constructor(limits: TrendLimits = defaultTrendLimits) {
    this.#limits = limits;
  }

  get growth(): Growth {
    return this.#growth;
  }

  add(point: FloorPoint): void {
    this.#history.add(point);
    this.#conclude(this.series.add(point), null);
  }

  /** Looks at the series as if `open`, a floor that may still fall, were its last point. */
  preview(open: FloorPoint): void {
    this.#conclude([0, 1, 2, 3], open);
  }

  #conclude(levels: readonly number[], open: FloorPoint | null): void {
    const found = this.#look(levels, open);
    if (found?.proven) this.#growth = found;
    else if (this.#growth.proven) this.#growth = this.#stillGrowing() ?? found ?? this.#growth;
    // A short fine window knows less than a coarse one that was looked at before.
    else if (found && !(tooLittle(found) && !tooLittle(this.#growth))) this.#growth = found;
  }

  clear(): void {
    this.series.clear();
    this.#history.clear();
    this.#growth = { trend: null, proven: false, doubts: ['points'] };
  }

  /** The first window that proves growth, else what the first one shows that is long enough. */
  #look(levels: readonly number[], open: FloorPoint | null): Growth | null {
    let shown: Growth | null = null;
    let allowed: number | null = null;
    for (const window of this.#windows(levels, open)) {
      const eligible = this.#eligible(window);
      if (shown && !(tooLittle(shown) && eligible) && !this.#mayProve(window, allowed)) continue;
      if (eligible && allowed === null) {
        this.#looks++;
        allowed = this.#limits.falseProof / (this.#looks * (this.#looks + 1) * windowParts.length);
      }
      const trend = fitTrend(window);
      if (!trend) continue;
      const doubts = [...doubtsAbout(trend, this.#limits, allowed ?? 0)];
      if (this.#history.shareAbove(endLevel(window), trend.from) > this.#limits.maximumShareBefore)
        doubts.push('before');
      const growth: Growth = { trend, proven: doubts.length === 0, doubts };
      if (growth.proven) return growth;
      if (!shown || (tooLittle(shown) && eligible)) shown = growth;
    }
    return shown;
  }

  *#windows(levels: readonly number[], open: FloorPoint | null): Generator<readonly FloorPoint[]> {
    for (const level of levels) {
      const points = open ? [...this.series.level(level), open] : this.series.level(level);
      for (const part of windowParts) yield points.slice(-Math.ceil(points.length * part));
    }
  }

  #eligible(window: readonly FloorPoint[]): boolean {
    const length = (window[window.length - 1]?.at ?? 0) - (window[0]?.at ?? 0);
    return window.length >= this.#limits.minimumPoints && length >= this.#limits.minimumWindow;
  }

  /** The cheap part of the question, so that flat series are not fitted again and again. */
  #mayProve(window: readonly FloorPoint[], allowed: number | null): boolean {
    if (!this.#eligible(window)) return false;
    return allowed === null || riseChance(window.map((p) => ({ x: p.at, y: p.bytes }))) <= allowed;
  }

  /** A proof stands until what came since speaks clearly against it. */
  #stillGrowing(): Growth | null {
    const from = this.#growth.trend?.from ?? 0;
    const trend = fitTrend(this.series.whole().filter((p) => p.at >= from));
    if (!trend || trend.points.length < this.#limits.minimumPoints) return this.#growth;
    const { minimumLateShare, maximumStepShare } = this.#limits;
    const stands = trend.rate.low > 0 && trend.lateShare >= minimumLateShare / 2 && trend.stepShare <= maximumStepShare;
    return stands ? { trend, proven: true, doubts: [] } : null;
  }
}

/** Where the last third of a window stands. */
function endLevel(window: readonly FloorPoint[]): Bytes {
  return median(window.slice(-Math.max(1, Math.floor(window.length / 3))).map((p) => p.bytes));
}

function tooLittle(growth: Growth): boolean {
  return growth.doubts.includes('window') || growth.doubts.includes('points');
}
