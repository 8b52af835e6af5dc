import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { VerdictTag } from '../../components/verdict-tag.tsx';
import { pairVerdict } from '../../store/pairs.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

/** Page and server together: which side grows, and which requests make the server grow. Absent until both are there. */
export function PairCard({ panel }: ViewProps) {
  panel.revision.value;
  const verdict = pairVerdict(panel);
  if (!verdict) return null;
  return (
    <div class="cards__wide" data-testid="pair-card" data-side={verdict.side}>
      <VerdictCard
        panel={panel}
        title={en.requests.pair}
        tag={<VerdictTag word={verdict.word} testId="pair-verdict" />}
        leadsTo={null}
      >
        {verdict.sentences.map((sentence) => (
          <Prose key={sentence} text={sentence} />
        ))}
      </VerdictCard>
    </div>
  );
}
