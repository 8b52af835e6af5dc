import type { Bytes, EpochMs, Milliseconds, Row, VerdictWord } from '../model/index.ts';
import { say } from '../words/alerts.ts';
import { say as units } from '../words/units.ts';
import { Hold, type HoldTimes, type Side } from './hold.ts';
import { SlidingGrowth } from './minima.ts';
import { sayBytes, sayDuration, sayMilliseconds, sayPercent } from './words.ts';

export type AlertRule = 'heap-warning' | 'heap-critical' | 'heap-growth' | 'slow-render' | 'leak';
export type AlertEvent = Row<'alerts'>;

export interface AlertThresholds {
  /** Heap over this share of its limit, for this long. */
  readonly warning: { readonly share: number; readonly hold: Milliseconds };
  readonly critical: { readonly share: number; readonly hold: Milliseconds };
  /** Growth of the raw heap by more than this within this time. */
  readonly growth: { readonly bytes: Bytes; readonly within: Milliseconds };
  /** A component whose render takes longer. */
  readonly slowRender: Milliseconds;
  /** An alert ends when its value is this share below its threshold … */
  readonly hysteresis: number;
  /** … for this long. A slow render ends when there was none for this long. */
  readonly resolveAfter: Milliseconds;
  readonly longestGap: Milliseconds;
}

export const defaultAlertThresholds: AlertThresholds = {
  warning: { share: 0.75, hold: 120_000 },
  critical: { share: 0.85, hold: 300_000 },
  growth: { bytes: 50 * 1024 * 1024, within: 300_000 },
  slowRender: 16,
  hysteresis: 0.05,
  resolveAfter: 30_000,
  longestGap: 60_000,
};

/** Raises and resolves alerts. Each call returns the events that it caused; per rule they alternate, `raised` first. */
export interface AlertMachine {
  heap(row: Row<'heap'>): readonly AlertEvent[];
  slowRender(row: Row<'slowRenders'>): readonly AlertEvent[];
  verdict(at: EpochMs, word: VerdictWord, detail: string): readonly AlertEvent[];
  /** Time passes without a row; resolves what only time resolves. */
  tick(at: EpochMs): readonly AlertEvent[];
  /** Tells nothing new of this rule until then. What was raised before is still resolved. */
  silence(rule: AlertRule, until: EpochMs): void;
  /** Another document or process begins: everything that was raised is resolved. */
  cut(at: EpochMs): readonly AlertEvent[];
  /** Rules that are raised and were told. */
  raised(): readonly AlertRule[];
}

/** Throws a `RangeError` that names the threshold where one makes no sense. */
export function createAlertMachine(options: Partial<AlertThresholds> = {}): AlertMachine {
  const thresholds = { ...defaultAlertThresholds, ...options };
  checkThresholds(thresholds);
  return new Machine(thresholds);
}

function checkThresholds(t: AlertThresholds): void {
  const checks: readonly (readonly [string, boolean])[] = [
    ['warning.share must be above 0 and at most 1', t.warning.share > 0 && t.warning.share <= 1],
    ['critical.share must be above 0 and at most 1', t.critical.share > 0 && t.critical.share <= 1],
    ['critical.share must not be below warning.share', t.critical.share >= t.warning.share],
    ['hold times must not be negative', t.warning.hold >= 0 && t.critical.hold >= 0 && t.resolveAfter >= 0],
    ['growth.bytes and growth.within must be above 0', t.growth.bytes > 0 && t.growth.within > 0],
    ['slowRender must be above 0', t.slowRender > 0],
    ['hysteresis must be at least 0 and below 1', t.hysteresis >= 0 && t.hysteresis < 1],
    ['longestGap must be above 0', t.longestGap > 0],
  ];
  const wrong = checks.find(([, fine]) => !fine);
  if (wrong) throw new RangeError(`Alert thresholds: ${wrong[0]}.`);
}

interface Watched {
  readonly rule: AlertRule;
  readonly level: AlertEvent['level'];
  readonly hold: Hold;
  /** Whether the last event that went out said `raised`. */
  told: boolean;
  silentUntil: EpochMs;
  detail: string;
}

class Machine implements AlertMachine {
  readonly #t: AlertThresholds;
  readonly #growth: SlidingGrowth;
  readonly #watched: Readonly<Record<AlertRule, Watched>>;
  #lastHeap = Number.NEGATIVE_INFINITY;
  #lastSlow: EpochMs | null = null;

  constructor(thresholds: AlertThresholds) {
    this.#t = thresholds;
    this.#growth = new SlidingGrowth(thresholds.growth.within);
    const { resolveAfter, longestGap } = thresholds;
    const watch = (
      rule: AlertRule,
      level: AlertEvent['level'],
      raiseAfter: Milliseconds,
      times?: Partial<HoldTimes>,
    ) => ({
      rule,
      level,
      hold: new Hold({ raiseAfter, resolveAfter, longestGap, ...times }),
      told: false,
      silentUntil: Number.NEGATIVE_INFINITY,
      detail: '',
    });
    this.#watched = {
      'heap-warning': watch('heap-warning', 'warning', thresholds.warning.hold),
      'heap-critical': watch('heap-critical', 'critical', thresholds.critical.hold),
      'heap-growth': watch('heap-growth', 'warning', 0),
      'slow-render': watch('slow-render', 'warning', 0, { resolveAfter: 0 }),
      leak: watch('leak', 'critical', 0, { resolveAfter: 0 }),
    };
  }

  heap(row: Row<'heap'>): readonly AlertEvent[] {
    if (!(row.at >= this.#lastHeap) || !Number.isFinite(row.used)) return [];
    this.#lastHeap = row.at;
    const events: AlertEvent[] = [];
    if (row.limit > 0) {
      const share = row.used / row.limit;
      for (const [rule, threshold] of [
        ['heap-warning', this.#t.warning],
        ['heap-critical', this.#t.critical],
      ] as const) {
        const detail = () =>
          say('heapShare', {
            share: sayPercent(share),
            limit: sayBytes(row.limit),
            threshold: sayPercent(threshold.share),
            time: sayDuration(threshold.hold),
          });
        events.push(...this.#update(rule, row.at, this.#side(share, threshold.share), detail));
      }
    }
    this.#growth.add(row.at, row.used);
    const grown = this.#growth.growth(row.at, row.used);
    if (grown) {
      const detail = () => say('heapGrowth', { bytes: sayBytes(grown.bytes), time: sayDuration(grown.over) });
      events.push(...this.#update('heap-growth', row.at, this.#side(grown.bytes, this.#t.growth.bytes), detail));
    }
    return [...events, ...this.tick(row.at)];
  }

  slowRender(row: Row<'slowRenders'>): readonly AlertEvent[] {
    if (!(row.duration > this.#t.slowRender)) return [];
    this.#lastSlow = Math.max(row.at, this.#lastSlow ?? row.at);
    const limit = units('ms', { value: this.#t.slowRender });
    const detail = () =>
      say('slowRender', { component: row.component, duration: sayMilliseconds(row.duration), limit });
    return this.#update('slow-render', row.at, 'over', detail);
  }

  verdict(at: EpochMs, word: VerdictWord, detail: string): readonly AlertEvent[] {
    return this.#update('leak', at, word === 'leak' ? 'over' : 'under', () => detail);
  }

  tick(at: EpochMs): readonly AlertEvent[] {
    const quiet = this.#lastSlow !== null && at - this.#lastSlow >= this.#t.resolveAfter;
    const events = quiet ? [...this.#update('slow-render', at, 'under', () => say('noneSince'))] : [];
    for (const watched of Object.values(this.#watched)) events.push(...this.#tell(watched, at));
    return events;
  }

  silence(rule: AlertRule, until: EpochMs): void {
    this.#watched[rule].silentUntil = until;
  }

  cut(at: EpochMs): readonly AlertEvent[] {
    this.#growth.clear();
    this.#lastHeap = Number.NEGATIVE_INFINITY;
    this.#lastSlow = null;
    return Object.values(this.#watched).flatMap((watched) => {
      watched.hold.reset();
      watched.detail = say('cut');
      return this.#tell(watched, at);
    });
  }

  raised(): readonly AlertRule[] {
    return Object.values(this.#watched)
      .filter((watched) => watched.told)
      .map((watched) => watched.rule);
  }

  #side(value: number, threshold: number): Side {
    if (value > threshold) return 'over';
    return value < threshold * (1 - this.#t.hysteresis) ? 'under' : 'between';
  }

  /** The detail is asked for when it is told, not at every reading. */
  #update(rule: AlertRule, at: EpochMs, side: Side, detail: () => string): readonly AlertEvent[] {
    const watched = this.#watched[rule];
    if (watched.hold.update(at, side) !== null) watched.detail = detail();
    return this.#tell(watched, at);
  }

  /** Tells the present state if it differs from what was told last. */
  #tell(watched: Watched, at: EpochMs): readonly AlertEvent[] {
    const { raised } = watched.hold;
    if (raised === watched.told || (raised && at < watched.silentUntil)) return [];
    watched.told = raised;
    return [
      { at, rule: watched.rule, level: watched.level, state: raised ? 'raised' : 'resolved', detail: watched.detail },
    ];
  }
}
