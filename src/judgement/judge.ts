import {
  createAlertMachine,
  createLeakAnalysis,
  type FloorPoint,
  type LeakAnalysis,
  type PairVerdict,
} from '../analysis/index.ts';
import type { Bytes, EpochMs, Milliseconds, Row, TableName, Verdict } from '../model/index.ts';
import { type Recording, rowsOf, type Source } from '../recording/index.ts';
import { type Judged, judgePairs } from './judge-pairs.ts';

export interface SlowComponent {
  readonly component: string;
  readonly slow: number;
  readonly worst: Milliseconds | null;
}

/** What a recording says about one document or process. */
export interface SourceReport {
  readonly id: string;
  readonly kind: Source['kind'];
  readonly name: string;
  readonly verdict: Verdict;
  /** Of a server that pages of the recording asked: the verdict about both sides. */
  readonly across: PairVerdict | null;
  /** Heap after collections; long recordings in coarser steps. */
  readonly floor: readonly FloorPoint[];
  readonly peakHeap: Bytes | null;
  readonly slowRenders: number;
  /** The worst first, at most ten. */
  readonly slowComponents: readonly SlowComponent[];
  readonly alerts: readonly Row<'alerts'>[];
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

const judgedTables = [
  'lifecycle',
  'collections',
  'heap',
  'marks',
  'retained',
  'caches',
  'dom',
  'process',
] as const satisfies readonly TableName[];
type JudgedTable = (typeof judgedTables)[number];

interface Entry {
  readonly at: EpochMs;
  readonly feed: (analysis: LeakAnalysis) => void;
  readonly heap: Row<'heap'> | null;
}

/** Judges every source of a recording as the tab would have at its end. */
export function judgeRecording(recording: Recording): readonly SourceReport[] {
  const entries = entriesBySource(recording);
  const slow = slowBySource(recording);
  const judged = recording.sources.map((source, index) =>
    judgeSource(source, entries[index] ?? [], slow[index] ?? new Map()),
  );
  const pairs = judgePairs(recording, judged);
  return judged.map(({ report }, index) => ({ ...report, across: pairs[index] ?? null }));
}

function entriesBySource(recording: Recording): readonly Entry[][] {
  const entries: Entry[][] = recording.sources.map(() => []);
  const gather = <K extends JudgedTable>(table: K) => {
    for (const row of rowsOf(recording, table)) {
      const heap = table === 'heap' ? (row as unknown as Row<'heap'>) : null;
      entries[row.source]?.push({ at: row.at as EpochMs, feed: (analysis) => analysis.row(table, row), heap });
    }
  };
  for (const table of judgedTables) gather(table);
  // Sorting is stable: at one moment a collection stands before the reading that followed it, as in the list of tables.
  for (const list of entries) list.sort((a, b) => a.at - b.at);
  return entries;
}

type SlowByComponent = Map<string, { slow: number; worst: Milliseconds | null }>;

/** Slow renders by component: counted in windows where renders were aggregated, else one by one. */
function slowBySource(recording: Recording): readonly SlowByComponent[] {
  const aggregated = recording.sources.map((): SlowByComponent => new Map());
  const single = recording.sources.map((): SlowByComponent => new Map());
  const add = (into: SlowByComponent | undefined, component: string, slow: number, worst: Milliseconds | null) => {
    const known = into?.get(component) ?? { slow: 0, worst: null };
    const longest = worst === null ? known.worst : Math.max(worst, known.worst ?? 0);
    into?.set(component, { slow: known.slow + slow, worst: longest });
  };
  for (const row of rowsOf(recording, 'renders')) {
    if (row.slow > 0) add(aggregated[row.source], row.component, row.slow, row.worst);
  }
  for (const row of rowsOf(recording, 'slowRenders')) add(single[row.source], row.component, 1, row.duration);
  const sum = (map: SlowByComponent | undefined) => [...(map?.values() ?? [])].reduce((total, c) => total + c.slow, 0);
  return aggregated.map((map, index) => {
    const other = single[index];
    return other && sum(other) > sum(map) ? other : map;
  });
}

function judgeSource(
  source: Source,
  entries: readonly Entry[],
  slow: SlowByComponent,
): Judged & { readonly report: Omit<SourceReport, 'across'> } {
  const analysis = createLeakAnalysis();
  const alerts = createAlertMachine();
  const events: Row<'alerts'>[] = [];
  let peakHeap: Bytes | null = null;
  let cuts = 0;
  for (const { at, feed, heap } of entries) {
    feed(analysis);
    if (analysis.cuts().length > cuts) {
      cuts = analysis.cuts().length;
      events.push(...alerts.cut(at));
    }
    if (!heap) continue;
    events.push(...alerts.heap(heap));
    peakHeap = Math.max(peakHeap ?? 0, heap.used);
  }
  const from = entries[0]?.at ?? null;
  const to = entries[entries.length - 1]?.at ?? null;
  const components = [...slow].map(([component, c]) => ({ component, ...c }));
  components.sort((a, b) => (b.worst ?? 0) - (a.worst ?? 0) || b.slow - a.slow);
  const verdict = analysis.verdict(to ?? source.startedAt);
  const report = {
    id: source.id,
    kind: source.kind,
    name: source.kind === 'server' ? `${source.name} (${source.url})` : source.url,
    verdict,
    floor: analysis.trend().floor,
    peakHeap,
    slowRenders: components.reduce((total, c) => total + c.slow, 0),
    slowComponents: components.slice(0, 10),
    alerts: events,
    from,
    to,
  };
  return { analysis, verdict, to: to ?? source.startedAt, report };
}
