import { Empty } from '../../components/empty.tsx';
import { ThresholdField } from '../../components/threshold-field.tsx';
import { documentsOf } from '../../store/documents.ts';
import { commitsOf, type SlowComponent, slowComponents, slowRendersOf, totalsOf } from '../../store/slow.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatCount, formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.renders;
const mostRows = 50;
/** Pixels of the longest bar. */
const barWidth = 48;
/** Components that are only counted, below the slow ones: they may be slow, and nobody can tell. */
const mostCounted = 3;

/** Components over the threshold, the worst first, each with how and when. */
export function SlowRenderTable({ panel }: ViewProps) {
  panel.revision.value;
  const pages = documentsOf(panel);
  const { slowRender } = panel.preferences.value;
  const slow = slowComponents(pages, slowRender);
  const counted = totalsOf(pages).filter(({ how }) => how === 'counted');
  const commits = commitsOf(pages);
  return (
    <section class="card" data-testid="slow-renders" aria-label={text.title}>
      <header class="card__head">
        <h2 class="card__title">{text.title}</h2>
        <span class="card__note">
          <ThresholdField panel={panel} /> ·{' '}
          {text.count(slowRendersOf(pages, slowRender).length, en.cards.commits(commits))}
        </span>
      </header>
      {slow.length === 0 ? (
        <Empty
          text={commits > 0 ? text.none(formatMs(slowRender)) : text.noRenders}
          help={counted.length > 0 ? text.countedOnly : commits > 0 ? '' : text.noRendersHelp}
        />
      ) : (
        <table class="table table--fit">
          <thead>
            <tr>
              <th scope="col">{text.component}</th>
              <th scope="col" class="number">
                {text.worst}
              </th>
              <th scope="col" class="number wide">
                {text.p95}
              </th>
              <th scope="col" class="number wide">
                {text.renders}
              </th>
              <th scope="col" class="number wide">
                {text.slow}
              </th>
              <th scope="col" class="extra bar-column">
                <span class="visually-hidden">{text.bar}</span>
              </th>
              <th scope="col" class="number wide">
                {text.when}
              </th>
              <th scope="col">{text.how}</th>
            </tr>
          </thead>
          <tbody>
            {slow.slice(0, mostRows).map((row) => (
              <SlowRow key={row.component} panel={panel} row={row} most={slow[0]?.worst ?? 1} />
            ))}
            {counted.slice(0, mostCounted).map(({ component, renders }) => (
              <tr key={component} class="table__quiet">
                <th scope="row">{component}</th>
                <td class="number">–</td>
                <td class="number wide">–</td>
                <td class="number wide">{formatCount(renders)}</td>
                <td class="number wide">–</td>
                <td class="extra" />
                <td class="number wide">–</td>
                <td class="how">{en.how.counted}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SlowRow({ panel, row, most }: { panel: ViewProps['panel']; row: SlowComponent; most: number }) {
  const { component, pinned } = panel.selection;
  const chosen = component.value === row.component;
  const origin = panel.model.value.span?.from ?? 0;
  return (
    <tr data-testid="slow-render-row" class={chosen ? 'table__chosen' : ''}>
      <th scope="row">
        <button
          type="button"
          class="table__pick"
          aria-pressed={chosen}
          onClick={() => {
            component.value = chosen ? null : row.component;
            pinned.value = chosen ? null : row.worstAt;
          }}
        >
          {row.component}
        </button>
      </th>
      <td class="number">{formatMs(row.worst)}</td>
      <td class="number wide">{formatMs(row.totals?.p95 ?? null)}</td>
      <td class="number wide">{row.totals ? formatCount(row.totals.renders) : '–'}</td>
      <td class="number wide">{formatCount(row.slow)}</td>
      <td class="extra">
        <span class="bar" style={{ width: `${Math.max(4, (row.worst / most) * barWidth)}px` }} />
      </td>
      <td class="number wide">{formatClock(row.worstAt - origin)}</td>
      <td class="how">{en.how[row.how]}</td>
    </tr>
  );
}
