import { sayBytes } from '@memory-plus/core/analysis';
import { Tag } from '../../components/verdict-tag.tsx';
import type { CacheFigures } from '../../store/caches.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatPercent } from '../../strings/format.ts';
import { PastPlot } from './past-plot.tsx';

const text = en.caches;
const words = en.cacheTexts;

/** One row a cache, the worst first. */
export function CacheTable({ caches }: { readonly caches: readonly CacheFigures[] }) {
  return (
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
            <th key={title} scope="col" class="number extra">
              {title}
            </th>
          ))}
          <th scope="col" class="wide">
            {words.past}
          </th>
          <th scope="col">
            <span class="visually-hidden">{words.flagged}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {caches.map((cache) => (
          <CacheRow key={cache.name} cache={cache} />
        ))}
      </tbody>
    </table>
  );
}

function CacheRow({ cache }: { readonly cache: CacheFigures }) {
  const { name, hits, misses, hitRate, size, bytes, past, flags, cause } = cache;
  const rate = hitRate === null ? '–' : formatPercent(hitRate);
  const held = size === null ? (bytes === null ? '–' : sayBytes(bytes)) : formatCount(size);
  const recent = past?.rate.last ?? null;
  return (
    <tr data-testid="cache-row">
      <th scope="row">{name}</th>
      <td class="number">{rate}</td>
      <td class="number">{size === null ? '–' : formatCount(size)}</td>
      <td class="number narrow">{bytes === null ? '–' : sayBytes(bytes)}</td>
      <td class="number extra">{formatCount(hits)}</td>
      <td class="number extra">{formatCount(misses)}</td>
      <td class="wide">
        {past && (
          <PastPlot past={past} label={words.pastLabel(name, held, recent === null ? rate : formatPercent(recent))} />
        )}
      </td>
      <td class="caches__flags">
        {flags.map((flag) => (
          <span key={flag} title={words.flagWhy[flag]} data-testid={`cache-${flag}`}>
            <Tag tone="warning">{words.flags[flag]}</Tag>
          </span>
        ))}
        {cause && (
          <span data-testid="cache-on-purpose">
            <Tag tone="quiet">{words.onPurpose}</Tag>
          </span>
        )}
      </td>
    </tr>
  );
}
