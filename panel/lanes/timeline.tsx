import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { shownTheme } from '../app/theme.ts';
import { columnsFor } from '../charts/chart-setup.ts';
import { LaneCanvas } from '../charts/lane-canvas.tsx';
import { allDocumentsOf, allServersOf, documentsOf, serversOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import type { Lane, LaneContext } from './lane.ts';
import { recordedOf, windowOf } from './navigation.ts';
import { TimeAxis } from './time-axis.tsx';
import { TimeStrip } from './time-strip.tsx';
import { TimelineOverlay } from './timeline-overlay.tsx';
import { actOnKey, TimelineTools } from './timeline-tools.tsx';

/** Shortest pause in the readings that counts as a gap. */
const shortestGap = 5_000;

/** Lanes over one time axis, with marks and a reading line across them all. */
export function Timeline({ panel, lanes }: { panel: Panel; lanes: readonly Lane[] }) {
  const section = useRef<HTMLElement>(null);
  const columns = useColumns(section);
  const context = useContext(panel, columns);
  const theme = shownTheme(panel);
  const present = lanes.filter((lane) => lane.present?.(context) ?? true);
  const [first] = present;
  return (
    <section
      ref={section}
      class="card timeline"
      aria-label={en.lanes.label}
      onKeyDown={(event) => actOnKey(event, panel)}
    >
      <TimelineTools panel={panel} context={context} />
      <div class="timeline__lanes" id="timeline-lanes">
        {present.map((lane) => (
          <LaneRow key={lane.id} lane={lane} context={context} selected={selectedOf(panel, context)} theme={theme} />
        ))}
        <TimelineOverlay panel={panel} lanes={present} context={context} />
      </div>
      <TimeAxis from={context.from - context.origin} to={context.to - context.origin} />
      {first && panel.selection.span.value !== 'all' && (
        <TimeStrip panel={panel} lane={first} context={context} theme={theme} />
      )}
    </section>
  );
}

interface LaneRowProps {
  readonly lane: Lane;
  readonly context: LaneContext;
  /** What the values beside the lane are of. */
  readonly selected: LaneContext;
  readonly theme: 'light' | 'dark';
}

function LaneRow({ lane, context, selected, theme }: LaneRowProps) {
  const values = lane.values(selected);
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

/** How many columns the timeline has room for. */
function useColumns(section: { readonly current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(columnsFor(1_000));
  useEffect(() => {
    // A test's DOM has no sizes.
    if (!section.current || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) setColumns(columnsFor(width));
    });
    observer.observe(section.current);
    return () => observer.disconnect();
  }, [section]);
  return columns;
}

/** The lanes draw the whole recording, whatever is selected; it is made anew when data came or another part is shown. */
function useContext(panel: Panel, columns: number): LaneContext {
  const revision = panel.revision.value;
  const model = panel.model.value;
  const frame = panel.selection.frame.value;
  const span = panel.selection.span.value;
  const server = panel.selection.server.value;
  const { slowRender, heapInterval } = panel.preferences.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` stands for the data of `model`, which changes in place.
  const sources = useMemo(
    () => ({ pages: allDocumentsOf(panel), servers: allServersOf(panel) }),
    [revision, model, frame],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  return useMemo(
    () => ({
      ...sources,
      ...windowOf(panel),
      server,
      origin: recordedOf(panel).from,
      slowRender,
      gap: Math.max(shortestGap, heapInterval * 4),
      columns,
    }),
    [sources, span, server, slowRender, heapInterval, columns],
  );
}

/** The same of the selected stretch; the same object where nothing is selected. */
function selectedOf(panel: Panel, context: LaneContext): LaneContext {
  const range = panel.selection.range.value;
  return range ? { ...context, ...range, pages: documentsOf(panel), servers: serversOf(panel) } : context;
}
