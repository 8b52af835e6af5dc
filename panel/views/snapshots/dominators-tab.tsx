import type { DominatorRow } from '@memory-plus/core/heap-snapshot';
import { useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import type { Answer } from '../../workers/messages.ts';
import { ObjectTable } from './object-table.tsx';
import { Waiting } from './parts.tsx';
import { useRows } from './rows.ts';
import { SearchField } from './search-field.tsx';

const text = en.snapshots;

/** The objects that keep most alive: all, those of a class, or those that a search finds. */
export function DominatorsTab({ set, onOpen }: { set: SnapshotSet; onOpen: (node: number) => void }) {
  const search = useSignal('');
  const file = set.choice.file.value;
  const className = search.value === '' ? set.choice.className.value : null;
  const asked = { file, className, text: search.value };
  const key = JSON.stringify(asked);
  const rows = useRows<DominatorRow, Answer<'objects'>>(key, (from, count) =>
    set.client.ask('objects', { ...asked, from, count }),
  );
  const { total, answer } = rows;
  return (
    <>
      <header class="card__head">
        <span class="snapshots__filters">
          <SearchField label={text.findObject} value={search} />
          {className !== null && (
            <>
              <b>{text.onlyClass(className)}</b>
              <button
                type="button"
                class="link"
                onClick={() => {
                  set.choice.className.value = null;
                }}
              >
                {text.allClasses}
              </button>
            </>
          )}
        </span>
        {answer && (
          <span class="card__note">
            {answer.found > total ? text.shownOf(total, answer.found) : text.shownObjects(total)}
          </span>
        )}
      </header>
      {answer === null ? (
        <Waiting problem={rows.problem} />
      ) : total === 0 ? (
        <Empty text={text.noMatch(search.value)} />
      ) : (
        <ObjectTable
          key={key}
          label={text.tabs.dominators}
          rows={rows}
          total={set.list[file]?.totalSize ?? 1}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
