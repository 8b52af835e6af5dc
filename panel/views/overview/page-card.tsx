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
      {(verdict?.findings?.length ?? 0) > 1 && <Prose text={verdict?.findings?.[1]?.sentences[0] ?? ''} />}
    </VerdictCard>
  );
}
