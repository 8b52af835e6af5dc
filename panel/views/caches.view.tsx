import { sayBytes } from '@memory-plus/core/analysis';
import { Empty } from '../components/empty.tsx';
import { Tag } from '../components/verdict-tag.tsx';
import { cachesOf } from '../store/caches.ts';
import { documentsOf } from '../store/documents.ts';
import { en } from '../strings/en.ts';
import { formatCount, formatPercent } from '../strings/format.ts';
import type { View, ViewProps } from './view.ts';

const text = en.caches;

/** Hit rate against size, cache by cache. */
function Caches({ panel }: ViewProps) {
  panel.revision.value;
  const caches = cachesOf(documentsOf(panel).at(-1));
  if (caches.length === 0) return <Empty text={text.none} help={text.noneHelp} />;
  return (
    <section class="card" aria-label={en.views.caches}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{text.name}</th>
            {[text.rate, text.size, text.bytes].map((title) => (
              <th key={title} scope="col" class={`number ${title === text.bytes ? 'narrow' : ''}`}>
                {title}
              </th>
            ))}
            {[text.hits, text.misses].map((title) => (
              <th key={title} scope="col" class="number wide">
                {title}
              </th>
            ))}
            <th scope="col">
              <span class="visually-hidden">{text.rate}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {caches.map(({ name, hits, misses, hitRate, size, bytes, poor }) => (
            <tr key={name} data-testid="cache-row">
              <th scope="row">{name}</th>
              <td class="number">{hitRate === null ? '–' : formatPercent(hitRate)}</td>
              <td class="number">{size === null ? '–' : formatCount(size)}</td>
              <td class="number narrow">{bytes === null ? '–' : sayBytes(bytes)}</td>
              <td class="number wide">{formatCount(hits)}</td>
              <td class="number wide">{formatCount(misses)}</td>
              <td>{poor && <Tag tone="warning">{en.cards.poor}</Tag>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export const cachesView: View = {
  id: 'caches',
  title: en.views.caches,
  icon: 'M2 4c0-1.100 2.700-2 6-2s6 .9 6 2-2.700 2-6 2-6-.9-6-2z M2 4v8c0 1.100 2.700 2 6 2s6-.9 6-2V4 M2 8c0 1.100 2.700 2 6 2s6-.9 6-2',
  component: Caches,
};
