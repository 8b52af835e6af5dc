import { type Snapshots, shareDone } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import type { OpenProgress } from '../../workers/messages.ts';

const text = en.snapshots;

export interface OpeningProps {
  readonly snapshots: Snapshots;
  readonly files: readonly string[];
  readonly progress: OpenProgress;
}

/** How far the opening is, and the way out of it. */
export function Opening({ snapshots, files, progress }: OpeningProps) {
  const percent = Math.floor(shareDone(progress, files.length) * 100);
  const name = files[progress.file] ?? '';
  return (
    <section class="card card--padded opening" aria-label={text.opening(name)}>
      <p>
        <b>{text.opening(name)}</b> <span class="card__note">{text.phases[progress.phase]}</span>
      </p>
      <div class="opening__row">
        <progress class="opening__bar" data-testid="snapshot-progress" max={100} value={percent} aria-label={name}>
          {formatPercent(percent / 100)}
        </progress>
        <span class="opening__percent">{formatPercent(percent / 100)}</span>
        <button type="button" class="button" data-testid="snapshot-cancel" onClick={() => snapshots.close()}>
          {text.cancel}
        </button>
      </div>
    </section>
  );
}
