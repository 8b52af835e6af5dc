import type { Finding, Verdict } from '@memory-plus/core/model';
import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { VerdictTag } from '../../components/verdict-tag.tsx';
import { documentsOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const text = en.cards;

/** Whether the page leaks. */
export function PageCard({ panel }: ViewProps) {
  panel.revision.value;
  const page = documentsOf(panel).at(-1);
  const verdict = page?.analysis.verdict(page.lastAt) ?? null;
  const other = verdict && otherFinding(verdict);
  const word = verdict?.word ?? 'insufficient-data';
  return (
    <VerdictCard
      panel={panel}
      title={text.page}
      tag={<VerdictTag word={word} testId="verdict" />}
      leadsTo={verdict ? 'leaks' : null}
    >
      {(verdict?.sentences ?? [text.noPage]).map((sentence) => (
        <Prose key={sentence} text={sentence} />
      ))}
      {other && <Prose text={other.sentences.join(' ')} />}
    </VerdictCard>
  );
}

/** The worst finding of another kind than the verdict's: the trend beside retained objects, or the other way round. */
function otherFinding({ evidence, findings = [] }: Verdict): Finding | undefined {
  const isTrend = evidence.rate !== null;
  return findings.find((finding) => (finding.evidence.rate !== null) !== isTrend && finding.word !== 'growing');
}
