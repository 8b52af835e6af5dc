import { retainedKey } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { Empty } from '../../components/empty.tsx';
import { Menu } from '../../components/menu.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import { artefactsOf, toolsIn } from '../../store/artefacts.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.leaks;
const words = en.retained;

interface PageProps extends ViewProps {
  readonly page: SourceState;
}

/** What should be gone and is not, by label, with where it came from and what can be done about it. */
export function RetainedCard({ panel, page }: ViewProps & { readonly page: SourceState | undefined }) {
  const rows = [...(page?.counted ?? [])].sort((a, b) => b.count - a.count);
  return (
    <section class="card" aria-label={text.retained}>
      <header class="card__head">
        <h2 class="card__title">{text.retained}</h2>
      </header>
      {page && rows.length > 0 ? (
        <>
          <RetainedTable panel={panel} page={page} rows={rows} />
          <ToolNote page={page} />
        </>
      ) : (
        <Empty text={text.none} help={text.noneHelp} />
      )}
    </section>
  );
}

function RetainedTable({ panel, page, rows }: PageProps & { readonly rows: readonly Row<'retained'>[] }) {
  return (
    <table class="table retained">
      <thead>
        <tr>
          <th scope="col">{text.label}</th>
          <th scope="col" class="wide">
            {text.what}
          </th>
          <th scope="col" class="number">
            {text.count}
          </th>
          <th scope="col" class="number wide">
            {text.outlived}
          </th>
          <th scope="col" class="wide">
            {words.from}
          </th>
          <th scope="col">
            <span class="visually-hidden">{words.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={retainedKey(row)} data-testid="retained-row">
            <th scope="row">
              {row.label} <ToolTags page={page} row={row} />
              <span class="how retained__under">
                {text.kinds[row.what]} · {row.detail ?? words.unknownPlace}
              </span>
            </th>
            <td class="wide">{text.kinds[row.what]}</td>
            <td class="number">{formatCount(row.count)}</td>
            <td class="number wide">{formatCount(row.collections)}</td>
            <td class="how wide retained__from">{row.detail ?? words.unknownPlace}</td>
            <td class="retained__actions">
              <Actions panel={panel} page={page} row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends PageProps {
  readonly row: Row<'retained'>;
}

function ToolTags({ page, row }: Omit<RowProps, 'panel'>) {
  return (
    <>
      {artefactsOf(page, row).map(({ name, evidence }) => (
        <span key={name} class="retained__tool" data-testid="artefact" title={words.toolWhy(name, evidence)}>
          <Tag tone="quiet">{words.tool(name)}</Tag>
        </span>
      ))}
    </>
  );
}

function Actions({ panel, page, row }: RowProps) {
  const { viewer } = panel.leaks;
  const why = whyNotShown(panel, page);
  const busy = viewer.busy.value;
  const ignore = { label: words.ignore, run: () => panel.leaks.ignore(page, row, true) };
  const print = { label: words.print, run: () => void viewer.show(page, row, true) };
  return (
    <span class="split">
      <button
        type="button"
        class="button"
        data-testid="inspect"
        title={why ?? words.inspectHint}
        aria-label={words.inspectLabel(row.label)}
        disabled={why !== null || busy !== null}
        aria-busy={busy === retainedKey(row)}
        onClick={() => void viewer.show(page, row, false)}
      >
        {words.inspect}
      </button>
      <Menu label={words.more(row.label)} items={why === null ? [print, ignore] : [ignore]} />
    </span>
  );
}

/** Why objects of `page` cannot be shown; null where they can. */
function whyNotShown(panel: ViewProps['panel'], { source }: SourceState): string | null {
  if (source.kind === 'page' && source.frame !== 0) return words.onlyTopFrame;
  const live = !panel.imported.value && panel.pages.connected().some(({ session }) => session === source.id);
  return live ? null : words.onlyLive;
}

/** Names the tools in the page that hold on to objects, and how each is known. */
function ToolNote({ page }: { readonly page: SourceState }) {
  const tools = toolsIn(page);
  if (tools.length === 0) return null;
  return (
    <section class="retained__note" aria-label={words.toolsTitle}>
      <p>{words.tools(tools.map(({ name }) => name).join(', '))}</p>
      <ul class="retained__evidence how">
        {tools.map(({ name, evidence }) => (
          <li key={name}>{words.toolItem(name, evidence)}</li>
        ))}
      </ul>
    </section>
  );
}
