import { sayBytes } from '@memory-plus/core/analysis';
import type { GrowingCollection, HuntedCluster, HuntResult } from '@memory-plus/core/heap-snapshot';
import { Empty } from '../../components/empty.tsx';
import { Prose } from '../../components/prose.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatCount } from '../../strings/format.ts';
import { ObjectName, PathList, Waiting } from './parts.tsx';
import { useAnswer } from './rows.ts';

const text = en.snapshots;

/** What an action made and its undoing left. Objects are those of the last snapshot. */
export function HuntTab({ set, onOpen }: { set: SnapshotSet; onOpen: (node: number) => void }) {
  const { answer, problem } = useAnswer('hunt', () => set.client.ask('hunt', {}));
  if (answer === null) return <Waiting problem={problem} />;
  const open = (node: number) => {
    set.choice.file.value = set.list.length - 1;
    onOpen(node);
  };
  return <Hunted result={answer} onOpen={open} />;
}

function Hunted({ result, onOpen }: { result: HuntResult; onOpen: (node: number) => void }) {
  const { count, bytes, clusters, growing } = result;
  return (
    <>
      <div class="snapshots__figures">
        <Prose text={count === 0 ? text.huntedNothing : text.hunted(count, sayBytes(bytes))} />
      </div>
      {growing.length > 0 && (
        <>
          <h2 class="card__title snapshots__subtitle">{text.growing}</h2>
          <GrowingTable growing={growing} onOpen={onOpen} />
        </>
      )}
      <h2 class="card__title snapshots__subtitle">{text.left}</h2>
      {clusters.length === 0 ? (
        <Empty text={text.huntedNothing} />
      ) : (
        <ol class="suspects">
          {clusters.map((cluster) => (
            <ClusterItem key={cluster.example.node} cluster={cluster} onOpen={onOpen} />
          ))}
        </ol>
      )}
    </>
  );
}

function GrowingTable({ growing, onOpen }: { growing: readonly GrowingCollection[]; onOpen: (node: number) => void }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{text.collection}</th>
          <th scope="col" class="number">
            {text.entries}
          </th>
          <th scope="col" class="number">
            {text.retained}
          </th>
        </tr>
      </thead>
      <tbody>
        {growing.map(({ collection, entries, retainedSize }) => (
          <tr key={collection.node} data-testid="snapshot-row">
            <th scope="row">
              <button type="button" class="table__pick" onClick={() => onOpen(collection.node)}>
                <ObjectName row={collection} />
              </button>
            </th>
            <td class="number">{entries.map(formatCount).join(' → ')}</td>
            <td class="number">{sayBytes(retainedSize)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ClusterItem({ cluster, onOpen }: { cluster: HuntedCluster; onOpen: (node: number) => void }) {
  const { word, because, count, className, retainedSize, path } = cluster;
  return (
    <li class="suspect" data-testid="suspect-row">
      <div class="suspect__head">
        <Tag tone={word === 'leak' ? 'bad' : 'warning'}>{text.words[word]}</Tag>
        <Prose text={text.cluster(count, className, because)} />
        <span class="suspect__size">
          <b>{sayBytes(retainedSize)}</b>
        </span>
      </div>
      {path && <PathList path={path} onOpen={onOpen} />}
    </li>
  );
}
