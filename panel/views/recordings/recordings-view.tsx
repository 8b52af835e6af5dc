import { useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { matches, type RecordingEntry } from '../../recordings/entry.ts';
import { maxKeptBytes } from '../../recordings/eviction.ts';
import { en } from '../../strings/en.ts';
import { formatBytes } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';
import { CompareCard } from './compare-card.tsx';
import { RecordingItem } from './recording-item.tsx';

const text = en.recordings;

/** Every recording that is kept on this machine: opened again, named, compared. */
export function RecordingsView({ panel }: ViewProps) {
  const { library, entries } = panel.recordings;
  const state = library.value;
  return (
    <div class="stack">
      <Problems panel={panel} />
      <CompareCard panel={panel} />
      {state.state === 'opening' && <Empty text={text.opening} />}
      {state.state === 'unavailable' && <Empty text={text.unavailable(state.because)} help={text.unavailableHelp} />}
      {state.state === 'ready' && entries.value.length === 0 && <Empty text={text.none} help={text.noneHelp} />}
      {state.state === 'ready' && entries.value.length > 0 && <RecordingList panel={panel} entries={entries.value} />}
    </div>
  );
}

/** What keeps the present recording from being kept. */
function Problems({ panel }: ViewProps) {
  const { problem, asked } = panel.recordings;
  if (asked.value) {
    const { name, bytes } = asked.value;
    return (
      <div class="banner banner--warning" role="alert">
        <span class="banner__text">{text.asked(name || text.unnamed, formatBytes(bytes))}</span>
        <button type="button" class="button" onClick={() => void panel.recordings.makeRoom()}>
          {text.makeRoom}
        </button>
      </div>
    );
  }
  if (problem.value === null) return null;
  return (
    <div class="banner banner--warning" role="alert">
      <span class="banner__text">{text.notWritten(problem.value)}</span>
    </div>
  );
}

function RecordingList({ panel, entries }: ViewProps & { readonly entries: readonly RecordingEntry[] }) {
  const search = useSignal('');
  const chosen = useSignal<readonly string[]>([]);
  const found = entries.filter((entry) => matches(entry, search.value.trim()));
  // The earlier one is the state before; the comparison offers to swap them.
  const pair = entries.filter(({ id }) => chosen.value.includes(id)).sort((a, b) => a.from - b.from);
  const [before, after] = pair;
  return (
    <section class="card" aria-label={text.title}>
      <header class="card__head recordings__head">
        <input
          type="search"
          class="search"
          aria-label={text.search}
          placeholder={text.searchHint}
          value={search.value}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
        <button
          type="button"
          class="button"
          data-testid="compare-recordings"
          title={text.compareHint}
          disabled={!before || !after}
          onClick={() => {
            if (before && after) void panel.recordings.compare(before.id, after.id);
          }}
        >
          {text.compare}
        </button>
        <span class="card__note">
          {text.used(formatBytes(entries.reduce((sum, { bytes }) => sum + bytes, 0)), formatBytes(maxKeptBytes))}
        </span>
      </header>
      {found.length === 0 ? (
        <Empty text={text.noMatch(search.value)} />
      ) : (
        <ul class="recordings">
          {found.map((entry) => (
            <RecordingItem
              key={entry.id}
              panel={panel}
              entry={entry}
              chosen={chosen.value.includes(entry.id)}
              onChoose={(on) => {
                const others = chosen.value.filter((id) => id !== entry.id);
                chosen.value = on ? [...others, entry.id].slice(-2) : others;
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
