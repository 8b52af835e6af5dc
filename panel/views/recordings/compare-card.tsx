import type { Change } from '@memory-plus/core/judgement';
import { useMemo } from 'preact/hooks';
import { shownTheme } from '../../app/theme.ts';
import { LaneCanvas } from '../../charts/lane-canvas.tsx';
import type { Trace } from '../../charts/trace.ts';
import { Prose } from '../../components/prose.tsx';
import { bytesAxis, megabytes } from '../../lanes/lane.ts';
import { TimeAxis } from '../../lanes/time-axis.tsx';
import type { ComparisonState } from '../../store/comparison.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import { titleOf } from './recording-item.tsx';

const text = en.recordings.comparison;

/** Two recordings against one another: their heaps on one axis, and what surely got worse, first. */
export function CompareCard({ panel }: { panel: Panel }) {
  const { recordings } = panel;
  const state = recordings.comparison.value;
  if (state.state === 'none') return null;
  const { before, after } = state;
  return (
    <section class="card" aria-label={text.title} data-testid="comparison">
      <header class="card__head">
        <h2 class="card__title">{text.title}</h2>
        <span class="card__note">
          {text.before}: {titleOf(before)} · {text.after}: {titleOf(after)}
        </span>
        <span class="comparison__buttons">
          <button type="button" class="button" onClick={() => void recordings.compare(after.id, before.id)}>
            {text.swap}
          </button>
          <button type="button" class="button" onClick={() => recordings.endComparison()}>
            {state.state === 'working' ? en.recordings.cancel : text.close}
          </button>
        </span>
      </header>
      {state.state === 'working' ? (
        <p class="comparison__wait" role="status">
          <progress aria-label={en.recordings.comparing} /> {en.recordings.comparing}
        </p>
      ) : (
        <Result state={state} theme={shownTheme(panel)} />
      )}
    </section>
  );
}

type Done = Extract<ComparisonState, { state: 'done' }>;

function Result({ state, theme }: { state: Done; theme: 'light' | 'dark' }) {
  const { changes, unmatched, confidence } = state.result;
  const sure = formatPercent(confidence);
  return (
    <>
      <Heaps state={state} theme={theme} />
      <div class="comparison__changes">
        {changes.length === 0 && <p>{text.nothing}</p>}
        <Changes title={text.worse(sure)} tone="bad" changes={changes} direction="worse" />
        <Changes title={text.better(sure)} tone="good" changes={changes} direction="better" />
        <Changes title={text.same} tone="quiet" changes={changes} direction="same" />
        {unmatched.length > 0 && (
          <>
            <h3 class="card__subtitle">{text.unmatched}</h3>
            <ul class="findings">
              {unmatched.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

function Heaps({ state, theme }: { state: Done; theme: 'light' | 'dark' }) {
  const { before, after } = state.result;
  const drawing = useMemo(() => {
    const traces: Trace[] = [
      { kind: 'dashed', color: 'muted', points: before.heap },
      { kind: 'line', color: 'page', points: after.heap },
    ];
    const to = Math.max(1, ...[...before.heap, ...after.heap].map(({ x }) => x));
    return { traces, from: 0, to, axis: bytesAxis(2)(traces), label: megabytes };
  }, [before, after]);
  if (before.heap.length + after.heap.length === 0) return null;
  return (
    <div class="timeline">
      <div class="lane lane--large">
        <div class="lane__head">
          <h3 class="lane__title">{text.heap}</h3>
          <span class="lane__value">┄ {text.before}</span>
          <span class="lane__value lane__value--page">— {text.after}</span>
        </div>
        <LaneCanvas drawing={drawing} theme={theme} label={text.overlay(text.before, text.after)} />
      </div>
      <div class="timeline__foot">
        <span />
        <TimeAxis from={0} to={drawing.to} />
      </div>
    </div>
  );
}

interface ChangesProps {
  readonly title: string;
  readonly tone: 'bad' | 'good' | 'quiet';
  readonly changes: readonly Change[];
  readonly direction: Change['direction'];
}

function Changes({ title, tone, changes, direction }: ChangesProps) {
  const shown = changes.filter((change) => change.direction === direction);
  if (shown.length === 0) return null;
  return (
    <>
      <h3 class={`card__subtitle comparison__title--${tone}`}>{title}</h3>
      <ul class="findings">
        {shown.map(({ what, subject, message }) => (
          <li key={`${what} ${subject}`} class="findings__item comparison__change" data-testid={`change-${direction}`}>
            <Prose text={message} /> <span class="how">{subject}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
