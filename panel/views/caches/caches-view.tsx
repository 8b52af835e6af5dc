import { sayBytes } from '@memory-plus/core/analysis';
import { Empty } from '../../components/empty.tsx';
import { Prose } from '../../components/prose.tsx';
import { cachesOf, storedBy } from '../../store/caches.ts';
import { documentsOf } from '../../store/documents.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { CacheTable } from './cache-table.tsx';
import { causeSaid } from './cause-said.ts';
import { RatePlot } from './rate-plot.tsx';

const text = en.caches;
const words = en.cacheTexts;

/** Whether each cache earns its memory: hit rate against size, and how both came to be. */
export function CachesView({ panel }: ViewProps) {
  panel.revision.value;
  const page = documentsOf(panel).at(-1);
  const caches = cachesOf(page);
  const cause = page ? causeSaid(page, caches) : null;
  return (
    <div class="stack">
      {caches.length === 0 ? (
        <Empty text={text.none} help={text.noneHelp} />
      ) : (
        <section class="card" aria-label={en.views.caches}>
          <CacheTable caches={caches} />
          <p class="card__foot caches__legend">
            <span class="past__key past__key--size" aria-hidden="true" /> {words.legendSize}{' '}
            <span class="past__key past__key--rate" aria-hidden="true" /> {words.legendRate}
          </p>
          {cause && (
            <p class="card__foot" data-testid="http-cache-cause">
              {cause}
            </p>
          )}
        </section>
      )}
      {caches.some(({ hitRate, size }) => hitRate !== null && size !== null) && (
        <section class="card card--padded" aria-label={words.plot}>
          <RatePlot caches={caches} />
        </section>
      )}
      {page && <OnDisk page={page} />}
      {page && <Absent page={page} />}
    </div>
  );
}

function OnDisk({ page }: { readonly page: SourceState }) {
  const stored = storedBy(page);
  if (stored === null) return null;
  return (
    <section class="card card--padded" aria-label={words.storage} data-testid="storage-use">
      <h2 class="card__title">{words.storage}</h2>
      <Prose text={words.storageNow(sayBytes(stored))} />
      <p class="how">{words.storageHow}</p>
    </section>
  );
}

/** Names of the sources that tell of caches, in a page's `capabilities`. */
const sources = ['caches', 'http cache', 'storage', 'TanStack Query cache', 'SWR cache', 'Apollo cache'];

function Absent({ page }: { readonly page: SourceState }) {
  const absent = sources.flatMap((name) => {
    const row = page.capabilities.get(name);
    return row && !row.available ? [row] : [];
  });
  if (absent.length === 0) return null;
  return (
    <section class="card card--padded" aria-label={words.absent}>
      <h2 class="card__title">{words.absent}</h2>
      <ul class="retained__evidence how">
        {absent.map(({ name, detail }) => (
          <li key={name}>{words.absentItem(name, detail)}</li>
        ))}
      </ul>
    </section>
  );
}
