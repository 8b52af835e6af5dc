import type { EpochMs } from '@memory-plus/core/model';
import { useRef } from 'preact/hooks';
import type { TimeRange } from '../charts/trace.ts';
import type { Panel } from '../store/panel.ts';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';
import { formatClock } from '../strings/format.ts';
import type { Lane, LaneContext } from './lane.ts';

interface OverlayProps {
  readonly panel: Panel;
  readonly lanes: readonly Lane[];
  readonly context: LaneContext;
}

/** What crosses all lanes: marks, page loads, restarts, and the line that reads every lane at one moment. Moving it draws no canvas anew. */
export function TimelineOverlay({ panel, lanes, context }: OverlayProps) {
  const root = useRef<HTMLDivElement>(null);
  const { moment, pinned, range } = panel.selection;
  const drawnFrom = useRef<EpochMs | null>(null);
  const shown = moment.value;
  const { from, to, origin } = context;
  const momentOf = (event: PointerEvent | MouseEvent) => {
    const box = root.current?.getBoundingClientRect();
    if (!box || box.width === 0) return null;
    return from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (to - from);
  };
  return (
    <div
      ref={root}
      class="timeline__overlay"
      role="slider"
      tabIndex={0}
      aria-label={en.lanes.summary}
      aria-valuemin={0}
      aria-valuemax={Math.round((to - origin) / 1000)}
      aria-valuenow={Math.round(((shown ?? to) - origin) / 1000)}
      aria-valuetext={shown === null ? formatClock(to - origin) : readAll(lanes, context, shown)}
      onPointerDown={(event) => {
        drawnFrom.current = momentOf(event);
      }}
      onPointerMove={(event) => {
        moment.value = momentOf(event);
        if (event.buttons === 1) range.value = stretchOf(drawnFrom.current, moment.value, context);
      }}
      onPointerLeave={() => {
        moment.value = null;
      }}
      onClick={(event) => {
        const at = momentOf(event);
        range.value = stretchOf(drawnFrom.current, at, context);
        if (!range.value) pinned.value = at;
        drawnFrom.current = null;
      }}
      onKeyDown={(event) => {
        const moved = moveBy(event.key, shown, context);
        if (moved === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        const anchor = range.value && pinned.value !== null ? pinned.value : (shown ?? to);
        moment.value = moved;
        range.value = event.shiftKey ? stretchOf(anchor, moved, context) : null;
        pinned.value = event.shiftKey ? anchor : moved;
      }}
    >
      <Marks context={context} />
      {range.value && <DrawnRange range={range.value} context={context} />}
      {shown !== null && shown >= from && shown <= to && <ReadingLine lanes={lanes} context={context} moment={shown} />}
    </div>
  );
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
  const at = moment ?? to;
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

function ReadingLine({ lanes, context, moment }: { lanes: readonly Lane[]; context: LaneContext; moment: EpochMs }) {
  const share = (moment - context.from) / (context.to - context.from);
  return (
    <div class={`reading ${share > 0.6 ? 'reading--left' : ''}`} style={{ left: `${share * 100}%` }}>
      <dl class="reading__values" data-testid="reading">
        <div class="reading__row">
          <dt class="reading__time">{formatClock(moment - context.origin)}</dt>
        </div>
        {lanes.map((lane) => {
          const value = lane.at(context, moment);
          return value === null ? null : (
            <div key={lane.id} class="reading__row">
              <dt>{lane.title}</dt>
              <dd>{value}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function readAll(lanes: readonly Lane[], context: LaneContext, moment: EpochMs): string {
  const read = lanes.flatMap((lane) => {
    const value = lane.at(context, moment);
    return value === null ? [] : [`${lane.title} ${value}`];
  });
  return [formatClock(moment - context.origin), ...read].join(', ');
}

interface Mark {
  readonly at: EpochMs;
  readonly text: string;
  readonly kind: 'mark' | 'cut';
}

/** The newest; more would be a wall. */
const mostMarks = 100;
/** A label needs so much of the axis; one that would run into the label before it is only read out. */
const labelShare = 0.08;

function Marks({ context }: { context: LaneContext }) {
  const { from, to } = context;
  const marks = marksOf(context).filter(({ at }) => at >= from && at <= to);
  let labelled = Number.NEGATIVE_INFINITY;
  const roomFor = (at: EpochMs) => {
    const room = at - labelled >= labelShare * (to - from);
    if (room) labelled = at;
    return room;
  };
  return (
    <>
      {marks.slice(-mostMarks).map(({ at, text, kind }) => (
        <div
          key={`${at} ${text}`}
          class={`timeline__mark timeline__mark--${kind} ${at - from > (to - from) * 0.8 ? 'timeline__mark--left' : ''}`}
          data-testid={kind === 'mark' ? 'timeline-mark' : undefined}
          style={{ left: `${((at - from) / (to - from)) * 100}%` }}
        >
          <span class={roomFor(at) ? 'timeline__mark-label' : 'visually-hidden'}>{text}</span>
        </div>
      ))}
    </>
  );
}

function marksOf({ pages, servers }: LaneContext): Mark[] {
  const named = [...pages, ...servers].flatMap((state) =>
    state.marks.map(({ at, label }) => ({ at, text: en.lanes.mark(label), kind: 'mark' as const })),
  );
  const cut = (text: string) => (state: SourceState) => ({ at: state.source.startedAt, text, kind: 'cut' as const });
  // The first document and the first life of the server are no cut.
  const cuts = [...pages.slice(1).map(cut(en.lanes.navigation)), ...servers.slice(1).map(cut(en.lanes.restart))];
  return [...named, ...cuts].sort((a, b) => a.at - b.at);
}
