import { useMemo } from 'preact/hooks';
import { shownTheme } from '../app/theme.ts';
import { LaneCanvas } from '../charts/lane-canvas.tsx';
import { documentsOf, serversOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import type { TimeSpan } from '../store/selection.ts';
import { en } from '../strings/en.ts';
import { formatMinutes } from '../strings/format.ts';
import type { Lane, LaneContext } from './lane.ts';
import { TimeAxis } from './time-axis.tsx';
import { TimelineOverlay } from './timeline-overlay.tsx';

const shortestShown = 30_000;
const minute = 60_000;
const spans: readonly TimeSpan[] = ['all', 15 * minute, 5 * minute, minute];
/** Shortest pause in the readings that counts as a gap. */
const shortestGap = 5_000;

/** Lanes over one time axis, with marks and a reading line across them all. */
export function Timeline({ panel, lanes }: { panel: Panel; lanes: readonly Lane[] }) {
  const revision = panel.revision.value;
  const span = panel.selection.span.value;
  const frame = panel.selection.frame.value;
  const server = panel.selection.server.value;
  const { slowRender } = panel.preferences.value;
  const model = panel.model.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` stands for the data of `model`, which changes in place.
  const context = useMemo(() => timelineContext(panel), [revision, model, span, frame, server, slowRender]);
  const present = lanes.filter((lane) => lane.present?.(context) ?? true);
  return (
    <section class="card timeline" aria-label={en.lanes.label}>
      {present.map((lane) => (
        <LaneRow key={lane.id} lane={lane} context={context} theme={shownTheme(panel)} />
      ))}
      <div class="timeline__foot">
        <SpanPicker panel={panel} />
        <TimeAxis from={context.from - context.origin} to={context.to - context.origin} />
      </div>
      <TimelineOverlay panel={panel} lanes={present} context={context} />
    </section>
  );
}

function LaneRow({ lane, context, theme }: { lane: Lane; context: LaneContext; theme: 'light' | 'dark' }) {
  const values = lane.values(context);
  const reason = lane.unavailable?.(context) ?? null;
  const drawing = useMemo(() => {
    const traces = lane.traces(context);
    const { from, to, origin } = context;
    return { traces, from: from - origin, to: to - origin, axis: lane.axis(traces), label: lane.label };
  }, [lane, context]);
  return (
    <div class={`lane lane--${reason ? 'small' : lane.size}`}>
      <div class="lane__head">
        <h3 class="lane__title">{lane.title}</h3>
        {values.map(({ id, text, color, testId }) => (
          <span key={id} class={`lane__value ${color ? `lane__value--${color}` : ''}`} data-testid={testId}>
            {text}
          </span>
        ))}
      </div>
      {reason ? (
        <p class="lane__reason" data-testid={lane.testId}>
          {en.lanes.unavailable(reason)}
        </p>
      ) : (
        <LaneCanvas
          drawing={drawing}
          theme={theme}
          label={[lane.title, ...values.map(({ text }) => text)].join(', ')}
          testId={lane.testId}
        />
      )}
    </div>
  );
}

function SpanPicker({ panel }: { panel: Panel }) {
  return (
    <label class="timeline__span">
      <span class="visually-hidden">{en.lanes.span}</span>
      <select
        value={String(panel.selection.span.value)}
        onChange={({ currentTarget: { value } }) => {
          panel.selection.span.value = value === 'all' ? 'all' : Number(value);
        }}
      >
        {spans.map((span) => (
          <option key={span} value={String(span)}>
            {span === 'all' ? en.lanes.spans.all : en.lanes.spans.last(formatMinutes(span / minute))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A little more than was recorded, in steps: the axis stands still in between, and lanes without new data are not drawn anew. */
function roomFor(recorded: number): number {
  const step = 2 ** Math.floor(Math.log2(Math.max(recorded, shortestShown) / 32));
  return Math.max(shortestShown, Math.ceil(recorded / step) * step);
}

function timelineContext(panel: Panel): LaneContext {
  const model = panel.model.value;
  const recorded = model.span ?? { from: model.store.created, to: model.store.created };
  const span = panel.selection.span.value;
  const length = span === 'all' ? roomFor(recorded.to - recorded.from) : span;
  const from = span === 'all' ? recorded.from : Math.max(recorded.from, recorded.to - length);
  const { slowRender, heapInterval } = panel.preferences.value;
  return {
    pages: documentsOf(panel),
    servers: serversOf(panel),
    server: panel.selection.server.value,
    from,
    to: from + length,
    origin: recorded.from,
    slowRender,
    gap: Math.max(shortestGap, heapInterval * 4),
  };
}
