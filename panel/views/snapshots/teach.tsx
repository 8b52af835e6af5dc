import { codeSamples } from '../../strings/code-samples.ts';
import { en } from '../../strings/en.ts';
import type { Problem } from '../../workers/messages.ts';
import { FileButton } from './file-button.tsx';

const text = en.snapshots;
const ways = [
  { way: 'page', command: null },
  { way: 'process', command: codeSamples.snapshotSignal },
  { way: 'code', command: codeSamples.writeSnapshot },
  { way: 'backend', command: null },
] as const;

/** Before anything is open: where to drop files, what for, and how to get some. */
export function Teach({ problem, open }: { problem: Problem | null; open: (files: readonly File[]) => void }) {
  return (
    <div class="stack">
      {problem && <OpenProblem problem={problem} />}
      <section class="card snapshots__drop" aria-label={text.choose}>
        <p>{text.drop}</p>
        <FileButton label={text.choose} primary open={open} />
        <dl class="snapshots__counts">
          {(['one', 'two', 'three'] as const).map((count) => (
            <div key={count} class="snapshots__count">
              <dt>{text.counts[count].count}</dt>
              <dd>{text.counts[count].answer}</dd>
            </div>
          ))}
        </dl>
        <p class="card__note">{text.privacy}</p>
      </section>
      <section class="card card--padded" aria-label={text.teach}>
        <h2 class="card__title">{text.teach}</h2>
        <dl class="ways">
          {ways.map(({ way, command }) => (
            <div key={way} class="ways__way">
              <dt>{text.ways[way].from}</dt>
              <dd>
                {text.ways[way].how} {command && <code>{command}</code>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** What is wrong with a file, and what to do. */
function OpenProblem({ problem: { file, sort, message } }: { problem: Problem }) {
  const name = file ?? '';
  const heads = {
    foreign: text.foreign(name),
    recording: text.recording(name),
    unreadable: file === null ? text.failed : text.unreadable(name),
  };
  return (
    <section class="banner banner--warning snapshots__error" role="alert" data-testid="snapshot-error">
      <b>{heads[sort]}</b> <span>{sort === 'recording' ? text.recordingHelp : message}</span>
    </section>
  );
}
