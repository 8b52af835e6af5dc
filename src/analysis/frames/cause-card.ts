import type { EpochMs, Milliseconds, Row } from '../../model/index.ts';
import { say } from '../../words/frames.ts';

/** What a frame's time went to. `layout`: the browser's own style and layout at its end; `forced layout`: what a script made it do before. */
export type FrameCause = 'render' | 'garbage collection' | 'forced layout' | 'layout' | 'script' | 'unattributed';

export interface FramePart {
  readonly cause: FrameCause;
  readonly duration: Milliseconds;
  /** Components, scripts: longest first, at most five. */
  readonly names: readonly string[];
}

/** One slow frame explained. The parts add up to its duration. */
export interface CauseCard {
  readonly at: EpochMs;
  readonly duration: Milliseconds;
  /** Longest first; parts of no time are left out. */
  readonly parts: readonly FramePart[];
  /** The longest part. */
  readonly cause: FrameCause;
  /** A collection fell into the frame and its pause is not known: it hides in the other parts, so nobody is to blame for sure. */
  readonly collectionInside: boolean;
  readonly sentence: string;
}

/** Rows of one source; each list in the order of time. */
export interface FrameEvidence {
  readonly frames: readonly Row<'frames'>[];
  readonly frameScripts: readonly Row<'frameScripts'>[];
  readonly slowRenders: readonly Row<'slowRenders'>[];
  readonly commits: readonly Row<'commits'>[];
  readonly collections: readonly Row<'collections'>[];
}

const mostNames = 5;
/** A finalization callback runs in a task of its own, up to this long after the collection that it tells of. */
const collectionNotice: Milliseconds = 100;

/** A card for each frame longer than `threshold`. */
export function causeCards(evidence: FrameEvidence, threshold: Milliseconds): CauseCard[] {
  const scripts = new Map<EpochMs, Row<'frameScripts'>[]>();
  for (const script of evidence.frameScripts) {
    const known = scripts.get(script.frame);
    if (known) known.push(script);
    else scripts.set(script.frame, [script]);
  }
  return evidence.frames
    .filter(({ duration }) => duration > threshold)
    .map((frame) => {
      const end = frame.at + frame.duration;
      return causeCard(frame, {
        scripts: scripts.get(frame.at) ?? [],
        slowRenders: between(evidence.slowRenders, frame.at, end),
        commits: between(evidence.commits, frame.at, end),
        collections: between(evidence.collections, frame.at, end + collectionNotice),
      });
    });
}

/** What happened during one frame. */
export interface InFrame {
  readonly scripts: readonly Row<'frameScripts'>[];
  readonly slowRenders: readonly Row<'slowRenders'>[];
  readonly commits: readonly Row<'commits'>[];
  readonly collections: readonly Row<'collections'>[];
}

export function causeCard(frame: Row<'frames'>, inside: InFrame): CauseCard {
  const left = new Budget(frame.duration);
  const collecting = left.take(sum(inside.collections, ({ pause }) => pause));
  const layout = left.take(frame.layout ?? 0);
  const scripting = left.take(sum(inside.scripts, ({ duration }) => duration));
  // A frame without scripts may still have rendered: the browser leaves out those that it does not attribute.
  const within = new Budget(scripting > 0 ? scripting : left.rest);
  const forced = within.take(sum(inside.scripts, ({ forcedLayout }) => forcedLayout));
  const rendering = within.take(renderTime(inside));
  if (scripting === 0) left.take(forced + rendering);
  const parts: FramePart[] = [
    { cause: 'render' as const, duration: rendering, names: renderNames(inside.slowRenders) },
    { cause: 'garbage collection' as const, duration: collecting, names: [] },
    { cause: 'forced layout' as const, duration: forced, names: scriptNames(inside.scripts, 'forcedLayout') },
    { cause: 'layout' as const, duration: layout, names: [] },
    {
      cause: 'script' as const,
      duration: scripting > 0 ? within.rest : 0,
      names: scriptNames(inside.scripts, 'duration'),
    },
    { cause: 'unattributed' as const, duration: left.rest, names: [] },
  ]
    .filter(({ duration }) => duration > 0)
    .sort((a, b) => b.duration - a.duration);
  const cause = parts[0]?.cause ?? 'unattributed';
  const collectionInside = inside.collections.some(({ pause }) => pause === null);
  const sentence = describe(frame, parts, collectionInside);
  return { at: frame.at, duration: frame.duration, parts, cause, collectionInside, sentence };
}

/** Gives away a duration piece by piece and never more than there is. */
class Budget {
  rest: Milliseconds;

  constructor(duration: Milliseconds) {
    this.rest = Math.max(0, duration);
  }

  take(wanted: Milliseconds): Milliseconds {
    const taken = Math.min(this.rest, Math.max(0, wanted));
    this.rest -= taken;
    return taken;
  }
}

/** The commits' own durations where the builds tell them; else the slow renders, of which none has another inside. */
function renderTime({ commits, slowRenders }: InFrame): Milliseconds {
  const measured = sum(commits, ({ duration }) => duration);
  return Math.max(
    measured,
    sum(slowRenders, ({ self, duration }) => self ?? duration),
  );
}

function renderNames(renders: InFrame['slowRenders']): string[] {
  const sorted = [...renders].sort((a, b) => (b.self ?? b.duration) - (a.self ?? a.duration));
  return unique(sorted.map(({ component }) => component));
}

function scriptNames(scripts: InFrame['scripts'], by: 'duration' | 'forcedLayout'): string[] {
  const sorted = scripts.filter((script) => script[by] > 0).sort((a, b) => b[by] - a[by]);
  return unique(sorted.map(({ name, script }) => (script ? say('scriptIn', { name, script }) : name)));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, mostNames);
}

const causeWords = {
  render: 'render',
  'garbage collection': 'collection',
  'forced layout': 'forcedLayout',
  layout: 'layout',
  script: 'script',
  unattributed: 'unattributed',
} as const satisfies Readonly<Record<FrameCause, string>>;

function describe(frame: Row<'frames'>, parts: readonly FramePart[], collectionInside: boolean): string {
  const [first] = parts;
  if (!first) return say('empty');
  const names = first.names.join(', ');
  const shares = {
    part: Math.round(first.duration),
    whole: Math.round(frame.duration),
    cause: say(causeWords[first.cause]),
  };
  const sentence = names === '' ? say('share', shares) : say('shareNamed', { ...shares, names });
  return collectionInside ? say('collectionInside', { sentence }) : sentence;
}

function sum<T>(rows: readonly T[], value: (row: T) => number | null): number {
  return rows.reduce((total, row) => total + (value(row) ?? 0), 0);
}

/** Rows from `from` to `to`, both included, of a list in the order of time. */
function between<T extends { readonly at: EpochMs }>(rows: readonly T[], from: EpochMs, to: EpochMs): readonly T[] {
  return rows.slice(
    firstFrom(rows, (at) => at >= from),
    firstFrom(rows, (at) => at > to),
  );
}

function firstFrom<T extends { readonly at: EpochMs }>(rows: readonly T[], reached: (at: EpochMs) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(rows[middle]?.at ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
