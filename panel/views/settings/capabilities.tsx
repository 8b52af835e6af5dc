import { documentsOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const text = en.settings;

/** What this page lets Memory+ measure, and what not and why. */
export function Capabilities({ panel }: ViewProps) {
  panel.revision.value;
  const rows = [...(documentsOf(panel).at(-1)?.capabilities.values() ?? [])];
  return (
    <section class="card" aria-label={text.capabilities}>
      <header class="card__head">
        <h2 class="card__title">{text.capabilities}</h2>
        {rows.length === 0 && <span class="card__note">{text.noCapabilities}</span>}
      </header>
      {rows.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {[text.capability, text.available, text.detail].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, available, detail }) => (
              <tr key={name}>
                <th scope="row">{text.sources[name] ?? name}</th>
                <td>{available ? text.yes : text.no}</td>
                <td class="how">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
