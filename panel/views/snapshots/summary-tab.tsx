import { sayBytes } from '@memory-plus/core/analysis';
import type { ClassOrder, ClassRow } from '@memory-plus/core/heap-snapshot';
import { useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { type VirtualColumn, VirtualTable } from '../../components/virtual-table.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';
import type { Answer, OpenedSnapshot } from '../../workers/messages.ts';
import { ClassSearch } from './class-search.tsx';
import { Facts, sayShare, Waiting } from './parts.tsx';
import { useRows } from './rows.ts';

const text = en.snapshots;

/** What the memory is made of: figures, and every class. */
export function SummaryTab({ set }: { set: SnapshotSet }) {
  const order = useSignal<ClassOrder>('retainedSize');
  const search = useSignal('');
  const file = set.choice.file.value;
  const about = set.list[file];
  const asked = { file, order: order.value, text: search.value };
  const rows = useRows<ClassRow, Answer<'classes'>>(JSON.stringify(asked), (from, count) =>
    set.client.ask('classes', { ...asked, from, count }),
  );
  if (!about) return null;
  const sort = (column: ClassOrder) => ({
    active: order.value === column,
    choose: () => {
      order.value = column;
    },
  });
  const columns: readonly VirtualColumn<ClassRow>[] = [
    { title: text.className, cell: (row) => <ClassName row={row} /> },
    { title: text.count, class: 'number', sort: sort('count'), cell: ({ count }) => formatCount(count) },
    { title: text.self, class: 'number wide', sort: sort('selfSize'), cell: ({ selfSize }) => sayBytes(selfSize) },
    { title: text.retained, class: 'number', sort: sort('retainedSize'), cell: (row) => sayBytes(row.retainedSize) },
    {
      title: text.share,
      class: 'number wide',
      cell: ({ retainedSize }) => sayShare(retainedSize, about.totalSize),
    },
  ];
  return (
    <>
      <div class="snapshots__figures">
        <SnapshotFacts about={about} />
      </div>
      <ClassSearch search={search} total={rows.total} />
      {rows.answer === null ? (
        <Waiting problem={rows.problem} />
      ) : rows.total === 0 ? (
        <Empty text={text.noMatch(search.value)} />
      ) : (
        <VirtualTable
          key={JSON.stringify(asked)}
          label={text.classes}
          columns={columns}
          rows={rows}
          rowTestId="snapshot-row"
          onOpen={({ name }) => {
            set.choice.className.value = name;
            set.choice.tab.value = 'dominators';
          }}
        />
      )}
    </>
  );
}

function SnapshotFacts({ about }: { about: OpenedSnapshot }) {
  const { totalSize, nodeCount, edgeCount, classCount, detached, fileSize } = about;
  return (
    <Facts
      label={about.name}
      facts={[
        [text.total, sayBytes(totalSize)],
        [text.objects, formatCount(nodeCount)],
        [text.edges, formatCount(edgeCount)],
        [text.classes, formatCount(classCount)],
        [
          text.detached,
          detached.count === 0 ? '0' : text.detachedValue(formatCount(detached.count), sayBytes(detached.selfSize)),
        ],
        [text.fileSize, sayBytes(fileSize)],
      ]}
    />
  );
}

function ClassName({ row: { name, location } }: { row: ClassRow }) {
  return (
    <>
      {name || '–'} {location && <span class="object__id">{text.at(String(location.line + 1))}</span>}
    </>
  );
}
