import type { Notices } from '../store/notices.ts';
import { en } from '../strings/en.ts';

export function NoticeList({ notices }: { notices: Notices }) {
  return (
    <section class="notices" aria-label={en.notices.label} aria-live="polite">
      {notices.list.value.map(({ id, tone, text, undo }) => (
        <p key={id} class={`notice notice--${tone}`} data-testid={`notice-${tone}`}>
          <span class="notice__text">{text}</span>
          {undo && (
            <button
              type="button"
              class="button"
              data-testid="undo"
              onClick={() => {
                notices.dismiss(id);
                undo();
              }}
            >
              {en.notices.undo}
            </button>
          )}
          <button type="button" class="button button--quiet" onClick={() => notices.dismiss(id)}>
            {en.notices.dismiss}
          </button>
        </p>
      ))}
    </section>
  );
}
