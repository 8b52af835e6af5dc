import { type CauseCard, causeCards } from '@memory-plus/core/analysis';
import type { EpochMs, Milliseconds, Row } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

/** The slow frame at `moment`, or else the nearest one; the slowest of all where no moment is given. Null without frames. */
export function frameAt(pages: readonly SourceState[], moment: EpochMs | null): CauseCard | null {
  let found: { page: SourceState; frame: Row<'frames'> } | null = null;
  let best = Number.POSITIVE_INFINITY;
  for (const page of pages) {
    for (const frame of page.frames) {
      const distance = moment === null ? -frame.duration : distanceTo(frame, moment);
      if (distance < best) {
        best = distance;
        found = { page, frame };
      }
    }
  }
  return found && (causeCards({ ...evidenceOf(found.page), frames: [found.frame] }, -1)[0] ?? null);
}

/** Frames over the threshold with their causes, the slowest first. */
export function slowestFrames(pages: readonly SourceState[], threshold: Milliseconds): CauseCard[] {
  return pages.flatMap((page) => causeCards(evidenceOf(page), threshold)).sort((a, b) => b.duration - a.duration);
}

function evidenceOf({ frames, frameScripts, slowRenders, commits, collections }: SourceState) {
  return { frames, frameScripts, slowRenders, commits, collections };
}

function distanceTo({ at, duration }: Row<'frames'>, moment: EpochMs): number {
  return moment < at ? at - moment : Math.max(0, moment - at - duration);
}
