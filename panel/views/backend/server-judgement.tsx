import { EvidenceList } from '../../components/evidence-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { Tag, type Tone, VerdictTag } from '../../components/verdict-tag.tsx';
import type { Backend } from '../../pairing/pairing.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';

const text = en.backend;
const tones: Readonly<Record<string, Tone>> = { ok: 'good', warning: 'warning', critical: 'bad' };

/** Whether the server leaks and how it is, in the words of the page's verdict. `backend` is absent in a recording. */
export function ServerJudgement({ server, backend }: { server: SourceState; backend: Backend | null }) {
  const details = backend?.details.value ?? null;
  const own = details?.leaks?.bootId === bootIdOf(server) ? (details?.leaks?.verdict ?? null) : null;
  const verdict = own ?? server.analysis.verdict(server.lastAt);
  return (
    <div class="columns">
      <section
        class="card card--padded"
        aria-label={en.leaks.verdict}
        data-testid="server-verdict"
        data-verdict={verdict.word}
      >
        <h2 class="verdict-card__title">
          <VerdictTag word={verdict.word} /> {server.source.kind === 'server' ? server.source.name : ''}{' '}
          <span class="how">{own ? text.fromServer : text.fromRecording}</span>
        </h2>
        {verdict.sentences.map((sentence) => (
          <Prose key={sentence} text={sentence} />
        ))}
        <EvidenceList evidence={verdict.evidence} />
      </section>
      <Health server={server} backend={backend} />
    </div>
  );
}

function Health({ server, backend }: { server: SourceState; backend: Backend | null }) {
  const details = backend?.details.value;
  const told = details?.health?.bootId === bootIdOf(server) ? details?.health : null;
  const { health } = server;
  const status = told?.status ?? health?.status;
  return (
    <section class="card card--padded" aria-label={text.health} data-testid="server-health" data-status={status}>
      <h2 class="verdict-card__title">
        {status ? (
          <Tag tone={tones[status] ?? 'quiet'}>{text.levels[status] ?? status}</Tag>
        ) : (
          <Tag tone="quiet">{text.healthUnknown}</Tag>
        )}{' '}
        {text.health}
      </h2>
      {told ? (
        <ul class="findings">
          {told.reasons.map(({ signal, level, message }) => (
            <li key={`${signal} ${message}`} class="findings__item">
              <Tag tone={tones[level] ?? 'quiet'}>{text.levels[level] ?? level}</Tag> <span>{message}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="prose">{health?.detail}</p>
      )}
      {status === 'ok' && <p class="prose">{text.healthy}</p>}
      {details?.problems.health && <p class="connect__problem">{text.notTold(details.problems.health)}</p>}
    </section>
  );
}

export function bootIdOf({ source }: SourceState): string | null {
  return source.kind === 'server' ? source.bootId : null;
}
