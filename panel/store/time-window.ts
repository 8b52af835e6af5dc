import type { EpochMs, Milliseconds } from '@memory-plus/core/model';
import type { TimeRange } from '../charts/trace.ts';

/** Stretch of the timeline that is shown: everything, the last so many milliseconds (it moves on while recording), or this one. */
export type TimeSpan = 'all' | Milliseconds | TimeRange;

/** A young recording is shown as if it were this long. */
const shortestWhole = 30_000;
/** Nobody zooms in further. */
const shortestShown = 2_000;

/** What of a recording `span` shows. */
export function shownOf(span: TimeSpan, recorded: TimeRange): TimeRange {
  if (typeof span === 'object') return span;
  if (span === 'all') return { from: recorded.from, to: recorded.from + roomFor(recorded.to - recorded.from) };
  const from = Math.max(recorded.from, recorded.to - span);
  return { from, to: from + span };
}

/** A little more than was recorded, in steps: the axis stands still in between, and lanes without new data are not drawn anew. */
function roomFor(recorded: Milliseconds): Milliseconds {
  const step = 2 ** Math.floor(Math.log2(Math.max(recorded, shortestWhole) / 32));
  return Math.max(shortestWhole, Math.ceil(recorded / step) * step);
}

/**
 * Shows `factor` times as much time (below 1: zooms in). The moment `about` stays where it is seen, unless an end of the
 * recording is nearer than that. `whole` is what `shownOf('all', …)` shows; no window leaves it.
 */
export function zoom(shown: TimeRange, whole: TimeRange, factor: number, about: EpochMs): TimeSpan {
  const before = shown.to - shown.from;
  const most = whole.to - whole.from;
  const length = Math.min(most, Math.max(Math.min(shortestShown, before), before * factor));
  if (length >= most) return 'all';
  const share = (Math.min(shown.to, Math.max(shown.from, about)) - shown.from) / before;
  return within(whole, shown.from + share * (before - length), length);
}

/** Moves the window by `by` milliseconds, as far as the recording goes. */
export function pan(shown: TimeRange, whole: TimeRange, by: Milliseconds): TimeSpan {
  const length = shown.to - shown.from;
  return length >= whole.to - whole.from ? 'all' : within(whole, shown.from + by, length);
}

/** Shows `range` with a little around it. */
export function zoomTo(range: TimeRange, whole: TimeRange): TimeSpan {
  const middle = (range.from + range.to) / 2;
  const most = whole.to - whole.from;
  const length = Math.min(most, Math.max(shortestShown, (range.to - range.from) * 1.1));
  return length >= most ? 'all' : within(whole, middle - length / 2, length);
}

function within(whole: TimeRange, from: EpochMs, length: Milliseconds): TimeRange {
  const start = Math.max(whole.from, Math.min(from, whole.to - length));
  return { from: start, to: start + length };
}
