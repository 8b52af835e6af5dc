import { sayBytes } from '@memory-plus/core/analysis';
import type { DominatorRow } from '@memory-plus/core/heap-snapshot';
import { Empty } from '../../components/empty.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';
import type { Answer, OpenedSnapshot } from '../../workers/messages.ts';
import { ObjectTable } from './object-table.tsx';
import { Facts, ObjectName, PathList, Waiting } from './parts.tsx';
import { useAnswer, useRows } from './rows.ts';

const text = en.snapshots;

interface PathTabProps {
  readonly set: SnapshotSet;
  onOpen(node: number): void;
}

/** One object: what holds it, and what it holds. */
export function PathTab({ set, onOpen }: PathTabProps) {
  const node = set.choice.node.value;
  const file = set.choice.file.value;
  const about = set.list[file];
  if (node === null || !about) return <Empty text={text.choosePath} />;
  return <ObjectPath set={set} onOpen={onOpen} file={file} node={node} about={about} />;
}

function ObjectPath({
  set,
  onOpen,
  file,
  node,
  about,
}: PathTabProps & { file: number; node: number; about: OpenedSnapshot }) {
  const key = `${file} ${node}`;
  const { answer, problem } = useAnswer(key, () => set.client.ask('object', { file, node }));
  const rows = useRows<DominatorRow, Answer<'dominated'>>(key, (from, count) =>
    set.client.ask('dominated', { file, node, from, count }),
  );
  if (answer === null) return <Waiting problem={problem} />;
  const { row, path } = answer;
  return (
    <>
      <div class="snapshots__figures" data-testid="snapshot-path">
        <h2 class="card__title">
          <ObjectName row={row} />
        </h2>
        <Facts
          label={row.className}
          facts={[
            [text.self, sayBytes(row.selfSize)],
            [text.retained, sayBytes(row.retainedSize)],
            [text.dominated, formatCount(row.dominated)],
            [text.distance, row.distance ?? '–'],
          ]}
        />
        <h3 class="card__subtitle">{text.who}</h3>
        {path === null ? <p class="card__note">{text.nothingHolds}</p> : <PathList path={path} onOpen={onOpen} />}
      </div>
      <h3 class="card__title snapshots__subtitle">{text.keeps}</h3>
      {rows.answer === null ? (
        <Waiting problem={rows.problem} />
      ) : rows.total === 0 ? (
        <p class="snapshots__wait">{text.keepsNothing}</p>
      ) : (
        <ObjectTable key={key} label={text.keeps} rows={rows} total={about.totalSize} onOpen={onOpen} />
      )}
    </>
  );
}
