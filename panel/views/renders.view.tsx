import { useSignal } from '@preact/signals';
import { Empty } from '../components/empty.tsx';
import { ThresholdField } from '../components/threshold-field.tsx';
import { documentsOf } from '../store/documents.ts';
import { commitsOf, slowComponents, slowRendersOf, totalsOf } from '../store/slow.ts';
import { en } from '../strings/en.ts';
import { formatClock, formatCount, formatMs } from '../strings/format.ts';
import type { View, ViewProps } from './view.ts';

const text = en.renders;
const mostRows = 200;

/** Every component that rendered, with what the build tells about it. */
function Renders({ panel }: ViewProps) {
  panel.revision.value;
  const search = useSignal('');
  const pages = documentsOf(panel);
  const { slowRender } = panel.preferences.value;
  const all = totalsOf(pages);
  const wanted = search.value.trim().toLowerCase();
  const found = all.filter(({ component }) => component.toLowerCase().includes(wanted));
  const slow = new Map(slowComponents(pages, slowRender).map((entry) => [entry.component, entry.slow]));
  if (all.length === 0) return <Empty text={text.noRenders} help={text.noRendersHelp} />;
  return (
    <section class="card" aria-label={en.views.renders}>
      <header class="card__head">
        <input
          type="search"
          class="search"
          aria-label={text.search}
          placeholder={text.search}
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
        <span class="card__note">
          {text.shown(all.length, Math.min(found.length, mostRows))} · <ThresholdField panel={panel} /> ·{' '}
          {text.count(slowRendersOf(pages, slowRender).length, en.cards.commits(commitsOf(pages)))}
        </span>
      </header>
      {found.length === 0 ? (
        <Empty text={text.noMatch(search.value)} />
      ) : (
        <ComponentTable rows={found.slice(0, mostRows)} slow={slow} origin={panel.model.value.span?.from ?? 0} />
      )}
      {all.every(({ how }) => how === 'counted') && <p class="card__foot">{text.countedOnly}</p>}
    </section>
  );
}

interface ComponentTableProps {
  readonly rows: ReturnType<typeof totalsOf>;
  readonly slow: ReadonlyMap<string, number>;
  readonly origin: number;
}

function ComponentTable({ rows, slow, origin }: ComponentTableProps) {
  const numbers = [text.worst, text.p95, text.total, text.self, text.renders, text.mounts, text.slow, text.when];
  const wide = new Set<string>([text.p95, text.slow]);
  const extra = new Set<string>([text.total, text.self, text.mounts, text.when]);
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{text.component}</th>
          {numbers.map((title) => (
            <th
              key={title}
              scope="col"
              class={`number ${wide.has(title) ? 'wide' : ''} ${extra.has(title) ? 'extra' : ''} ${title === text.renders ? 'narrow' : ''}`}
            >
              {title}
            </th>
          ))}
          <th scope="col">{text.how}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.component} data-testid="render-row">
            <th scope="row">{row.component}</th>
            <td class="number">{formatMs(row.worst)}</td>
            <td class="number wide">{formatMs(row.p95)}</td>
            <td class="number extra">{formatMs(row.total)}</td>
            <td class="number extra">{formatMs(row.self)}</td>
            <td class="number narrow">{formatCount(row.renders)}</td>
            <td class="number extra">{formatCount(row.mounts)}</td>
            <td class="number wide">{row.worst === null ? '–' : formatCount(slow.get(row.component) ?? 0)}</td>
            <td class="number extra">{row.worst === null ? '–' : formatClock(row.worstAt - origin)}</td>
            <td class="how">{en.how[row.how]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const rendersView: View = {
  id: 'renders',
  title: en.views.renders,
  icon: 'M2 3h12v4H2z M2 10h7v3H2z M11 10h3v3h-3z',
  component: Renders,
  badge(panel) {
    return slowRendersOf(documentsOf(panel), panel.preferences.value.slowRender).length || null;
  },
};
