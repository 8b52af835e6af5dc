import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { type VirtualColumn, VirtualTable } from '../../components/virtual-table.tsx';
import type { Panel } from '../../store/panel.ts';
import type { ReasonCount } from '../../store/render-reasons.ts';
import { orderAfter, type RenderColumn, type RenderRow, slowestFirst, sortRows } from '../../store/render-table.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatMs } from '../../strings/format.ts';
import { ActivityLine } from './activity-line.tsx';

const text = en.components;

/** Components, sorted by any column. The page shows the one that the pointer or the keyboard is on. */
export function ComponentTable({ panel, rows }: { panel: Panel; rows: readonly RenderRow[] }) {
  const order = useSignal(slowestFirst);
  const sorted = useMemo(() => sortRows(rows, order.value), [rows, order.value]);
  const { component } = panel.selection;
  const located = panel.sources.located.value;
  const span = panel.model.value.span ?? { from: 0, to: 0 };
  const sort = (column: RenderColumn) => ({
    active: order.value.column === column,
    ascending: !order.value.descending,
    choose: () => {
      order.value = orderAfter(order.value, column);
    },
  });
  const columns: readonly VirtualColumn<RenderRow>[] = [
    {
      title: en.renders.component,
      sort: sort('component'),
      cell: (row) => <Name component={row.component} source={located.get(row.component)?.name ?? null} />,
    },
    { title: text.activity, class: 'extra trend', cell: (row) => <Trend row={row} span={span} /> },
    { title: en.renders.worst, class: 'number', sort: sort('worst'), cell: ({ worst }) => formatMs(worst) },
    { title: en.renders.p95, class: 'number wide', sort: sort('p95'), cell: ({ p95 }) => formatMs(p95) },
    { title: en.renders.total, class: 'number wide', sort: sort('total'), cell: ({ total }) => formatMs(total) },
    { title: en.renders.self, class: 'number wide', sort: sort('self'), cell: ({ self }) => formatMs(self) },
    {
      title: en.renders.renders,
      class: 'number',
      sort: sort('renders'),
      cell: ({ renders }) => formatCount(renders),
    },
    {
      title: en.renders.slow,
      class: 'number narrow',
      sort: sort('slow'),
      cell: ({ slow }) => (slow === null ? '–' : formatCount(slow)),
    },
    { title: text.why, class: 'extra why', cell: ({ reasons }) => sayReasons(reasons) },
    { title: en.renders.how, class: 'how wide', cell: ({ how }) => en.how[how] },
  ];
  return (
    <VirtualTable
      label={text.table}
      class="renders"
      columns={columns}
      rows={{ total: sorted.length, rowAt: (index) => sorted[index], want: () => {} }}
      rowTestId="render-row"
      isChosen={(row) => row.component === component.value}
      onOpen={(row) => {
        component.value = row.component;
        panel.selection.pinned.value = row.worst === null ? null : row.worstAt;
      }}
      onPoint={(row) => panel.components.point(row?.component ?? null)}
    />
  );
}

function Name({ component, source }: { component: string; source: string | null }) {
  if (source === null || source === component) return <>{component}</>;
  return (
    <>
      {component} <span class="object__id">{text.inSource(source)}</span>
    </>
  );
}

function Trend({ row, span }: { row: RenderRow; span: { readonly from: number; readonly to: number } }) {
  return (
    <ActivityLine
      activity={row.activity}
      from={span.from}
      to={span.to}
      label={text.trend(row.component, en.cards.slowRenders(row.renders))}
    />
  );
}

function sayReasons([first, ...others]: readonly ReasonCount[]): string {
  if (!first) return '';
  const said = `${text.reasons[first.kind]} ${formatCount(first.renders)}×`;
  return others.length > 0 ? `${said} +${others.length}` : said;
}
