import { Empty } from '../../components/empty.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Prose } from '../../components/prose.tsx';
import { VerdictTag } from '../../components/verdict-tag.tsx';
import { documentsOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { ConsoleCheckCard } from './console-check.tsx';
import { GuidedCheckCard } from './guided-check.tsx';
import { IgnoredCard } from './ignored-card.tsx';
import { RetainedCard } from './retained-card.tsx';
import { sumOf } from './sum.ts';

const text = en.leaks;

/** The verdict with all of its evidence, and the objects that should be gone. */
export function LeaksView({ panel }: ViewProps) {
  panel.revision.value;
  const page = documentsOf(panel).at(-1);
  const ignored = page ? sumOf(page.retained.values()) - sumOf(page.counted) : 0;
  const verdict = page?.analysis.verdict(page.lastAt);
  return (
    <div class="stack">
      {verdict ? (
        <section class="card card--padded" aria-label={text.verdict}>
          <h2 class="verdict-card__title">
            <VerdictTag word={verdict.word} testId="verdict" /> {en.cards.page}
          </h2>
          {verdict.sentences.map((sentence) => (
            <Prose key={sentence} text={sentence} />
          ))}
          {ignored > 0 && <p class="how">{en.retained.ignoredNote(ignored)}</p>}
          <EvidenceList evidence={verdict.evidence} />
          {verdict.findings && verdict.findings.length > 0 && (
            <>
              <h3 class="card__subtitle">{text.findings}</h3>
              <ul class="findings">
                {verdict.findings.map(({ rule, word, sentences }) => (
                  <li key={rule} class="findings__item">
                    <VerdictTag word={word} /> <Prose text={sentences.join(' ')} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      ) : (
        <Empty text={en.cards.noPage} />
      )}
      <GuidedCheckCard panel={panel} />
      <RetainedCard panel={panel} page={page} />
      <ConsoleCheckCard panel={panel} />
      {page && <IgnoredCard panel={panel} page={page} />}
    </div>
  );
}
