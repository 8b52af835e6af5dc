import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import { type CacheFigures, type CacheFlag, cachesOf } from '../../store/caches.ts';
import { documentsOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import { causeSaid } from '../caches/cause-said.ts';
import type { ViewProps } from '../view.ts';

const text = en.cards;

/** The cache that earns its memory least. */
export function CacheCard({ panel }: ViewProps) {
  panel.revision.value;
  const page = documentsOf(panel).at(-1);
  // What is empty and was never asked is no answer yet.
  const caches = cachesOf(page).filter(
    ({ hitRate, size, bytes }) => hitRate !== null || size !== null || (bytes ?? 0) > 0,
  );
  const [worst] = caches;
  const [flag] = caches.flatMap(({ flags }) => flags);
  const cause = page ? causeSaid(page, caches) : null;
  return (
    <VerdictCard panel={panel} title={text.caches} tag={tagOf(worst, flag)} leadsTo={worst ? 'caches' : null}>
      {caches.length === 0 && <Prose text={text.noCaches} />}
      {caches.slice(0, 2).map((cache) => (
        <Prose key={cache.name} text={sentence(cache)} />
      ))}
      {flag && <Prose text={en.cacheTexts.flagWhy[flag]} />}
      {cause && <Prose text={cause} />}
    </VerdictCard>
  );
}

function tagOf(worst: CacheFigures | undefined, flag: CacheFlag | undefined) {
  if (!worst || worst.hitRate === null) return <Tag tone="quiet">{text.none}</Tag>;
  if (flag) return <Tag tone="warning">{en.cacheTexts.flags[flag]}</Tag>;
  return worst.cause ? <Tag tone="quiet">{en.cacheTexts.onPurpose}</Tag> : <Tag tone="good">{text.good}</Tag>;
}

function sentence({ name, size, hitRate }: CacheFigures): string {
  const entries = size === null ? text.unknownSize : text.entries(size);
  return text.cache(name, entries, hitRate === null ? text.noRate : formatPercent(hitRate));
}
