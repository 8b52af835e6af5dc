import { type Signal, signal } from '@preact/signals';
import type { TimeRange } from '../charts/trace.ts';
import type { ViewId } from '../views/view.ts';
import type { TimeSpan } from './time-window.ts';

/** What a person has chosen to look at. */
export interface Selection {
  readonly view: Signal<ViewId>;
  /** Frame whose documents are shown; 0 is the top frame. */
  readonly frame: Signal<number>;
  readonly span: Signal<TimeSpan>;
  /** Component whose slowest render is explained. */
  readonly component: Signal<string | null>;
  /** Moment under the reading line. */
  readonly moment: Signal<number | null>;
  /** Moment that was clicked: its frame is explained. */
  readonly pinned: Signal<number | null>;
  /** Address of the server that the backend view shows; null for the first. */
  readonly server: Signal<string | null>;
  /** Stretch that was drawn on the timeline: every view shows the figures of it. */
  readonly range: Signal<TimeRange | null>;
  /** Stretch that is being drawn; it becomes `range` when it is let go of. */
  readonly drawn: Signal<TimeRange | null>;
  /** Back to the beginning, where another recording is shown. The view stays. */
  reset(): void;
}

export function createSelection(): Selection {
  const selection = {
    view: signal<ViewId>('overview'),
    frame: signal(0),
    span: signal<TimeSpan>('all'),
    component: signal<string | null>(null),
    moment: signal<number | null>(null),
    pinned: signal<number | null>(null),
    server: signal<string | null>(null),
    range: signal<TimeRange | null>(null),
    drawn: signal<TimeRange | null>(null),
  };
  return {
    ...selection,
    reset() {
      selection.frame.value = 0;
      selection.component.value = null;
      selection.moment.value = null;
      selection.pinned.value = null;
      selection.range.value = null;
      selection.drawn.value = null;
      // A stretch of one recording means nothing in another.
      if (typeof selection.span.value === 'object') selection.span.value = 'all';
    },
  };
}
