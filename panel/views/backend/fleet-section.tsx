import { sayBytes, sayDuration, sayRate } from '@memory-plus/core/analysis';
import { useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { Tag, VerdictTag } from '../../components/verdict-tag.tsx';
import type { FleetState } from '../../pairing/fleet.ts';
import type { Ranked } from '../../pairing/fleet-instance.ts';
import type { Refusal } from '../../pairing/pairing.ts';
import type { Panel } from '../../store/panel.ts';
import { codeSamples } from '../../strings/code-samples.ts';
import { en } from '../../strings/en.ts';
import { formatBytes } from '../../strings/format.ts';
import { Sparkline } from './sparkline.tsx';

const text = en.backend.fleet;

/** The instances of a job as small multiples, outliers first. */
export function FleetSection({ panel }: { panel: Panel }) {
  const state = panel.pairing.fleet.state.value;
  if (state.status === 'idle') return <FleetForm panel={panel} />;
  return (
    <>
      <FleetHead panel={panel} state={state} />
      {state.lastGoodAt !== null && state.jobs.length === 0 && <Empty text={text.none} help={text.teachHow} />}
      {state.job !== null && state.instances.length === 0 && <Empty text={text.waiting} />}
      <ul class="fleet">
        {state.instances.map((ranked) => (
          <Instance key={ranked.instance.name} ranked={ranked} lastAt={ranked.instance.lastAt} />
        ))}
      </ul>
    </>
  );
}

function FleetForm({ panel }: { panel: Panel }) {
  const url = useSignal('');
  const refusal = useSignal<Refusal | null>(null);
  return (
    <section class="card card--padded" aria-label={text.title}>
      <form
        class="connect"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // Without a wait before it: the browser asks for permissions only while the click is being handled.
          void panel.pairing.fleet.connect(url.value).then((because) => {
            refusal.value = because;
          });
        }}
      >
        <label class="field">
          <span class="field__label">{text.url}</span>
          <input
            type="text"
            inputMode="url"
            autoComplete="off"
            spellcheck={false}
            data-testid="fleet-url"
            placeholder={text.urlExample}
            value={url.value}
            onInput={({ currentTarget }) => {
              url.value = currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="button button--primary" data-testid="fleet-connect">
          {text.connect}
        </button>
        {refusal.value && (
          <p class="connect__problem" role="alert">
            {en.backend.refusals[refusal.value]}
          </p>
        )}
      </form>
      <div class="teach">
        <p>{text.teach}</p>
        <p>{text.teachHow}</p>
        <pre class="teach__line">{codeSamples.metrics}</pre>
      </div>
    </section>
  );
}

function FleetHead({ panel, state }: { panel: Panel; state: FleetState }) {
  panel.revision.value;
  const { status, base, detail, retryAt, jobs, job, instances, more, step } = state;
  const { fleet } = panel.pairing;
  const wait = retryAt === null ? 0 : Math.ceil(Math.max(0, retryAt - panel.now()) / 1000);
  const words = en.backend.status[status];
  return (
    <section class="card card--padded" aria-label={text.title} data-testid="fleet-status" data-status={status}>
      <div class="backend-row">
        <b>{base.replace(/^https?:\/\//, '')}</b>
        <Tag tone={status === 'connected' ? 'good' : status === 'connecting' ? 'quiet' : 'bad'}>{words}</Tag>
        {jobs.length > 0 && (
          <label>
            <span class="how">{text.job}</span>{' '}
            <select
              data-testid="fleet-job"
              value={job ?? ''}
              onChange={({ currentTarget }) => fleet.choose(currentTarget.value)}
            >
              {jobs.map(({ name, instances: count }) => (
                <option key={name} value={name}>
                  {text.jobOption(name, count)}
                </option>
              ))}
            </select>
          </label>
        )}
        {instances.length > 0 && (
          <span class="backend-row__facts">{text.summary(instances.length, sayDuration(step))}</span>
        )}
        <span class="toolbar__space" />
        <button type="button" class="button" data-testid="fleet-disconnect" onClick={() => fleet.disconnect()}>
          {text.disconnect}
        </button>
      </div>
      {more > 0 && (
        <p class="card__note" data-testid="fleet-more">
          {text.more(more)}
        </p>
      )}
      {status !== 'connected' && status !== 'connecting' && (
        <p class="connect__problem" role="status">
          <b>{words}.</b> {detail !== '' && en.backend.came(detail)} {text.help[status] ?? ''}{' '}
          {wait > 0 && en.backend.retry(wait)}
        </p>
      )}
    </section>
  );
}

/** `lastAt` stands for the data of the instance, which changes in place. */
function Instance({ ranked: { instance, why } }: { ranked: Ranked; lastAt: number }) {
  const { name, used, limit, rss, verdict, restarts } = instance;
  const now = formatBytes(used.last);
  const { rate } = verdict.evidence;
  const facts = [
    ...(limit > 0 ? [text.limit(sayBytes(limit))] : []),
    ...(rss === null ? [] : [text.rss(sayBytes(rss))]),
    ...(restarts > 0 ? [text.restarts(restarts)] : []),
    ...(rate && verdict.word !== 'clean' ? [text.rate(sayRate(rate))] : []),
  ];
  return (
    <li class="fleet__item card" data-testid="fleet-instance" data-verdict={verdict.word}>
      <div class="fleet__head">
        <b class="fleet__name" title={name}>
          {name}
        </b>
        <VerdictTag word={verdict.word} />
      </div>
      <Sparkline series={used} label={text.chart(name, now)} tone={verdict.word === 'leak' ? 'bad' : 'plain'} />
      <p class="fleet__facts">
        <b>{now}</b> {facts.join(' · ')}
      </p>
      {why && <p class="fleet__why">{why}</p>}
    </li>
  );
}
