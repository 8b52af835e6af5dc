import type { CauseCard, FramePart } from '@memory-plus/core/analysis';
import { Empty } from '../../components/empty.tsx';
import { causeKeys, FrameBar, FrameTable } from '../../components/frame-parts.tsx';
import { documentsOf } from '../../store/documents.ts';
import { slowestFrames } from '../../store/slow-frames.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.components.causes;
const mostFrames = 20;

const isIn = ({ at, duration }: CauseCard, moment: number | null) =>
  moment !== null && moment >= at && moment <= at + duration;

/** The slowest frames, each with what its time went to; one of them in detail. */
export function FrameCauses({ panel }: ViewProps) {
  panel.revision.value;
  const { slowRender } = panel.preferences.value;
  const pages = documentsOf(panel);
  const frames = slowestFrames(pages, slowRender);
  const { pinned } = panel.selection;
  const origin = panel.model.value.span?.from ?? 0;
  const source = pages.flatMap((page) => page.capabilities.get('frames') ?? []).at(-1);
  const unavailable = source && !source.available ? en.frame.unavailable(source.detail) : null;
  return (
    <section class="card" aria-label={text.title} data-testid="frame-causes">
      <header class="card__head">
        <h2 class="card__title">{text.title}</h2>
        {frames.length > 0 && <span class="card__note">{text.hint(frames.length, formatMs(slowRender))}</span>}
      </header>
      {frames.length === 0 && (
        <Empty text={unavailable ?? text.none(formatMs(slowRender))} help={unavailable ? '' : text.noneHelp} />
      )}
      <ul class="causes">
        {frames.slice(0, mostFrames).map((frame) => {
          const chosen = isIn(frame, pinned.value);
          const [first] = frame.parts;
          return (
            <li key={frame.at} class={`causes__item ${chosen ? 'table__chosen' : ''}`}>
              <button
                type="button"
                class="causes__head"
                aria-expanded={chosen}
                data-testid="frame-cause"
                onClick={() => {
                  pinned.value = chosen ? null : frame.at;
                }}
              >
                <span class="causes__duration">{formatMs(frame.duration)}</span>
                <span>{text.at(formatClock(frame.at - origin))}</span>
                <span class="causes__cause">{first && sayShare(first)}</span>
              </button>
              <FrameBar frame={frame} />
              {chosen && <FrameTable frame={frame} />}
              {chosen && frame.collectionInside && <p class="card__note">{text.collection}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function sayShare({ cause, duration, names }: FramePart): string {
  const share = [en.frame[causeKeys[cause]], formatMs(duration)] as const;
  return names.length > 0 ? text.shareNamed(...share, names.join(', ')) : text.share(...share);
}
