import { useMemo, useRef } from 'preact/hooks';
import { LaneCanvas } from '../charts/lane-canvas.tsx';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatMoment } from '../strings/format-moment.ts';
import type { Lane, LaneContext } from './lane.ts';
import { earlier, later, panBy, wholeOf } from './navigation.ts';

const text = en.timeline;

interface StripProps {
  readonly panel: Panel;
  /** The lane that is drawn small. */
  readonly lane: Lane;
  readonly context: LaneContext;
  readonly theme: 'light' | 'dark';
}

/** The whole recording, small, with the part that the lanes show: a scrollbar that says where the peaks are. */
export function TimeStrip({ panel, lane, context, theme }: StripProps) {
  const track = useRef<HTMLDivElement>(null);
  const grip = useRef<number | null>(null);
  const whole = wholeOf(panel);
  const length = whole.to - whole.from;
  const left = (context.from - whole.from) / length;
  const width = Math.min(1 - left, (context.to - context.from) / length);
  const drawing = useStripDrawing(lane, context, whole);
  const moment = (at: number) => formatMoment(at - context.origin, context.to - context.from);
  const placeOf = ({ clientX }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    return box && box.width > 0 ? (clientX - box.left) / box.width : 0;
  };
  const moveTo = (place: number) => panBy(panel, (place - left) / width);
  return (
    <div class="lane lane--tiny time-strip">
      <div class="lane__head">{text.stripTitle}</div>
      <LaneCanvas drawing={drawing} theme={theme} label={text.stripTitle} />
      <div
        ref={track}
        class="time-strip__track"
        role="scrollbar"
        tabIndex={0}
        data-testid="time-strip"
        aria-label={text.strip}
        aria-controls="timeline-lanes"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((width < 1 ? left / (1 - width) : 0) * 100)}
        aria-valuetext={text.stripText(moment(context.from), moment(context.to), moment(whole.to))}
        onPointerDown={(event) => {
          const place = placeOf(event);
          const inside = place >= left && place <= left + width;
          // Beside the window, the window comes to the pointer first.
          grip.current = inside ? place - left : width / 2;
          if (!inside) moveTo(place - width / 2);
          track.current?.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (grip.current !== null) moveTo(placeOf(event) - grip.current);
        }}
        onPointerUp={() => {
          grip.current = null;
        }}
        onPointerCancel={() => {
          grip.current = null;
        }}
        onKeyDown={(event) => {
          const act = stripKeys[event.key];
          if (!act) return;
          event.preventDefault();
          event.stopPropagation();
          act(panel);
        }}
      >
        <div class="time-strip__window" style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />
      </div>
    </div>
  );
}

/** Further than any recording is long. */
const toTheEnd = 1e9;
const stripKeys: Readonly<Record<string, (panel: Panel) => void>> = {
  ArrowLeft: (panel) => panBy(panel, -0.1),
  ArrowRight: (panel) => panBy(panel, 0.1),
  PageUp: earlier,
  PageDown: later,
  Home: (panel) => panBy(panel, -toTheEnd),
  End: (panel) => panBy(panel, toTheEnd),
};

function useStripDrawing(lane: Lane, context: LaneContext, { from, to }: { from: number; to: number }) {
  const { pages, servers, origin } = context;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `context` is made anew when the data changed, but also when the window moved.
  return useMemo(() => {
    const traces = lane.traces({ ...context, from, to });
    return { traces, from: from - origin, to: to - origin, axis: { ...lane.axis(traces), ticks: [] }, label: null };
  }, [lane, from, to, pages, servers, origin]);
}
