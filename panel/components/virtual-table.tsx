import { Component, type ComponentChildren } from 'preact';
import { useCallback, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface VirtualColumn<R> {
  readonly title: string;
  /** Classes of the column's cells, as in any other table. */
  readonly class?: string;
  cell(row: R): ComponentChildren;
  /** Where the rows can be sorted by this column. */
  readonly sort?: { readonly active: boolean; readonly ascending?: boolean; choose(): void };
}

/** Rows that are there already; others come when they are asked for. */
export interface RowWindow<R> {
  readonly total: number;
  /** The row, or undefined while it is on its way. */
  rowAt(index: number): R | undefined;
  /** These rows, `to` not included, are about to be seen. */
  want(from: number, to: number): void;
}

export interface VirtualTableProps<R> {
  readonly label: string;
  readonly columns: readonly VirtualColumn<R>[];
  readonly rows: RowWindow<R>;
  readonly rowTestId: string;
  readonly class?: string;
  /** A row was clicked, or Enter pressed on it. */
  readonly onOpen?: (row: R) => void;
  /** The pointer or the keyboard is on another row; null for none. */
  readonly onPoint?: (row: R | null) => void;
  /** Whether a row is the chosen one, where rows move about; otherwise it is the one that was opened or walked to. */
  readonly isChosen?: (row: R) => boolean;
}

/** Height of each row in pixels; the style sheet has the same. */
export const rowHeight = 24;
/** Rows beyond the edge that are drawn too, so that scrolling does not show gaps. */
const beyond = 12;
/** The rows that are drawn change in steps of so many, not with each row that leaves. */
const step = 6;

interface Seen {
  readonly first: number;
  readonly visible: number;
}

/** Which rows are drawn: from `from`, `to` not included. */
export function drawnRows({ first, visible }: Seen, total: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(first, total) - beyond);
  return { from, to: Math.min(total, first + visible + beyond) };
}

/** Where a key leads to from the row `active`; null for keys that lead nowhere. */
export function rowAfterKey(key: string, active: number, page: number, total: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: total - 1,
  };
  const next = steps[key];
  return next === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, next));
}

/** A table that draws only the rows that can be seen, however many there are. Arrows, page keys, Home, End and Enter work in it. */
export function VirtualTable<R>(props: VirtualTableProps<R>) {
  const { label, columns, rows, rowTestId, class: more = '', isChosen } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Seen>({ first: 0, visible: 30 });
  const [active, setActive] = useState(-1);
  const { total } = rows;
  const { from, to } = drawnRows(seen, total);
  const look = () => {
    const box = scroller.current;
    if (!box) return;
    const first = Math.floor(box.scrollTop / rowHeight / step) * step;
    const visible = Math.ceil(box.clientHeight / rowHeight) + step;
    if (first !== seen.first || visible !== seen.visible) setSeen({ first, visible });
  };
  useLayoutEffect(() => {
    look();
    rows.want(from, to);
  });
  const latest = useRef(props);
  latest.current = props;
  // The same functions in every drawing: rows that did not change are not drawn again.
  const open = useCallback((index: number) => {
    setActive(index);
    const row = latest.current.rows.rowAt(index);
    if (row !== undefined) latest.current.onOpen?.(row);
  }, []);
  const point = useCallback((index: number | null) => {
    latest.current.onPoint?.(index === null ? null : (latest.current.rows.rowAt(index) ?? null));
  }, []);
  useLayoutEffect(() => () => point(null), [point]);
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const next = rowAfterKey(event.key, active, Math.max(1, seen.visible - step - 2), total);
    if (next !== null) {
      setActive(next);
      point(next);
      if (scroller.current) reveal(scroller.current, next);
    } else if (event.key === 'Enter' && active >= 0) open(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const drawn = Array.from({ length: to - from }, (_, at) => from + at);
  const chosen = (index: number) => {
    const row = rows.rowAt(index);
    return isChosen ? row !== undefined && isChosen(row) : index === active;
  };
  // A row that leaves lends its elements to one that comes: making new ones takes longer than changing their text.
  const lent = seen.visible + 2 * beyond;
  return (
    <div class={`virtual ${more}`} ref={scroller} onScroll={look}>
      <table
        class="table virtual__table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are walked by keyboard is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={press}
        onBlur={() => point(null)}
        onPointerLeave={() => point(null)}
      >
        <Head columns={columns} />
        <Spacer rows={from} />
        <tbody>
          {drawn.map((index) => (
            <Row
              key={index % lent}
              id={`${id}-${index}`}
              index={index}
              row={rows.rowAt(index)}
              columns={columns}
              chosen={chosen(index)}
              active={isChosen !== undefined && index === active}
              testId={rowTestId}
              open={open}
              point={point}
            />
          ))}
        </tbody>
        <Spacer rows={total - to} />
      </table>
    </div>
  );
}

function Head<R>({ columns }: { columns: readonly VirtualColumn<R>[] }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ title, class: kind, sort }) => (
          <th key={title} scope="col" class={kind} aria-sort={sort && orderOf(sort)}>
            {sort ? (
              <button type="button" class="virtual__sort" aria-pressed={sort.active} onClick={sort.choose}>
                {title}
                {sort.active && <span aria-hidden="true"> {sort.ascending ? '▴' : '▾'}</span>}
              </button>
            ) : (
              title
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function orderOf({ active, ascending }: NonNullable<VirtualColumn<never>['sort']>) {
  return active ? (ascending ? 'ascending' : 'descending') : 'none';
}

/** Takes the place of rows that are not drawn. */
function Spacer({ rows }: { rows: number }) {
  if (rows <= 0) return null;
  return (
    <tbody class="virtual__spacer" aria-hidden="true">
      <tr>
        <td>
          <svg width="1" height={rows * rowHeight} aria-hidden="true" />
        </td>
      </tr>
    </tbody>
  );
}

interface RowProps<R> {
  readonly id: string;
  readonly index: number;
  readonly row: R | undefined;
  readonly columns: readonly VirtualColumn<R>[];
  readonly chosen: boolean;
  readonly active: boolean;
  readonly testId: string;
  open(index: number): void;
  point(index: number): void;
}

class Row<R> extends Component<RowProps<R>> {
  override shouldComponentUpdate(next: RowProps<R>): boolean {
    const { index, row, columns, chosen, active } = this.props;
    return (
      next.index !== index ||
      next.row !== row ||
      next.columns !== columns ||
      next.chosen !== chosen ||
      next.active !== active
    );
  }

  render({ id, index, row, columns, chosen, active, testId, open, point }: RowProps<R>) {
    return (
      // The keyboard works on the table as a whole: its rows come and go.
      <tr
        id={id}
        class={`${chosen ? 'table__chosen' : ''} ${active ? 'table__active' : ''}`}
        aria-rowindex={index + 2}
        aria-selected={chosen}
        data-testid={row === undefined ? undefined : testId}
        onClick={() => open(index)}
        onPointerEnter={() => point(index)}
      >
        {columns.map(({ title, class: kind, cell }, at) =>
          at === 0 ? (
            <th key={title} scope="row" class={kind}>
              {row === undefined ? '…' : cell(row)}
            </th>
          ) : (
            <td key={title} class={kind}>
              {row === undefined ? '' : cell(row)}
            </td>
          ),
        )}
      </tr>
    );
  }
}

/** Scrolls no further than needed for the row to be seen whole, below the head. */
function reveal(box: HTMLElement, index: number): void {
  const top = index * rowHeight;
  const room = box.clientHeight - 2 * rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top > box.scrollTop + room) box.scrollTop = top - room;
}
