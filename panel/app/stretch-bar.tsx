import { sayDuration } from '@memory-plus/core/analysis';
import { recordedOf, select, zoomToRange } from '../lanes/navigation.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatMoment } from '../strings/format-moment.ts';
import type { ViewId } from '../views/view.ts';

const text = en.timeline;

/** Views that show nothing of the recording's time. */
const timeless: ReadonlySet<ViewId> = new Set(['snapshots', 'recordings', 'settings']);
/** Views with a timeline to zoom. */
const withTimeline: ReadonlySet<ViewId> = new Set(['overview', 'backend']);

/** Says that the figures are those of the selected stretch, and leads back to all of them. */
export function StretchBar({ panel }: { panel: Panel }) {
  const range = panel.selection.range.value;
  const view = panel.selection.view.value;
  if (!range || timeless.has(view)) return null;
  const length = range.to - range.from;
  const { from: origin } = recordedOf(panel);
  const [from, to] = [range.from, range.to].map((at) => formatMoment(at - origin, length));
  return (
    <div class="banner stretch" role="status" data-testid="stretch">
      <strong>{text.selected(from ?? '', to ?? '', sayDuration(length))}</strong>
      <span class="stretch__why">{text.selectedWhy}</span>
      {withTimeline.has(view) && (
        <button type="button" class="button" data-testid="stretch-zoom" onClick={() => zoomToRange(panel)}>
          {text.zoomTo}
        </button>
      )}
      <button type="button" class="button" data-testid="stretch-clear" onClick={() => select(panel, null)}>
        {text.clear}
      </button>
    </div>
  );
}
