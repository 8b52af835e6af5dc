import { Empty } from '../../components/empty.tsx';
import { documentsOf } from '../../store/documents.ts';
import { accountFor } from '../../store/frame-shares.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.frame;

/** Where the time of one slow frame went: the one that was chosen, else the slowest. */
export function FrameCard({ panel }: ViewProps) {
  panel.revision.value;
  const pages = documentsOf(panel);
  const frame = accountFor(pages, panel.selection.pinned.value);
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
          <div class="shares" role="img" aria-label={text.shares}>
            {frame.shares.map(({ kind, duration }) => (
              <span
                key={kind}
                class={`shares__part shares__part--${kind}`}
                style={{ width: `${(duration / frame.duration) * 100}%` }}
              />
            ))}
          </div>
          <table class="table table--plain">
            <tbody>
              {frame.shares.map(({ kind, duration, detail }) => (
                <tr key={kind}>
                  <th scope="row">
                    <span class={`swatch shares__part--${kind}`} aria-hidden="true" />
                    {text[kind]}
                  </th>
                  <td class="number">{formatMs(duration)}</td>
                  <td class="how clip" title={detail}>
                    {detail}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
