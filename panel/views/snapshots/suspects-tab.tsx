import { sayBytes } from '@memory-plus/core/analysis';
import type { Suspect } from '@memory-plus/core/heap-snapshot';
import { Empty } from '../../components/empty.tsx';
import { Prose } from '../../components/prose.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import { PathList, Waiting } from './parts.tsx';
import { useAnswer } from './rows.ts';

const text = en.snapshots;

/** What looks like a leak, ranked: a sentence each, and the shortest way to it from a root. */
export function SuspectsTab({ set, onOpen }: { set: SnapshotSet; onOpen: (node: number) => void }) {
  const file = set.choice.file.value;
  const { answer, problem } = useAnswer(`${file}`, () => set.client.ask('suspects', { file }));
  if (answer === null) return <Waiting problem={problem} />;
  if (answer.length === 0) return <Empty text={text.noSuspects} help={text.noSuspectsHelp} />;
  return (
    <ol class="suspects">
      {answer.map((suspect) => (
        <SuspectItem key={`${suspect.rule} ${suspect.example.node}`} suspect={suspect} onOpen={onOpen} />
      ))}
    </ol>
  );
}

function SuspectItem({ suspect, onOpen }: { suspect: Suspect; onOpen: (node: number) => void }) {
  const { word, sentence, bytes, share, path } = suspect;
  return (
    <li class="suspect" data-testid="suspect-row">
      <div class="suspect__head">
        <Tag tone={word === 'leak' ? 'bad' : 'warning'}>{text.words[word]}</Tag>
        <Prose text={sentence} />
        <span class="suspect__size">
          <b>{sayBytes(bytes)}</b> {text.bytesOf(formatPercent(share))}
        </span>
      </div>
      {path === null ? <p class="card__note">{text.nothingHolds}</p> : <PathList path={path} onOpen={onOpen} />}
    </li>
  );
}
