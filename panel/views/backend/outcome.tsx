import { sayBytes } from '@memory-plus/core/analysis';
import type { ComponentChildren } from 'preact';
import { Prose } from '../../components/prose.tsx';
import { Tag, VerdictTag } from '../../components/verdict-tag.tsx';
import type { AdminAction, AdminResults, Outcome } from '../../pairing/admin.ts';
import type { Backend } from '../../pairing/pairing.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatMs } from '../../strings/format.ts';

const text = en.backend.admin;

/** What came of each action, as what it is: under way, done, refused, or unknown. */
export function Outcomes({ panel, backend }: { panel: Panel; backend: Backend }) {
  const { outcomes } = backend.admin;
  return (
    <div role="status">
      <Shown panel={panel} backend={backend} action="gc" outcome={outcomes.gc.value} done={sayCollected} />
      <Shown
        panel={panel}
        backend={backend}
        action="leak-check"
        outcome={outcomes['leak-check'].value}
        done={({ verdict, report }) => (
          <>
            {text.checked} <VerdictTag word={verdict.word} /> <Prose text={verdict.sentences.join(' ')} />
            {report && <p>{text.newReport}</p>}
          </>
        )}
      />
      <Shown
        panel={panel}
        backend={backend}
        action="snapshot"
        outcome={outcomes.snapshot.value}
        done={({ snapshot }) => text.taken(sayBytes(snapshot.bytes), formatMs(snapshot.pause))}
      />
      <Shown
        panel={panel}
        backend={backend}
        action="configure"
        outcome={outcomes.configure.value}
        done={() => text.configured}
      />
      <Shown
        panel={panel}
        backend={backend}
        action="clear-history"
        outcome={outcomes['clear-history'].value}
        done={({ reports, alerts }) => text.cleared(text.reports(reports), text.alerts(alerts))}
      />
    </div>
  );
}

function sayCollected({ before, after, freed, duration }: AdminResults['gc']): string {
  return text.collected(formatBytes(before), formatBytes(after), formatBytes(freed), formatMs(duration));
}

interface ShownProps<A extends AdminAction> {
  readonly panel: Panel;
  readonly backend: Backend;
  readonly action: A;
  readonly outcome: Outcome<A> | null;
  readonly done: (value: AdminResults[A]) => ComponentChildren;
}

function Shown<A extends AdminAction>({ panel, backend, action, outcome, done }: ShownProps<A>) {
  if (outcome === null) return null;
  return (
    <div class="outcome" data-testid={`outcome-${action}`} data-state={outcome.state}>
      <div class="outcome__text">{content(panel, action, outcome, done)}</div>
      {outcome.state !== 'running' && (
        <button type="button" class="button button--quiet" onClick={() => backend.admin.dismiss(action)}>
          {text.dismiss}
        </button>
      )}
    </div>
  );
}

function content<A extends AdminAction>(
  panel: Panel,
  action: A,
  outcome: Outcome<A>,
  done: (value: AdminResults[A]) => ComponentChildren,
): ComponentChildren {
  switch (outcome.state) {
    case 'running':
      return <span class="outcome__running">{text.running[action]}</span>;
    case 'done':
      return (
        <>
          <Tag tone="good">{text.done.done}</Tag> {done(outcome.value)}
        </>
      );
    case 'refused':
      return <Refusal panel={panel} {...outcome} />;
    case 'unknown':
      return (
        <>
          <Tag tone="warning">{text.unknownTitle}</Tag> {outcome.detail} {text.unknown}
        </>
      );
  }
}

interface RefusalProps {
  readonly panel: Panel;
  readonly status: number | null;
  readonly detail: string;
  readonly retryAt: number | null;
}

/** Why the server did not do it, and from when on it may be asked again. */
export function Refusal({ panel, status, detail, retryAt }: RefusalProps) {
  panel.revision.value;
  const wait = retryAt === null ? null : Math.ceil((retryAt - panel.now()) / 1000);
  return (
    <>
      <Tag tone="bad">{text.refusedTitle}</Tag> {status !== null && (text.refused[status] ?? text.refusedOther(status))}{' '}
      {detail} {wait !== null && <b>{wait > 0 ? text.tryAgain(wait) : text.mayTry}</b>}
    </>
  );
}
