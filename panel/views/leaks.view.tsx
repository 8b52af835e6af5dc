import { Empty } from '../components/empty.tsx';
import { EvidenceList } from '../components/evidence-list.tsx';
import { Prose } from '../components/prose.tsx';
import { VerdictTag } from '../components/verdict-tag.tsx';
import { documentsOf } from '../store/documents.ts';
import { en } from '../strings/en.ts';
import { ConsoleCheckCard } from './leaks/console-check.tsx';
import { GuidedCheckCard } from './leaks/guided-check.tsx';
import { IgnoredCard } from './leaks/ignored-card.tsx';
import { RetainedCard } from './leaks/retained-card.tsx';
import { sumOf } from './leaks/sum.ts';
import type { View, ViewProps } from './view.ts';

const text = en.leaks;

/** The verdict with all of its evidence, and the objects that should be gone. */
function Leaks({ panel }: ViewProps) {
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

export const leaksView: View = {
  id: 'leaks',
  title: en.views.leaks,
  icon: 'M8 2c3 4 4 5.5 4 7.5a4 4 0 0 1-8 0C4 7.500 5 6 8 2z',
  component: Leaks,
  badge(panel) {
    return sumOf(documentsOf(panel).at(-1)?.counted ?? []) || null;
  },
};
