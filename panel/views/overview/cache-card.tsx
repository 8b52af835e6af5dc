import { Prose } from '../../components/prose.tsx';
import { VerdictCard } from '../../components/verdict-card.tsx';
import { Tag } from '../../components/verdict-tag.tsx';
import { type CacheFigures, cachesOf } from '../../store/caches.ts';
import { documentsOf } from '../../store/documents.ts';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.cards;

/** The cache that earns its memory least. */
export function CacheCard({ panel }: ViewProps) {
  panel.revision.value;
  // What is empty and was never asked is no answer yet.
  const caches = cachesOf(documentsOf(panel).at(-1)).filter(
    ({ hitRate, size, bytes }) => hitRate !== null || size !== null || (bytes ?? 0) > 0,
  );
  const worst = caches[0];
  const tag =
    !worst || worst.hitRate === null ? (
      <Tag tone="quiet">{text.none}</Tag>
    ) : worst.poor ? (
      <Tag tone="warning">{text.poor}</Tag>
    ) : (
      <Tag tone="good">{text.good}</Tag>
    );
  return (
    <VerdictCard panel={panel} title={text.caches} tag={tag} leadsTo={worst ? 'caches' : null}>
      {caches.length === 0 && <Prose text={text.noCaches} />}
      {caches.slice(0, 2).map((cache) => (
        <Prose key={cache.name} text={sentence(cache)} />
      ))}
    </VerdictCard>
  );
}

function sentence({ name, size, hitRate }: CacheFigures): string {
  const entries = size === null ? text.unknownSize : text.entries(size);
  return text.cache(name, entries, hitRate === null ? text.noRate : formatPercent(hitRate));
}
