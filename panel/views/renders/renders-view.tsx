import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Empty } from '../../components/empty.tsx';
import { ThresholdField } from '../../components/threshold-field.tsx';
import { documentsOf } from '../../store/documents.ts';
import type { Panel } from '../../store/panel.ts';
import { type RenderRow, renderRows } from '../../store/render-table.ts';
import { commitsOf, slowRendersOf } from '../../store/slow.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { ComponentCard } from './component-card.tsx';
import { ComponentTable } from './component-table.tsx';
import { FlameCard, type FlameChoice } from './flame-card.tsx';
import { FrameCauses } from './frame-causes.tsx';

const text = en.renders;

/** Every component that rendered, with what the build tells about it. */
export function RendersView({ panel }: ViewProps) {
  panel.revision.value;
  const search = useSignal('');
  const flame = useSignal<FlameChoice | null>(null);
  const pages = documentsOf(panel);
  const { slowRender } = panel.preferences.value;
  const all = renderRows(pages, slowRender);
  const wanted = search.value.trim().toLowerCase();
  const located = panel.sources.located.value;
  const found = all.filter(({ component }) =>
    [component, located.get(component)?.name ?? ''].some((name) => name.toLowerCase().includes(wanted)),
  );
  if (all.length === 0) return <Empty text={text.noRenders} help={text.noRendersHelp} />;
  return (
    <div class="stack">
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
          <SourceNames panel={panel} rows={all} />
          <span class="card__note">
            {text.shown(all.length, found.length)} · <ThresholdField panel={panel} /> ·{' '}
            {text.count(slowRendersOf(pages, slowRender).length, en.cards.commits(commitsOf(pages)))}
          </span>
        </header>
        {found.length === 0 ? (
          <Empty text={text.noMatch(search.value)} />
        ) : (
          <ComponentTable panel={panel} rows={found} />
        )}
        <Pointed panel={panel} />
        {all.every(({ how }) => how === 'counted') && <p class="card__foot">{text.countedOnly}</p>}
      </section>
      <div class="columns">
        <ComponentCard panel={panel} rows={all} flame={flame} />
        <FrameCauses panel={panel} />
      </div>
      <FlameCard panel={panel} choice={flame} />
    </div>
  );
}

interface RowsProps {
  readonly panel: Panel;
  readonly rows: readonly RenderRow[];
}

/** Names of the source beside those that were minified: reading maps takes time and memory, so a person asks for it. */
function SourceNames({ panel, rows }: RowsProps) {
  const { sources, components, platform } = panel;
  const { naming } = sources;
  const live = components.live.value;
  // What was looked for already is not looked for again.
  useEffect(() => {
    if (naming.value && live) sources.look(rows.map(({ component }) => component));
  });
  if (!platform.resources.available.available || !live) return null;
  return (
    <>
      <label class="source-names" title={en.components.namesHint}>
        <input
          type="checkbox"
          data-testid="source-names"
          checked={naming.value}
          onChange={({ currentTarget }) => {
            naming.value = currentTarget.checked;
          }}
        />{' '}
        {en.components.names}
      </label>
      {naming.value && sources.busy.value && (
        <span class="card__note" role="status">
          {en.components.naming}
        </span>
      )}
    </>
  );
}

/** What the page shows now of the component that the pointer or the keyboard is on. */
function Pointed({ panel }: ViewProps) {
  const { pointed, found } = panel.components;
  const answer = pointed.value === null ? undefined : found.value.get(pointed.value);
  const { detail, pointed: shown, pointedNone, sortHint } = en.components;
  const said = !answer
    ? sortHint
    : !answer.walked
      ? detail.noTree
      : answer.mounted === 0
        ? pointedNone(answer.component)
        : shown(answer.component, detail.instances(answer.mounted));
  return (
    <p class="card__foot" role="status" data-testid="pointed">
      {said}
    </p>
  );
}
