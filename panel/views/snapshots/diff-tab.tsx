import { sayBytes } from '@memory-plus/core/analysis';
import type { ClassChange } from '@memory-plus/core/heap-snapshot';
import { type Signal, useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { type VirtualColumn, VirtualTable } from '../../components/virtual-table.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatPercent, signed } from '../../strings/format.ts';
import type { Answer, DiffHead } from '../../workers/messages.ts';
import { ClassSearch } from './class-search.tsx';
import { Facts, Waiting } from './parts.tsx';
import { useRows } from './rows.ts';
import { SnapshotSelect } from './snapshot-select.tsx';

const text = en.snapshots;

/** What is new and what is gone between two snapshots. */
export function DiffTab({ set }: { set: SnapshotSet }) {
  const before = useSignal(0);
  const after = useSignal(set.list.length - 1);
  const by = useSignal<'id' | 'class'>('id');
  const search = useSignal('');
  const asked = { before: before.value, after: after.value, by: by.value, text: search.value };
  const key = JSON.stringify(asked);
  const rows = useRows<ClassChange, Answer<'diff'>>(key, (from, count) =>
    set.client.ask('diff', { ...asked, from, count }),
  );
  return (
    <>
      <div class="snapshots__figures">
        <div class="snapshots__filters">
          <SnapshotSelect set={set} label={text.before} value={before} />
          <SnapshotSelect set={set} label={text.after} value={after} />
          <BySelect value={by} />
        </div>
        {rows.answer && <DiffFacts head={rows.answer.head} />}
      </div>
      <ClassSearch search={search} total={rows.total} />
      {rows.answer === null ? (
        <Waiting problem={rows.problem} />
      ) : rows.total === 0 ? (
        <Empty text={search.value === '' ? text.same : text.noMatch(search.value)} />
      ) : (
        <VirtualTable key={key} label={text.tabs.diff} columns={columns} rows={rows} rowTestId="snapshot-row" />
      )}
    </>
  );
}

const columns: readonly VirtualColumn<ClassChange>[] = [
  { title: text.className, cell: ({ name }) => name || '–' },
  { title: text.added, class: 'number wide', cell: ({ added }) => formatCount(added) },
  { title: text.removed, class: 'number wide', cell: ({ removed }) => formatCount(removed) },
  {
    title: text.countChange,
    class: 'number',
    cell: ({ countChange }) => <Change value={countChange} say={formatCount} />,
  },
  { title: text.addedSize, class: 'number extra', cell: ({ addedSize }) => sayBytes(addedSize) },
  { title: text.removedSize, class: 'number extra', cell: ({ removedSize }) => sayBytes(removedSize) },
  { title: text.sizeChange, class: 'number', cell: ({ sizeChange }) => <Change value={sizeChange} say={sayBytes} /> },
  {
    title: text.retainedChange,
    class: 'number wide',
    cell: ({ retainedSizeChange }) => signed(retainedSizeChange, sayBytes),
  },
];

function Change({ value, say }: { value: number; say: (size: number) => string }) {
  return <span class={value > 0 ? 'change--more' : value < 0 ? 'change--less' : ''}>{signed(value, say)}</span>;
}

function DiffFacts({ head }: { head: DiffHead }) {
  const { totalBefore, totalAfter, survivors, warning } = head;
  return (
    <>
      <Facts
        label={text.tabs.diff}
        facts={[
          [text.before, sayBytes(totalBefore)],
          [text.after, sayBytes(totalAfter)],
          [text.changed, signed(totalAfter - totalBefore, sayBytes)],
          ...(survivors === null ? [] : [[text.survivors, formatPercent(survivors)] as const]),
        ]}
      />
      {warning && (
        <p class="banner banner--warning" role="status">
          {warning}
        </p>
      )}
    </>
  );
}

function BySelect({ value }: { value: Signal<'id' | 'class'> }) {
  return (
    <label>
      {text.by}{' '}
      <select
        value={value.value}
        onChange={({ currentTarget }) => {
          value.value = currentTarget.value === 'class' ? 'class' : 'id';
        }}
      >
        <option value="id">{text.byId}</option>
        <option value="class">{text.byClass}</option>
      </select>
    </label>
  );
}
