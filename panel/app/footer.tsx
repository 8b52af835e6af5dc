import { componentTracksName } from '@memory-plus/core/model';
import { documentsOf, serversOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatDecimal, formatOffset } from '../strings/format.ts';

const text = en.footer;

/** What the numbers are worth: how many, how many were lost, what measuring costs, how precise it is. Always there. */
export function Footer({ panel }: { panel: Panel }) {
  panel.revision.value;
  const model = panel.model.value;
  const { page, relay, recording } = model.store.dropped;
  const current = documentsOf(panel).at(-1);
  const costs = current?.costs ?? null;
  const heap = current?.capabilities.get('heap');
  const tracks = current?.capabilities.get(componentTracksName);
  const server = serversOf(panel).at(-1)?.source;
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
      <span data-testid="heap-precision">{heap ? text.heap(heap.detail) : text.heapUnknown}</span>
      <span class="footer__space" />
      {offset !== null && <span data-testid="clock-offset">{text.clockOffset(formatOffset(offset))}</span>}
    </footer>
  );
}

/** Milliseconds of work a second, as a share of one core. */
function formatCpu(msPerSecond: number): string {
  const percent = msPerSecond / 10;
  return formatDecimal(percent, percent >= 10 ? 0 : 2);
}
