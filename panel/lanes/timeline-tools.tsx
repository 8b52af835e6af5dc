import type { Panel } from '../store/panel.ts';
import type { TimeSpan } from '../store/time-window.ts';
import { en } from '../strings/en.ts';
import { formatMinutes } from '../strings/format.ts';
import { formatMoment } from '../strings/format-moment.ts';
import type { LaneContext } from './lane.ts';
import { earlier, later, showAll, zoomIn, zoomOut, zoomToRange } from './navigation.ts';

const text = en.timeline;
const minute = 60_000;
const spans: readonly TimeSpan[] = ['all', 15 * minute, 5 * minute, minute];

interface ToolsProps {
  readonly panel: Panel;
  readonly context: LaneContext;
}

/** What part of the recording is shown, and the buttons that change it. */
export function TimelineTools({ panel, context }: ToolsProps) {
  const whole = panel.selection.span.value === 'all';
  return (
    <div class="timeline__tools" role="toolbar" aria-label={text.tools}>
      <span class="timeline__hint">{text.hint}</span>
      <SpanPicker panel={panel} context={context} />
      <Tool label={text.zoomOut} icon="M2 6h8" disabled={whole} act={() => zoomOut(panel)} />
      <Tool label={text.zoomIn} icon="M2 6h8 M6 2v8" act={() => zoomIn(panel)} />
      <Tool label={text.earlier} icon="M8 2 4 6l4 4" disabled={whole} act={() => earlier(panel)} />
      <Tool label={text.later} icon="M4 2l4 4-4 4" disabled={whole} act={() => later(panel)} />
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  /** An SVG path on a 12 × 12 grid. */
  readonly icon: string;
  readonly disabled?: boolean;
  act(): void;
}

function Tool({ label, icon, disabled = false, act }: ToolProps) {
  return (
    <button type="button" class="timeline__tool" aria-label={label} title={label} disabled={disabled} onClick={act}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={icon} />
      </svg>
    </button>
  );
}

function SpanPicker({ panel, context }: ToolsProps) {
  const { span } = panel.selection;
  const fixed = typeof span.value === 'object';
  const moment = (at: number) => formatMoment(at - context.origin, context.to - context.from);
  return (
    <label class="timeline__span">
      <span class="visually-hidden">{en.lanes.span}</span>
      <select
        value={fixed ? 'window' : String(span.value)}
        onChange={({ currentTarget: { value } }) => {
          if (value !== 'window') span.value = value === 'all' ? 'all' : Number(value);
        }}
      >
        {fixed && <option value="window">{text.window(moment(context.from), moment(context.to))}</option>}
        {spans.map((one) => (
          <option key={String(one)} value={String(one)}>
            {typeof one === 'number' ? en.lanes.spans.last(formatMinutes(one / minute)) : en.lanes.spans.all}
          </option>
        ))}
      </select>
    </label>
  );
}

const actions: Readonly<Record<string, (panel: Panel) => void>> = {
  '+': zoomIn,
  '=': zoomIn,
  w: zoomIn,
  '-': zoomOut,
  s: zoomOut,
  PageUp: earlier,
  a: earlier,
  PageDown: later,
  d: later,
  '0': showAll,
  Enter: zoomToRange,
};

/** Keys that act wherever the focus is in the timeline; Enter is a button's own. */
export function actOnKey(event: KeyboardEvent, panel: Panel): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
  const control = event.target.closest(event.key === 'Enter' ? 'button, select' : 'select');
  const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || control) return;
  event.preventDefault();
  event.stopPropagation();
  act(panel);
}
