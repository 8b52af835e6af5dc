import type { ComponentChildren } from 'preact';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import type { ViewId } from '../views/view.ts';

export interface VerdictCardProps {
  readonly panel: Panel;
  readonly title: string;
  readonly tag: ComponentChildren;
  /** Where more about it is; null for no way on. */
  readonly leadsTo: ViewId | null;
  readonly children: ComponentChildren;
}

/** The answer about one subject: a word, sentences with their evidence, one way to go on. */
export function VerdictCard({ panel, title, tag, leadsTo, children }: VerdictCardProps) {
  return (
    <section class="card verdict-card" aria-label={title}>
      <h2 class="verdict-card__title">
        {tag} {title}
      </h2>
      <div class="verdict-card__body">
        {children}
        {leadsTo && (
          <button
            type="button"
            class="link"
            aria-label={`${en.cards.show}: ${title}`}
            onClick={() => {
              panel.selection.view.value = leadsTo;
            }}
          >
            {en.cards.show} →
          </button>
        )}
      </div>
    </section>
  );
}
