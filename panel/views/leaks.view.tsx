import type { Row } from '@memory-plus/core/model';
import { Empty } from '../components/empty.tsx';
import { EvidenceList } from '../components/evidence-list.tsx';
import { Prose } from '../components/prose.tsx';
import { VerdictTag } from '../components/verdict-tag.tsx';
import { documentsOf } from '../store/documents.ts';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { GuidedCheckCard } from './leaks/guided-check.tsx';
import type { View, ViewProps } from './view.ts';

const text = en.leaks;

/** The verdict with all of its evidence, and the objects that should be gone. */
function Leaks({ panel }: ViewProps) {
  panel.revision.value;
  const page = documentsOf(panel).at(-1);
  const retained = [...(page?.retained.values() ?? [])].sort((a, b) => b.count - a.count);
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
      <section class="card" aria-label={text.retained}>
        <header class="card__head">
          <h2 class="card__title">{text.retained}</h2>
        </header>
        {retained.length === 0 ? <Empty text={text.none} help={text.noneHelp} /> : <RetainedTable rows={retained} />}
      </section>
    </div>
  );
}

function RetainedTable({ rows }: { rows: readonly Row<'retained'>[] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{text.label}</th>
          <th scope="col">{text.what}</th>
          <th scope="col" class="number">
            {text.count}
          </th>
          <th scope="col" class="number wide">
            {text.outlived}
          </th>
          <th scope="col" class="wide">
            {text.detail}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, label, count, collections, detail }) => (
          <tr key={`${what} ${label}`} data-testid="retained-row">
            <th scope="row">{label}</th>
            <td>{text.kinds[what]}</td>
            <td class="number">{formatCount(count)}</td>
            <td class="number wide">{formatCount(collections)}</td>
            <td class="how wide">{detail ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const leaksView: View = {
  id: 'leaks',
  title: en.views.leaks,
  icon: 'M8 2c3 4 4 5.5 4 7.5a4 4 0 0 1-8 0C4 7.500 5 6 8 2z',
  component: Leaks,
  badge(panel) {
    const retained = documentsOf(panel).at(-1)?.retained.values() ?? [];
    return [...retained].reduce((sum, { count }) => sum + count, 0) || null;
  },
};
