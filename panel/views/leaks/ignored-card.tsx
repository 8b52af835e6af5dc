import type { Row } from '@memory-plus/core/model';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const words = en.retained;

/** The labels that do not count on this site, each with what is alive of it now, and the way back. */
export function IgnoredCard({ panel, page }: ViewProps & { readonly page: SourceState }) {
  const keys = [...page.ignored];
  if (keys.length === 0) return null;
  return (
    <section class="card card--padded" aria-label={words.ignoredTitle(keys.length)} data-testid="ignored-labels">
      <h2 class="card__title">{words.ignoredTitle(keys.length)}</h2>
      <p class="how">{words.ignoredWhy}</p>
      <ul class="ignored">
        {keys.map((key) => {
          const entry = entryOf(key);
          return (
            <li key={key} class="ignored__item">
              <span>
                <b>{entry.label}</b>{' '}
                <span class="how">
                  {words.ignoredNow(page.retained.get(key)?.count ?? 0, en.leaks.kinds[entry.what])}
                </span>
              </span>
              <button
                type="button"
                class="button"
                data-testid="count-again"
                aria-label={words.countAgainLabel(entry.label)}
                onClick={() => panel.leaks.ignore(page, entry, false)}
              >
                {words.countAgain}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The other way round than `retainedKey`. */
function entryOf(key: string): Pick<Row<'retained'>, 'what' | 'label'> {
  const end = key.indexOf(' ');
  const kinds = Object.keys(en.leaks.kinds) as Row<'retained'>['what'][];
  return { what: kinds.find((kind) => kind === key.slice(0, end)) ?? 'watched', label: key.slice(end + 1) };
}
