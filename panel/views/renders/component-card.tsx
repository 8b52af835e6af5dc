import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Empty } from '../../components/empty.tsx';
import { documentsOf } from '../../store/documents.ts';
import { flamesOf, flamesWith } from '../../store/flames.ts';
import type { Panel } from '../../store/panel.ts';
import type { ReasonCount } from '../../store/render-reasons.ts';
import type { RenderRow } from '../../store/render-table.ts';
import { en } from '../../strings/en.ts';
import { formatClock, formatCount, formatMs } from '../../strings/format.ts';
import { ActivityLine } from './activity-line.tsx';
import type { FlameChoice } from './flame-card.tsx';
import { SourcePlaces } from './source-places.tsx';

const text = en.components.detail;
const mostCommits = 6;

interface ComponentCardProps {
  readonly panel: Panel;
  readonly rows: readonly RenderRow[];
  /** Where the choice of a commit goes. */
  readonly flame: Signal<FlameChoice | null>;
}

/** The chosen component: why it rendered, where it is in the page and in the source. */
export function ComponentCard({ panel, rows, flame }: ComponentCardProps) {
  const chosen = panel.selection.component.value;
  const row = rows.find(({ component }) => component === chosen);
  const span = panel.model.value.span ?? { from: 0, to: 0 };
  return (
    <section class="card" aria-label={text.label} data-testid="component-card">
      <header class="card__head">
        <h2 class="card__title">{row?.component ?? text.none}</h2>
        {row && <span class="card__note">{en.how[row.how]}</span>}
      </header>
      {!row ? (
        <Empty text={text.noneHelp} />
      ) : (
        <div class="component">
          <ActivityLine
            activity={row.activity}
            from={span.from}
            to={span.to}
            label={en.components.trend(row.component, formatCount(row.renders))}
          />
          <dl class="component__facts">
            <dt>{text.mounts}</dt>
            <dd>{text.times(row.mounts)}</dd>
            {row.worst !== null && (
              <>
                <dt>{text.worstAt}</dt>
                <dd>
                  {formatClock(row.worstAt - span.from)} ({formatMs(row.worst)})
                </dd>
              </>
            )}
            <Mounted panel={panel} component={row.component} />
            <SourcePlaces panel={panel} component={row.component} />
            <Commits panel={panel} row={row} flame={flame} />
          </dl>
          <Reasons reasons={row.reasons} slow={row.slow} />
        </div>
      )}
    </section>
  );
}

/** How many instances the page has now. Pointing at it shows them. */
function Mounted({ panel, component }: { panel: Panel; component: string }) {
  const live = panel.components.live.value;
  useEffect(() => {
    if (live) panel.components.find([component]);
  }, [panel, component, live]);
  const found = panel.components.found.value.get(component);
  const { point } = panel.components;
  return (
    <>
      <dt>{text.now}</dt>
      <dd data-testid="component-mounted">
        {!live ? (
          text.notLive
        ) : !found ? (
          text.asking
        ) : !found.walked ? (
          text.noTree
        ) : found.mounted === 0 ? (
          text.notMounted
        ) : (
          <button
            type="button"
            class="link"
            onPointerEnter={() => point.call(panel.components, component)}
            onPointerLeave={() => point.call(panel.components, null)}
            onFocus={() => point.call(panel.components, component)}
            onBlur={() => point.call(panel.components, null)}
          >
            {text.instances(found.mounted)}
          </button>
        )}
      </dd>
    </>
  );
}

/** The commits with it whose trees were taken, the latest first: a click shows one. */
function Commits({ panel, row, flame }: Omit<ComponentCardProps, 'rows'> & { readonly row: RenderRow }) {
  const flames = flamesOf(documentsOf(panel));
  const own = flamesWith(flames, row.component);
  const origin = panel.model.value.span?.from ?? 0;
  return (
    <>
      <dt>{text.commits}</dt>
      <dd data-testid="component-commits">
        {own.length === 0 && text.noCommits}
        {own.slice(0, mostCommits).map(({ at }) => (
          <button
            key={at}
            type="button"
            class="link component__place"
            onClick={() => {
              flame.value = { at, latest: flames.at(-1)?.at };
            }}
          >
            {at === row.worstAt ? text.commitWorst(formatClock(at - origin)) : formatClock(at - origin)}
          </button>
        ))}
      </dd>
    </>
  );
}

function Reasons({ reasons, slow }: { reasons: readonly ReasonCount[]; slow: number | null }) {
  return (
    <>
      <h3 class="component__title">
        {text.why} {slow !== null && slow > 0 && <span class="card__note">{text.whyOf(slow)}</span>}
      </h3>
      {reasons.length === 0 && <p class="card__note">{text.noReasons}</p>}
      <ul class="component__reasons" data-testid="render-reasons">
        {reasons.map(({ kind, renders, props }) => (
          <li key={kind}>
            <strong>
              {en.components.reasons[kind]} {formatCount(renders)}×
            </strong>{' '}
            <span class="how">{en.components.reasonsExplained[kind]}</span>{' '}
            {props.map(({ name, renders: times }) => (
              <code key={name} class="component__prop">
                {name} {formatCount(times)}×
              </code>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
