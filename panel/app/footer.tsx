import { componentTracksName } from '@memory-plus/core/model';
import { allDocumentsOf, allServersOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatDecimal, formatMs, formatOffset } from '../strings/format.ts';
import type { OwnRenders } from './own-renders.ts';

const text = en.footer;

/** What the numbers are worth: how many, how many were lost, what measuring costs, how precise it is. Always there. */
export function Footer({ panel, ownRenders }: { panel: Panel; ownRenders: OwnRenders }) {
  panel.revision.value;
  const model = panel.model.value;
  const { page, relay, recording } = model.store.dropped;
  const current = allDocumentsOf(panel).at(-1);
  const costs = current?.costs ?? null;
  const heap = current?.capabilities.get('heap');
  const tracks = current?.capabilities.get(componentTracksName);
  const server = allServersOf(panel).at(-1)?.source;
  const offset = server?.kind === 'server' ? server.clockOffset : null;
  return (
    <footer class="footer">
      <span>
        {text.samples(model.store.size)} ·{' '}
        <span
          data-testid="dropped-count"
          class={model.dropped > 0 ? 'footer__bad' : ''}
          title={text.droppedWhere(page, relay, recording)}
        >
          {text.dropped(model.dropped)}
        </span>
      </span>
      <span data-testid="overhead">
        {costs ? text.overhead(formatCpu(costs.cpu)) : text.overheadUnknown}
        {tracks?.available === false && (
          <span class="footer__bad" title={tracks.detail}>
            {' '}
            · {text.overheadTracks}
          </span>
        )}
      </span>
      <OwnCost renders={ownRenders} />
      <span data-testid="heap-precision">{heap ? text.heap(heap.detail) : text.heapUnknown}</span>
      <span class="footer__space" />
      {offset !== null && <span data-testid="clock-offset">{text.clockOffset(formatOffset(offset))}</span>}
    </footer>
  );
}

/** Memory+ by its own measure: the slowest of its renders, and how many were over its own threshold. */
function OwnCost({ renders: { count, slow, worst, worstName, threshold } }: { renders: OwnRenders }) {
  const own = en.ownRenders;
  return (
    <span
      data-testid="own-renders"
      data-slow={slow}
      class={slow > 0 ? 'footer__bad' : ''}
      title={worstName === '' ? own.what(count) : own.whatOf(count, worstName)}
    >
      {slow > 0 ? own.slow(slow, formatMs(threshold), formatMs(worst)) : own.fine(formatMs(count > 0 ? worst : null))}
    </span>
  );
}

/** Milliseconds of work a second, as a share of one core. */
function formatCpu(msPerSecond: number): string {
  const percent = msPerSecond / 10;
  return formatDecimal(percent, percent >= 10 ? 0 : 2);
}
