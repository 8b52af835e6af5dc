import {
  type CheckResult,
  fewestRounds,
  type RoundReading,
  roundSeries,
  wantedRounds,
} from '@memory-plus/core/analysis';
import { Prose } from '../../components/prose.tsx';
import { VerdictTag } from '../../components/verdict-tag.tsx';
import type { CheckStage } from '../../store/guided-check.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatCount, signed } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.check;

/** The check as three steps: what to do, the rounds, what they say. */
export function GuidedCheckCard({ panel }: ViewProps) {
  const { check } = panel;
  const state = check.state.value;
  const rounds = check.rounds.value;
  return (
    <section class="card card--padded check" aria-label={text.title} data-testid="guided-check">
      <header class="check__head">
        <h2 class="card__title">{text.title}</h2>
        <Steps state={state} />
      </header>
      {state.stage === 'idle' && <Prepare panel={panel} />}
      {(state.stage === 'measuring' || state.stage === 'acting') && <Repeat panel={panel} state={state} />}
      {state.stage === 'done' && <Result result={state.result} />}
      {rounds.length > 0 && <RoundTable rounds={rounds} />}
      {state.stage === 'done' && (
        <div class="check__buttons">
          <button type="button" class="button" onClick={() => void check.start()}>
            {text.again}
          </button>
        </div>
      )}
    </section>
  );
}

function Steps({ state }: { readonly state: CheckStage }) {
  const at = state.stage === 'idle' ? 0 : state.stage === 'done' ? 2 : 1;
  return (
    <ol class="check__steps" aria-label={text.stepsLabel}>
      {[text.steps.prepare, text.steps.repeat, text.steps.result].map((step, index) => (
        <li key={step} class="check__step" aria-current={index === at ? 'step' : undefined}>
          {step}
        </li>
      ))}
    </ol>
  );
}

function Prepare({ panel }: ViewProps) {
  const { collection } = panel.platform;
  return (
    <>
      <p>{text.teach}</p>
      {!collection.available && <p class="how">{text.notHere(collection.because)}</p>}
      <div class="check__buttons">
        <button
          type="button"
          class="button button--primary"
          data-testid="check-start"
          title={text.startHint}
          disabled={!collection.available}
          onClick={() => void panel.check.start()}
        >
          {text.start}
        </button>
      </div>
    </>
  );
}

function Repeat({ panel, state }: ViewProps & { readonly state: Extract<CheckStage, { readonly round: number }> }) {
  const { check } = panel;
  const done = Math.max(0, check.rounds.value.length - 1);
  const measuring = state.stage === 'measuring';
  const counting = state.round === 0 ? text.measuringFirst : text.measuring(state.round);
  const saying = measuring ? counting : text.act(state.round);
  return (
    <>
      <p role="status">{saying}</p>
      <div class="check__buttons">
        <button
          type="button"
          class="button button--primary"
          data-testid="check-round"
          disabled={measuring}
          onClick={() => void check.endRound()}
        >
          {text.roundDone}
        </button>
        <button
          type="button"
          class="button"
          data-testid="check-finish"
          title={text.finishHint(fewestRounds, wantedRounds)}
          disabled={measuring || done < fewestRounds}
          onClick={() => check.finish()}
        >
          {text.finish}
        </button>
        <button type="button" class="button" onClick={() => check.cancel()}>
          {text.cancel}
        </button>
        <progress max={wantedRounds} value={done} aria-label={text.progress(done, wantedRounds)} />
        <span class="how">{text.progress(done, wantedRounds)}</span>
      </div>
    </>
  );
}

function Result({ result }: { readonly result: CheckResult }) {
  return (
    <p class="check__result" role="status">
      <VerdictTag word={result.word} testId="check-verdict" /> <Prose text={result.sentence} />
    </p>
  );
}

/** What was left after each round, and how much that is more than after the one before. */
function RoundTable({ rounds }: { readonly rounds: readonly RoundReading[] }) {
  return (
    <>
      <div class="check__scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text.round}</th>
              {roundSeries.map((name) => (
                <th key={name} scope="col" class="number">
                  {text.series[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rounds.map((round, index) => (
              <tr key={round.at}>
                <th scope="row">{index === 0 ? text.before : index}</th>
                {roundSeries.map((name) => (
                  <td key={name} class="number">
                    {sayReading(name, round[name])}{' '}
                    <Step name={name} from={rounds[index - 1]?.[name]} to={round[name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="how">{text.how}</p>
    </>
  );
}

type Name = (typeof roundSeries)[number];

function sayReading(name: Name, value: number | null): string {
  if (value === null) return '–';
  return name === 'heapFloor' ? formatBytes(value) : formatCount(value);
}

function Step({
  name,
  from,
  to,
}: {
  readonly name: Name;
  readonly from: number | null | undefined;
  readonly to: number | null;
}) {
  if (typeof from !== 'number' || to === null || from === to) return null;
  const step = to - from;
  return <span class={step > 0 ? 'check__more' : 'how'}>{signed(step, (size) => sayReading(name, size))}</span>;
}
