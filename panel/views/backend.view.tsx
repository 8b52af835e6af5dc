import { sayBytes } from '@memory-plus/core/analysis';
import { ConnectForm, PairingProblem } from '../components/connect-form.tsx';
import { Empty } from '../components/empty.tsx';
import { Prose } from '../components/prose.tsx';
import { Tag, type Tone, VerdictTag } from '../components/verdict-tag.tsx';
import { backendLanes } from '../lanes/index.ts';
import { Timeline } from '../lanes/timeline.tsx';
import { serversOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';
import { formatCount, formatMs, formatOffset } from '../strings/format.ts';
import type { View, ViewProps } from './view.ts';

const text = en.backend;

/** The server: connection, verdict, health, figures, and its series on the common clock. */
function Backend({ panel }: ViewProps) {
  panel.revision.value;
  const server = serversOf(panel).at(-1);
  // As long as the address that was typed has not answered once, it may have to be typed again.
  const { status, lastGoodAt } = panel.pairing.state.value;
  return (
    <div class="stack">
      <section class="card card--padded" aria-label={text.connect}>
        {status === 'idle' || lastGoodAt === null || !server ? (
          <>
            <p class="connect__teach">{text.teach}</p>
            <ConnectForm panel={panel} />
          </>
        ) : (
          <>
            <ServerHead panel={panel} server={server} />
            <PairingProblem panel={panel} />
          </>
        )}
      </section>
      {server ? (
        <>
          <ServerFigures panel={panel} server={server} />
          <Timeline panel={panel} lanes={backendLanes} />
        </>
      ) : (
        <Empty text={text.noData} />
      )}
    </div>
  );
}

function ServerHead({ panel, server }: { panel: Panel; server: SourceState }) {
  panel.revision.value;
  const { status, lastGoodAt } = panel.pairing.state.value;
  const verdict = server.analysis.verdict(server.lastAt);
  return (
    <div class="server-head">
      <h2 class="verdict-card__title">
        <VerdictTag word={verdict.word} /> {server.source.url} <span class="how">{text.status[status]}</span>
      </h2>
      {verdict.sentences.map((sentence) => (
        <Prose key={sentence} text={sentence} />
      ))}
      {status !== 'connected' && lastGoodAt !== null && (
        <p class="connect__teach">
          {text.lastGood(new Date(lastGoodAt).toLocaleTimeString())}. {text.staleHint}
        </p>
      )}
      <button type="button" class="button" data-testid="disconnect-button" onClick={() => panel.pairing.disconnect()}>
        {text.disconnect}
      </button>
    </div>
  );
}

const healthTones: Readonly<Record<string, Tone>> = { ok: 'good', warning: 'warning', critical: 'bad' };

function ServerFigures({ panel, server }: { panel: Panel; server: SourceState }) {
  panel.revision.value;
  const { heap, process, health, collectionCount } = server;
  const { clockOffset, restarts } = panel.pairing.state.value;
  const bytes = (value: number | null | undefined) => (value === null || value === undefined ? '–' : sayBytes(value));
  const figures: readonly (readonly [string, string])[] = [
    [text.used, bytes(heap.used.last)],
    [text.total, bytes(heap.total.last)],
    [text.limit, bytes(heap.limit.last)],
    [text.rss, bytes(process?.rss)],
    [text.external, bytes(process?.external)],
    [text.arrayBuffers, bytes(process?.arrayBuffers)],
    [text.container, process?.containerLimit ? bytes(process.containerLimit) : text.noContainer],
    [text.eventLoop, formatMs(process?.eventLoopDelay ?? null)],
    [text.collections, formatCount(collectionCount)],
    [text.clockOffset, clockOffset === null ? '–' : formatOffset(clockOffset)],
    [text.restarts, formatCount(restarts)],
  ];
  return (
    <section class="card card--padded" aria-label={text.process}>
      <p class="server-health">
        <b>{text.health}</b>{' '}
        {health ? <Tag tone={healthTones[health.status] ?? 'quiet'}>{health.status}</Tag> : text.healthUnknown}{' '}
        {health?.detail}
      </p>
      <dl class="facts">
        {figures.map(([name, value]) => (
          <div key={name} class="facts__item">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export const backendView: View = {
  id: 'backend',
  title: en.views.backend,
  icon: 'M2 2h12v5H2z M2 9h12v5H2z M4.500 4.500h1 M4.500 11.500h1',
  component: Backend,
};
