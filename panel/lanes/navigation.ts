import type { EpochMs } from '@memory-plus/core/model';
import type { TimeRange } from '../charts/trace.ts';
import type { Panel } from '../store/panel.ts';
import { pan, shownOf, zoom, zoomTo } from '../store/time-window.ts';

/** A step of the buttons and keys. */
const zoomStep = 0.6;
/** Share of what is shown that a step of the buttons and keys moves it. */
const panStep = 0.5;

/** What was recorded; a moment where that is nothing yet. */
export function recordedOf(panel: Panel): TimeRange {
  const { span, store } = panel.model.value;
  return span ?? { from: store.created, to: store.created };
}

export function windowOf(panel: Panel): TimeRange {
  return shownOf(panel.selection.span.value, recordedOf(panel));
}

export function wholeOf(panel: Panel): TimeRange {
  return shownOf('all', recordedOf(panel));
}

/** Shows `factor` times as much time around `about`; around what a person looks at where that is not given. */
export function zoomBy(panel: Panel, factor: number, about: EpochMs = lookedAt(panel)): void {
  panel.selection.span.value = zoom(windowOf(panel), wholeOf(panel), factor, about);
}

/** Moves by a share of what is shown: of 1 by its whole length, to the right. */
export function panBy(panel: Panel, share: number): void {
  const shown = windowOf(panel);
  panel.selection.span.value = pan(shown, wholeOf(panel), share * (shown.to - shown.from));
}

export const zoomIn = (panel: Panel) => zoomBy(panel, zoomStep);
export const zoomOut = (panel: Panel) => zoomBy(panel, 1 / zoomStep);
export const earlier = (panel: Panel) => panBy(panel, -panStep);
export const later = (panel: Panel) => panBy(panel, panStep);

export function showAll(panel: Panel): void {
  panel.selection.span.value = 'all';
}

/** Fills the timeline with the selected stretch. */
export function zoomToRange(panel: Panel): void {
  const range = panel.selection.range.value;
  if (range) panel.selection.span.value = zoomTo(range, wholeOf(panel));
}

/** Makes `range` the stretch that all views show; null goes back to the whole recording. */
export function select(panel: Panel, range: TimeRange | null): void {
  panel.selection.drawn.value = null;
  panel.selection.range.value = range && inside(range, recordedOf(panel));
}

function inside(range: TimeRange, recorded: TimeRange): TimeRange | null {
  const from = Math.max(range.from, recorded.from);
  const to = Math.min(range.to, recorded.to);
  return from < to ? { from, to } : null;
}

/** The reading line, else the middle of the selected stretch, where they are in sight; else the middle of what is shown. */
function lookedAt(panel: Panel): EpochMs {
  const { moment, pinned, range } = panel.selection;
  const { from, to } = windowOf(panel);
  const stretch = range.value && (range.value.from + range.value.to) / 2;
  const seen = [moment.value, pinned.value, stretch].find((at) => at !== null && at >= from && at <= to);
  return seen ?? (from + to) / 2;
}
