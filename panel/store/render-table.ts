import type { Milliseconds, Row } from '@memory-plus/core/model';
import type { ComponentTotals } from './component-book.ts';
import { countReasons, type ReasonCount } from './render-reasons.ts';
import { slowRendersOf, totalsOf } from './slow.ts';
import type { SourceState } from './source-state.ts';

/** A component with all that the table shows of it. */
export interface RenderRow extends ComponentTotals {
  /** Renders over the present threshold; null where durations are not known. */
  readonly slow: number | null;
  /** Why its slow renders happened, most frequent first. */
  readonly reasons: readonly ReasonCount[];
}

export const renderColumns = ['component', 'worst', 'p95', 'total', 'self', 'renders', 'slow'] as const;
export type RenderColumn = (typeof renderColumns)[number];

export interface RenderOrder {
  readonly column: RenderColumn;
  readonly descending: boolean;
}

export const slowestFirst: RenderOrder = { column: 'worst', descending: true };

/** Every component of the documents, with its slow renders at the threshold. */
export function renderRows(pages: readonly SourceState[], threshold: Milliseconds): RenderRow[] {
  const slow = new Map<string, Row<'slowRenders'>[]>();
  for (const row of slowRendersOf(pages, threshold)) {
    const known = slow.get(row.component);
    if (known) known.push(row);
    else slow.set(row.component, [row]);
  }
  return totalsOf(pages).map((totals) => {
    const renders = slow.get(totals.component) ?? [];
    return {
      ...totals,
      slow: totals.worst === null ? null : renders.length,
      reasons: renders.length > 0 ? countReasons(renders) : [],
    };
  });
}

/** Sorted by one column; what is not known comes last either way, and equals stand in the order of their names. */
export function sortRows(rows: readonly RenderRow[], { column, descending }: RenderOrder): RenderRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const byName = a.component < b.component ? -1 : a.component > b.component ? 1 : 0;
    if (column === 'component') return direction * byName;
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0) || byName;
    return direction * (left - right) || byName;
  });
}

/** What a click on the head of `column` makes of the order: numbers begin with the greatest, names with A. */
export function orderAfter({ column: before, descending }: RenderOrder, column: RenderColumn): RenderOrder {
  return { column, descending: before === column ? !descending : column !== 'component' };
}
