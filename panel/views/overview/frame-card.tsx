import { Empty } from '../../components/empty.tsx';
import { FrameBar, FrameTable } from '../../components/frame-parts.tsx';
import { documentsOf } from '../../store/documents.ts';
import { frameAt } from '../../store/slow-frames.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.frame;

/** Where the time of one slow frame went: the one that was chosen, else the slowest. */
export function FrameCard({ panel }: ViewProps) {
  panel.revision.value;
  const pages = documentsOf(panel);
  const frame = frameAt(pages, panel.selection.pinned.value);
  const source = pages.flatMap((page) => page.capabilities.get('frames') ?? []).at(-1);
  const origin = panel.model.value.span?.from ?? 0;
  return (
    <section class="card" data-testid="frame-card" aria-label={text.none}>
      <header class="card__head">
        <h2 class="card__title">{frame ? text.title(formatClock(frame.at - origin)) : text.none}</h2>
        <span class="card__note">{frame ? formatMs(frame.duration) : ''}</span>
      </header>
      {!frame ? (
        <Empty text={source && !source.available ? text.unavailable(source.detail) : text.empty} />
      ) : (
        <>
          <FrameBar frame={frame} />
          <FrameTable frame={frame} />
          {frame.collectionInside && <p class="card__foot">{en.components.causes.collection}</p>}
        </>
      )}
    </section>
  );
}
