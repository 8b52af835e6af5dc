import {
  type Bytes,
  type EpochMs,
  type Finding,
  type LeakRule,
  type Row,
  type TableName,
  type Verdict,
  verdictWords,
} from '../model/index.ts';
import { quietVerdict } from './explain.ts';
import type { Facts, FloorSource } from './facts.ts';
import { FloorFinder } from './floor.ts';
import { type Growth, GrowthTest } from './growth-test.ts';
import { SlidingGrowth } from './minima.ts';
import { CacheSeries, CountedGrowth, RetainedSeries } from './named-series.ts';
import { Rounds } from './rounds.ts';
import { leakRules } from './rules/index.ts';
import { type CutReason, type GuardLimits, SeriesGuard } from './series-guard.ts';
import { defaultTrendLimits, type TrendLimits, unseenTrendLimits } from './trend.ts';
import { type TrendView, viewTrend } from './trend-view.ts';

export interface LeakAnalysisOptions {
  readonly trend?: TrendLimits;
  readonly guard?: GuardLimits;
  /** Rules to ask, in order; all of them by default. */
  readonly rules?: readonly LeakRule<Facts>[];
}

export interface Cut {
  readonly at: EpochMs;
  readonly reason: CutReason;
}

/** Watches one source (a document or a process) and says at any moment whether it leaks. Rows in the order of time. */
export interface LeakAnalysis {
  heap(row: Row<'heap'>): void;
  collection(row: Row<'collections'>): void;
  /** Any other row: those that no rule needs are left alone. Heap and collection rows are welcome too. */
  row<K extends TableName>(table: K, row: Row<K>): void;
  /** Ends the series: what comes after is another document, process or clock. */
  cut(at: EpochMs, reason: CutReason): void;
  verdict(now: EpochMs): Verdict;
  /** Labels of retained objects (`retainedKey`) that do not count in the verdict from now on; they can count again. */
  ignore(labels: ReadonlySet<string>): void;
  /** For a chart: floor points, fitted line, band. */
  trend(): TrendView;
  /** Cuts so far, the last 100. */
  cuts(): readonly Cut[];
}

const recentWindow = 300_000;
const mostCuts = 100;

export function createLeakAnalysis(options: LeakAnalysisOptions = {}): LeakAnalysis {
  return new Analysis(options);
}

class Analysis implements LeakAnalysis {
  readonly #rules: readonly LeakRule<Facts>[];
  readonly #guard: SeriesGuard;
  readonly #test: GrowthTest;
  readonly #floor = new FloorFinder((point) => this.#test.add(point));
  readonly #minima = new CountedGrowth(30_000, unseenTrendLimits);
  readonly #recent = new SlidingGrowth(recentWindow);
  readonly #caches = new CacheSeries();
  readonly #retained = new RetainedSeries();
  readonly #rounds = new Rounds();
  readonly #listeners = new CountedGrowth();
  readonly #nodes = new CountedGrowth();
  readonly #external = new CountedGrowth(30_000);
  readonly #outside = new CountedGrowth(30_000);
  #collections = 0;
  #last: { at: EpochMs; used: Bytes; total: Bytes; limit: Bytes } | null = null;
  #cuts: Cut[] = [];

  constructor(options: LeakAnalysisOptions) {
    this.#rules = options.rules ?? leakRules;
    this.#guard = new SeriesGuard(options.guard);
    this.#test = new GrowthTest(options.trend ?? defaultTrendLimits);
  }

  heap(row: Row<'heap'>): void {
    const admission = this.#guard.admit(row);
    if (admission.kind === 'ignore') return;
    if (admission.kind === 'cut') this.#clear(row.at, admission.reason);
    this.#last = { at: row.at, used: row.used, total: row.total, limit: row.limit };
    this.#recent.add(row.at, row.used);
    this.#floor.heap(row.at, row.used);
    if (!this.#floor.collectionsKnown) this.#minima.add(row.at, row.used);
    const open = this.#floor.preview(row.at);
    if (open) this.#test.preview(open);
    this.#rounds.heap(row);
  }

  collection(row: Row<'collections'>): void {
    if (!Number.isFinite(row.at)) return;
    if (!this.#floor.collectionsKnown) this.#test.clear();
    this.#collections++;
    this.#floor.collection(row.at, row.after);
  }

  row<K extends TableName>(table: K, row: Row<K>): void {
    const take = this.#takers[table] as ((row: Row<K>) => void) | undefined;
    take?.(row);
  }

  readonly #takers: { readonly [K in TableName]?: (row: Row<K>) => void } = {
    heap: (row) => this.heap(row),
    collections: (row) => this.collection(row),
    marks: (row) => this.#rounds.mark(row),
    retained: (row) => this.#retained.add(row),
    caches: (row) => this.#caches.add(row),
    dom: (row) => {
      this.#nodes.add(row.at, row.nodes);
      if (row.listeners !== null) this.#listeners.add(row.at, row.listeners);
    },
    process: (row) => {
      if (row.arrayBuffers !== null) this.#external.add(row.at, row.arrayBuffers);
      // Without what the heap has taken: it may take more than it uses for a long time.
      this.#outside.add(row.at, Math.max(0, row.rss - (this.#last?.total ?? 0)));
    },
    lifecycle: (row) => {
      if (row.event === 'start' && this.#last) this.cut(row.at, 'navigation');
      if (row.event === 'restart') this.cut(row.at, 'restart');
      if (row.event === 'clock-jump') this.cut(row.at, 'clock-jump');
    },
  };

  cut(at: EpochMs, reason: CutReason): void {
    this.#guard.reset();
    this.#clear(at, reason);
  }

  verdict(now: EpochMs): Verdict {
    const facts = this.#facts();
    const findings: Finding[] = [];
    for (const rule of this.#rules) {
      const finding = rule.judge(facts, now);
      if (finding) findings.push(finding);
    }
    findings.sort((a, b) => verdictWords.indexOf(b.word) - verdictWords.indexOf(a.word));
    const worst = findings[0];
    if (!worst) return { ...quietVerdict(facts), findings };
    const { word, rule, evidence, sentences } = worst;
    return { word, rule, evidence, sentences, findings };
  }

  ignore(labels: ReadonlySet<string>): void {
    this.#retained.ignored = labels;
  }

  trend(): TrendView {
    return viewTrend(this.#test.series.whole(), this.#floor.open, this.#test.growth);
  }

  cuts(): readonly Cut[] {
    return this.#cuts;
  }

  #facts(): Facts {
    const last = this.#last;
    return {
      heap: {
        ...this.#heapGrowth(),
        points: this.#test.series.added,
        collections: this.#floor.collectionsKnown ? this.#collections : null,
        bucketed: this.#guard.bucketed,
        limit: last && last.limit > 0 ? last.limit : null,
        recentGrowth: last ? this.#recent.growth(last.at, last.used) : null,
      },
      retained: this.#retained.facts(),
      caches: this.#caches.facts(),
      listeners: this.#listeners.growth,
      domNodes: this.#nodes.growth,
      external: this.#external.growth,
      rss: this.#outside.growth,
      rounds: this.#rounds.facts(),
    };
  }

  /** The growth of the floor, or where collections cannot be told, what the lowest readings show. */
  #heapGrowth(): { readonly growth: Growth; readonly by: FloorSource } {
    const { growth } = this.#test;
    const minima = this.#minima.growth;
    if (this.#floor.collectionsKnown) return { growth, by: 'collections' };
    if (growth.proven || (growth.trend && !minima.proven)) return { growth, by: 'dips' };
    if (minima.proven) return { growth: minima, by: 'minima' };
    const told = minima.trend && !minima.doubts.includes('window') && !minima.doubts.includes('points');
    // A proven effect is what the other limits ask of growth whose garbage is unknown; short of it, the growth may be garbage.
    const doubts = ['unseen', ...minima.doubts.filter((doubt) => doubt !== 'effect')];
    return told ? { growth: { ...minima, doubts }, by: 'minima' } : { growth, by: 'dips' };
  }

  #clear(at: EpochMs, reason: CutReason): void {
    this.#cuts.push({ at, reason });
    if (this.#cuts.length > mostCuts) this.#cuts.shift();
    this.#last = null;
    this.#collections = 0;
    const parts = [this.#test, this.#floor, this.#minima, this.#recent, this.#caches, this.#retained, this.#rounds];
    for (const part of [...parts, this.#listeners, this.#nodes, this.#external, this.#outside]) part.clear();
  }
}
