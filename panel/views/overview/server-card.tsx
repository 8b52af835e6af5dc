import { ConnectForm } from '../../components/connect-form.tsx';
import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { Tag, VerdictTag } from '../../components/verdict-tag.tsx';
import { serversOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.cards;

/** Whether the server leaks; the way to connect one while there is none. */
export function ServerCard({ panel }: ViewProps) {
  panel.revision.value;
  const { status, lastGoodAt } = panel.pairing.state.value;
  const server = serversOf(panel).at(-1);
  if (!server) {
    return (
      <VerdictCard
        panel={panel}
        title={text.server}
        tag={<Tag tone="quiet">{en.backend.status[status]}</Tag>}
        leadsTo={null}
      >
        <ConnectForm panel={panel} compact />
      </VerdictCard>
    );
  }
  const verdict = server.analysis.verdict(server.lastAt);
  const { process } = server;
  return (
    <VerdictCard panel={panel} title={text.server} tag={<VerdictTag word={verdict.word} />} leadsTo="backend">
      {verdict.sentences.map((sentence) => (
        <Prose key={sentence} text={sentence} />
      ))}
      {process?.containerLimit && <Prose text={text.rss(formatPercent(process.rss / process.containerLimit))} />}
      {(status === 'idle' || lastGoodAt === null) && <ConnectForm panel={panel} compact />}
    </VerdictCard>
  );
}
