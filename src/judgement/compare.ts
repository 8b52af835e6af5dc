import {
  chanceOfHigher,
  differenceOfEstimates,
  differenceOfShares,
  sayBytes,
  sayMilliseconds,
  sayPerMinute,
  shift,
} from '../analysis/index.ts';
import { addBuckets, bucketCount, type Estimate, quantile, type VerdictWord } from '../model/index.ts';
import { type Recording, rowsOf } from '../recording/index.ts';
import { say } from '../words/comparison.ts';
import { compareServers, middle, type ServerSide, serverQuestions, serverSides } from './compare-servers.ts';
import { judgeRecording, type SourceReport } from './judge.ts';

/** One thing that was measured in both recordings. */
export interface Change {
  readonly what:
    | 'verdict'
    | 'leak-rate'
    | 'floor'
    | 'slow-renders'
    | 'render-time'
    | 'rss'
    | 'event-loop'
    | 'alerts'
    | 'actions';
  /** Page or server, and the component where it is about one. */
  readonly subject: string;
  readonly before: number | string;
  readonly after: number | string;
  /** After minus before, with the interval of the comparison's confidence; null where only an order is known. */
  readonly difference: Estimate | null;
  readonly direction: 'worse' | 'better' | 'same';
  readonly message: string;
}

export interface Comparison {
  readonly confidence: number;
  readonly changes: readonly Change[];
  /** Pages and servers that only one of the recordings has. */
  readonly unmatched: readonly string[];
}

/** All conclusions together are right with this confidence; each single one is held to more. */
const confidence = 0.95;
/** What is surely different but smaller than this share of the old value is no change to act on. */
const smallestChange = 0.05;
/** And growth of the floor that differs by less, in bytes per second (0.1 MB a minute). */
const smallestRate = (0.1 * 1024 * 1024) / 60;
const fewestRenders = 20;

interface Renders {
  count: number;
  slow: number;
  readonly buckets: number[];
}

interface Side {
  readonly report: SourceReport;
  readonly renders: ReadonlyMap<string, Renders>;
  /** Null for a page. */
  readonly server: ServerSide | null;
}

/** What got worse or better from one recording to the other, page by page and server by server. */
export function compareRecordings(before: Recording, after: Recording): Comparison {
  const [old, now] = [sidesOf(before), sidesOf(after)];
  const shared = [...old.keys()].filter((key) => now.has(key));
  // One page each is the same page, even where the address differs (another port, another build).
  const pairs: (readonly [Side, Side])[] =
    shared.length === 0 && old.size === 1 && now.size === 1
      ? [[[...old.values()][0] as Side, [...now.values()][0] as Side]]
      : shared.map((key) => [old.get(key) as Side, now.get(key) as Side]);
  const unmatched =
    pairs.length > shared.length ? [] : [...old.keys(), ...now.keys()].filter((key) => !shared.includes(key));
  const questions = pairs.reduce((sum, [a, b]) => sum + questionsOf(a, b), 0);
  const single = 1 - (1 - confidence) / Math.max(1, questions);
  return { confidence, changes: pairs.flatMap(([a, b]) => compareSides(a, b, single)), unmatched };
}

function questionsOf(before: Side, after: Side): number {
  return 3 + sharedComponents(before, after).length + (before.server && after.server ? serverQuestions : 0);
}

/** The longest recorded life of each page (by address) and server (by name). */
function sidesOf(recording: Recording): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>();
  const lengthOf = (report: SourceReport) => (report.to ?? 0) - (report.from ?? 0);
  const renders = rendersBySource(recording);
  const servers = serverSides(recording);
  judgeRecording(recording).forEach((report, index) => {
    const source = recording.sources[index];
    const key = source?.kind === 'server' ? `server ${source.name}` : `page ${report.name}`;
    const known = sides.get(key);
    if (known && lengthOf(report) <= lengthOf(known.report)) return;
    const server = source?.kind === 'server' ? (servers[index] ?? null) : null;
    sides.set(key, { report, renders: renders[index] ?? new Map(), server });
  });
  return sides;
}

function rendersBySource(recording: Recording): readonly ReadonlyMap<string, Renders>[] {
  const all = recording.sources.map(() => new Map<string, Renders>());
  for (const row of rowsOf(recording, 'renders')) {
    const map = all[row.source];
    const renders = map?.get(row.component) ?? { count: 0, slow: 0, buckets: new Array<number>(bucketCount).fill(0) };
    renders.count += row.count;
    renders.slow += row.slow;
    addBuckets(renders.buckets, row.buckets);
    map?.set(row.component, renders);
  }
  return all;
}

function sharedComponents(before: Side, after: Side): readonly string[] {
  const enough = (renders: Renders | undefined) => renders !== undefined && renders.count >= fewestRenders;
  return [...before.renders.keys()].filter(
    (name) => enough(before.renders.get(name)) && enough(after.renders.get(name)),
  );
}

function compareSides(before: Side, after: Side, single: number): readonly Change[] {
  const subject = after.report.name;
  const changes = [
    compareVerdicts(before.report, after.report, subject),
    compareRates(before.report, after.report, subject, single),
    compareFloors(before.report, after.report, subject, single),
    compareSlow(before, after, subject, single),
    ...sharedComponents(before, after).map((name) => compareComponent(name, before, after, subject, single)),
    ...(before.server && after.server ? compareServers(before.server, after.server, subject, single) : []),
  ];
  return changes.filter((change) => change !== null);
}

function compareVerdicts(before: SourceReport, after: SourceReport, subject: string): Change {
  const [a, b] = [before.verdict.word, after.verdict.word];
  const direction = a === b ? 'same' : b === 'leak' ? 'worse' : a === 'leak' && b === 'clean' ? 'better' : 'same';
  return {
    what: 'verdict',
    subject,
    before: a,
    after: b,
    difference: null,
    direction,
    message: say('verdict', { before: sayVerdict(a), after: sayVerdict(b) }),
  };
}

function sayVerdict(word: VerdictWord): string {
  return say(word === 'insufficient-data' ? 'insufficient' : word);
}

function directionOf(difference: Estimate, smallest: number): Change['direction'] {
  if (difference.low > 0 && difference.value >= smallest) return 'worse';
  return difference.high < 0 && -difference.value >= smallest ? 'better' : 'same';
}

function compareRates(before: SourceReport, after: SourceReport, subject: string, single: number): Change | null {
  const [a, b] = [before.verdict.evidence.rate, after.verdict.evidence.rate];
  if (!a || !b) return null;
  const difference = differenceOfEstimates(a, b, single);
  const direction = directionOf(difference, smallestRate);
  const message = say('growth', { before: sayPerMinute(a.value * 60), after: sayPerMinute(b.value * 60) });
  return { what: 'leak-rate', subject, before: a.value, after: b.value, difference, direction, message };
}

function compareFloors(before: SourceReport, after: SourceReport, subject: string, single: number): Change | null {
  const [a, b] = [before.floor.map((p) => p.bytes), after.floor.map((p) => p.bytes)];
  const difference = shift(a, b, single);
  if (!difference) return null;
  const [old, now] = [middle(a), middle(b)];
  const direction = directionOf(difference, old * smallestChange);
  const message = say('floor', { before: sayBytes(old), after: sayBytes(now) });
  return { what: 'floor', subject, before: old, after: now, difference, direction, message };
}

function compareSlow(before: Side, after: Side, subject: string, single: number): Change | null {
  const total = (side: Side) =>
    [...side.renders.values()].reduce((sum, r) => ({ hits: sum.hits + r.slow, total: sum.total + r.count }), {
      hits: 0,
      total: 0,
    });
  const [a, b] = [total(before), total(after)];
  const difference = differenceOfShares(a, b, single);
  if (!difference) return null;
  const direction = directionOf(difference, (a.hits / a.total) * smallestChange);
  const counts = { slowBefore: a.hits, allBefore: a.total, slowAfter: b.hits, allAfter: b.total };
  return {
    what: 'slow-renders',
    subject,
    before: a.hits / a.total,
    after: b.hits / b.total,
    difference,
    direction,
    message: say('slow', counts),
  };
}

function compareComponent(name: string, before: Side, after: Side, page: string, single: number): Change | null {
  const [a, b] = [before.renders.get(name)?.buckets ?? [], after.renders.get(name)?.buckets ?? []];
  const [old, now] = [quantile(a, 0.5), quantile(b, 0.5)];
  if (old === null || now === null) return null;
  const alpha = (1 - single) / 2;
  const worse = now > old && chanceOfHigher(a, b) < alpha;
  const better = now < old && chanceOfHigher(b, a) < alpha;
  return {
    what: 'render-time',
    subject: say('on', { component: name, page }),
    before: old,
    after: now,
    difference: null,
    direction: worse ? 'worse' : better ? 'better' : 'same',
    message: say('render', { component: name, before: sayMilliseconds(old), after: sayMilliseconds(now) }),
  };
}
