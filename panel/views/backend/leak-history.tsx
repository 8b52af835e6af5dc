import { sayBytes } from '@memory-plus/core/analysis';
import type { LeakReport } from '@memory-plus/core/protocol/backend';
import { Empty } from '../../components/empty.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { Tag, VerdictTag } from '../../components/verdict-tag.tsx';
import type { BackendDetails } from '../../pairing/pairing.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatDate } from '../../strings/format.ts';

const text = en.backend;

/** What the server's detector has found, the newest first; each opens to its evidence. */
export function LeakHistory({ details }: { details: BackendDetails }) {
  const reports = [...(details.leaks?.reports ?? [])].sort((a, b) => b.lastSeen - a.lastSeen);
  const problem = details.problems.leaks;
  return (
    <section class="card" aria-label={text.history} data-testid="leak-history">
      <header class="card__head">
        <h2 class="card__title">{text.history}</h2>
      </header>
      {problem && <p class="connect__problem card--padded">{text.notTold(problem)}</p>}
      {reports.length === 0 ? (
        <Empty text={text.historyNone} help={text.historyHelp} />
      ) : (
        reports.map((report) => <Report key={report.id} report={report} />)
      )}
    </section>
  );
}

function Report({ report }: { report: LeakReport }) {
  const { id, state, count, lastSeen, word, sentences, evidence, confirmation, sites, retained, advice } = report;
  return (
    <details class="report" data-testid="leak-report">
      <summary>
        <VerdictTag word={word} /> <Tag tone={state === 'new' ? 'warning' : 'quiet'}>{text.reportState[state]}</Tag>{' '}
        <span>{sentences[0] ?? report.rule}</span>{' '}
        <span class="how">{text.found(formatCount(count), formatDate(lastSeen))}</span>
      </summary>
      <div class="report__body">
        {sentences.slice(1).map((sentence) => (
          <Prose key={sentence} text={sentence} />
        ))}
        {confirmation && <Prose text={text.confirmation(sayBytes(confirmation.freed), sayBytes(confirmation.after))} />}
        <EvidenceList evidence={evidence} />
        {sites.length > 0 && (
          <p class="prose">
            {text.site}:{' '}
            {sites.map(({ function: name, script, live }) => `${name} (${script}), ${sayBytes(live)}`).join('; ')}
          </p>
        )}
        {retained.length > 0 && (
          <p class="prose">
            {en.leaks.retained}: {retained.map((group) => `${group.label} ×${formatCount(group.count)}`).join(', ')}
          </p>
        )}
        {advice.length > 0 && (
          <p class="prose">
            {text.advice}: {advice.join(' ')}
          </p>
        )}
        <p class="how">
          {text.fingerprint} <code>{id}</code>
        </p>
      </div>
    </details>
  );
}
