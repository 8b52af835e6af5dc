import type { EpochMs, Milliseconds, Row } from '@memory-plus/core/model';
import type { SourceState } from './source-state.ts';

export type ShareKind = 'render' | 'collection' | 'forcedLayout' | 'script' | 'layout' | 'unattributed';

export interface FrameShare {
  readonly kind: ShareKind;
  readonly duration: Milliseconds;
  /** What it was: components, or the script that forced a layout. */
  readonly detail: string;
}

/** A slow frame taken apart; the shares add up to its duration. */
export interface FrameAccount {
  readonly at: EpochMs;
  readonly duration: Milliseconds;
  readonly shares: readonly FrameShare[];
}

/** The slow frame at `moment`, or else the nearest one; the slowest of all where no moment is given. Null without frames. */
export function accountFor(pages: readonly SourceState[], moment: EpochMs | null): FrameAccount | null {
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
  return found && account(found.page, found.frame);
}

function distanceTo({ at, duration }: Row<'frames'>, moment: EpochMs): number {
  return moment < at ? at - moment : Math.max(0, moment - at - duration);
}

function account(page: SourceState, frame: Row<'frames'>): FrameAccount {
  const end = frame.at + frame.duration;
  const inFrame = <R extends { readonly at: EpochMs }>(rows: readonly R[]) =>
    rows.filter(({ at }) => at >= frame.at && at <= end);
  const renders = inFrame(page.slowRenders);
  const scripts = page.frameScripts.filter((script) => script.frame === frame.at);
  const collections = inFrame(page.collections);
  const forced = scripts.filter(({ forcedLayout }) => forcedLayout > 0);

  let left = frame.duration;
  /** No share is more than what is left: measured parts overlap, and the whole is known better than its parts. */
  const take = (duration: Milliseconds) => {
    const taken = Math.min(left, Math.max(0, duration));
    left -= taken;
    return taken;
  };
  const pause = take(sum(collections.map((row) => row.pause ?? 0)));
  const layoutForced = take(sum(forced.map((row) => row.forcedLayout)));
  const render = take(renderTime(renders, inFrame(page.commits)));
  const script = take(sum(scripts.map((row) => row.duration)) - render - layoutForced - pause);
  const layout = take(frame.layout ?? 0);
  const shares: FrameShare[] = [
    { kind: 'render', duration: render, detail: componentsIn(renders) },
    { kind: 'collection', duration: pause, detail: '' },
    { kind: 'forcedLayout', duration: layoutForced, detail: scriptOf(longest(forced, (row) => row.forcedLayout)) },
    { kind: 'script', duration: script, detail: scriptOf(longest(scripts, (row) => row.duration)) },
    { kind: 'layout', duration: layout, detail: '' },
    { kind: 'unattributed', duration: left, detail: '' },
  ];
  return { at: frame.at, duration: frame.duration, shares: shares.filter(({ duration }) => duration >= 0.5) };
}

/** Commits know the whole render phase; where they do not, selves add up without counting a child twice. */
function renderTime(renders: readonly Row<'slowRenders'>[], commits: readonly Row<'commits'>[]): Milliseconds {
  const committed = sum(commits.map(({ duration }) => duration ?? 0));
  const selves = sum(renders.map(({ self, duration }) => self ?? duration));
  return Math.max(committed, selves);
}

function componentsIn(renders: readonly Row<'slowRenders'>[]): string {
  const worst = [...renders].sort((a, b) => b.duration - a.duration).map(({ component }) => component);
  return [...new Set(worst)].slice(0, 3).join(' › ');
}

function scriptOf(row: Row<'frameScripts'> | null): string {
  if (!row) return '';
  return [row.name || row.invoker, row.script.replace(/^.*\//, '')].filter(Boolean).join(', ');
}

function longest<R>(rows: readonly R[], by: (row: R) => number): R | null {
  return rows.reduce<R | null>((best, row) => (best === null || by(row) > by(best) ? row : best), null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
