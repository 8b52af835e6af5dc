import type { EpochMs } from '@memory-plus/core/model';
import { useEffect, useRef } from 'preact/hooks';
import type { TimeRange } from '../charts/trace.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatClock } from '../strings/format.ts';
import { listenToGestures } from './gestures.ts';
import type { Lane, LaneContext } from './lane.ts';
import { panBy, select, windowOf, zoomBy } from './navigation.ts';
import { ReadingLine, readAll } from './reading-line.tsx';
import { TimelineMarks } from './timeline-marks.tsx';

interface OverlayProps {
  readonly panel: Panel;
  readonly lanes: readonly Lane[];
  readonly context: LaneContext;
}

/** What crosses all lanes, and what a hand does with them: reads a moment, draws a stretch, zooms and moves. Reading draws no canvas anew. */
export function TimelineOverlay({ panel, lanes, context }: OverlayProps) {
  const { moment, range, drawn } = panel.selection;
  const hand = useHand(panel, context);
  const shown = moment.value;
  const { from, to, origin } = context;
  const stretch = drawn.value ?? range.value;
  return (
    <div
      class="timeline__overlay"
      role="slider"
      tabIndex={0}
      aria-label={en.lanes.summary}
      aria-valuemin={Math.round((from - origin) / 1000)}
      aria-valuemax={Math.round((to - origin) / 1000)}
      aria-valuenow={Math.round(((shown ?? to) - origin) / 1000)}
      aria-valuetext={shown === null ? formatClock(to - origin) : readAll(lanes, context, shown)}
      {...hand}
    >
      <TimelineMarks context={context} />
      {stretch && <DrawnRange range={stretch} context={context} />}
      {shown !== null && shown >= from && shown <= to && <ReadingLine lanes={lanes} context={context} moment={shown} />}
    </div>
  );
}

/** What a pressed pointer does. */
type Held = { readonly does: 'draw'; readonly from: EpochMs } | { readonly does: 'pan'; at: number };

/** Pointer and keys on the overlay, as the properties that listen to them. */
function useHand(panel: Panel, context: LaneContext) {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef<Held | null>(null);
  const { moment, pinned, drawn } = panel.selection;
  const placeOf = (clientX: number) => {
    const box = ref.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (clientX - box.left) / box.width)) : 0;
  };
  const momentOf = ({ clientX }: PointerEvent) => context.from + placeOf(clientX) * (context.to - context.from);
  useEffect(() => {
    if (!ref.current) return;
    return listenToGestures(ref.current, {
      zoom(factor, place) {
        const { from, to } = windowOf(panel);
        zoomBy(panel, factor, from + place * (to - from));
      },
      pan: (share) => panBy(panel, share),
      pinching() {
        held.current = null;
        drawn.value = null;
      },
    });
  }, [panel, drawn]);
  return {
    ref,
    onPointerDown(event: PointerEvent) {
      if (event.button > 1) return;
      const pans = event.button === 1 || event.altKey;
      held.current = pans ? { does: 'pan', at: event.clientX } : { does: 'draw', from: momentOf(event) };
      ref.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      moment.value = momentOf(event);
      const now = held.current;
      if (now?.does === 'draw') drawn.value = stretchOf(now.from, moment.value, context);
      if (now?.does === 'pan') {
        panBy(panel, placeOf(now.at) - placeOf(event.clientX));
        now.at = event.clientX;
      }
    },
    onPointerUp(event: PointerEvent) {
      const now = held.current;
      held.current = null;
      if (now?.does !== 'draw') return;
      const at = momentOf(event);
      const stretch = stretchOf(now.from, at, context);
      select(panel, stretch);
      if (!stretch) pinned.value = at;
    },
    onPointerCancel() {
      held.current = null;
      drawn.value = null;
    },
    onPointerLeave() {
      moment.value = null;
    },
    ...keys(panel, context),
  };
}

/** Arrow keys move the reading line; with Shift they draw, until Shift is let go of. */
function keys(panel: Panel, context: LaneContext) {
  const { moment, pinned, range, drawn } = panel.selection;
  const letGo = () => {
    if (drawn.value) select(panel, drawn.value);
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      const moved = event.altKey ? undefined : moveBy(event.key, moment.value, context);
      if (moved === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const stretch = drawn.value ?? range.value;
      const anchor = stretch && pinned.value !== null ? pinned.value : (moment.value ?? context.to);
      moment.value = moved;
      pinned.value = event.shiftKey ? anchor : moved;
      if (event.shiftKey) drawn.value = stretchOf(anchor, moved, context);
      if (moved === null) select(panel, null);
    },
    onKeyUp({ key }: KeyboardEvent) {
      if (key === 'Shift') letGo();
    },
    onBlur: letGo,
  };
}

/** A shorter stretch is a click, as a share of the time shown. */
const shortestStretch = 0.004;

/** What was drawn from one moment to another; null where that is too little to have been meant. */
function stretchOf(from: EpochMs | null, to: EpochMs | null, context: LaneContext): TimeRange | null {
  if (from === null || to === null || Math.abs(to - from) < (context.to - context.from) * shortestStretch) return null;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

function DrawnRange({ range, context: { from, to } }: { range: TimeRange; context: LaneContext }) {
  const place = (moment: EpochMs) => Math.min(100, Math.max(0, ((moment - from) / (to - from)) * 100));
  const left = place(range.from);
  return <div class="timeline__range" style={{ left: `${left}%`, width: `${place(range.to) - left}%` }} />;
}

/** Where a key moves the reading line; undefined for a key that does not. */
function moveBy(key: string, moment: EpochMs | null, { from, to }: LaneContext): EpochMs | null | undefined {
  const step = (to - from) / 100;
  const at = Math.min(to, Math.max(from, moment ?? to));
  switch (key) {
    case 'ArrowLeft':
      return Math.max(from, at - step);
    case 'ArrowRight':
      return Math.min(to, at + step);
    case 'Home':
      return from;
    case 'End':
      return to;
    case 'Escape':
      return null;
    default:
      return undefined;
  }
}
