import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import { documentsOf } from '../../store/documents.ts';
import { frameworksOf } from '../../store/frameworks.ts';
import { commitsOf, slowComponents, slowFramesOf, slowRendersOf } from '../../store/slow.ts';
import { en } from '../../strings/en.ts';
import { formatMs } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.cards;

/** Whether rendering is slow, and which component is the slowest. */
export function RenderCard({ panel }: ViewProps) {
  panel.revision.value;
  const pages = documentsOf(panel);
  const { slowRender } = panel.preferences.value;
  const threshold = formatMs(slowRender);
  const commits = commitsOf(pages);
  const frames = slowFramesOf(pages, slowRender).length;
  const renders = slowRendersOf(pages, slowRender).length;
  const worst = slowComponents(pages, slowRender)[0];
  const slow = frames + renders > 0;
  const frameworks = frameworksOf(pages.at(-1));
  return (
    <VerdictCard
      panel={panel}
      title={text.renders}
      tag={slow ? <Tag tone="warning">{text.slow}</Tag> : <CalmTag commits={commits} />}
      leadsTo={commits > 0 ? 'renders' : null}
    >
      {slow && <Prose text={text.slowCounts(text.slowRenders(renders), text.slowFrames(frames), threshold)} />}
      {worst && <Prose text={text.worst(worst.component, formatMs(worst.worst), en.how[worst.how])} />}
      {!slow && commits > 0 && <Prose text={text.noneSlow(threshold, text.commits(commits))} />}
      {commits === 0 && frameworks.length === 0 && <Prose text={text.noFramework} />}
      {commits === 0 && frameworks.map(({ name, detail }) => <Prose key={name} text={text.framework(name, detail)} />)}
    </VerdictCard>
  );
}

function CalmTag({ commits }: { commits: number }) {
  return commits > 0 ? <Tag tone="good">{text.smooth}</Tag> : <Tag tone="quiet">{text.none}</Tag>;
}
