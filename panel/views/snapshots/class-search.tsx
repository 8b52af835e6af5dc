import type { Signal } from '@preact/signals';
import { en } from '../../strings/en.ts';
import { SearchField } from './search-field.tsx';

/** What stands above a table of classes: what is looked for, and how many there are. */
export function ClassSearch({ search, total }: { search: Signal<string>; total: number }) {
  return (
    <header class="card__head">
      <SearchField label={en.snapshots.findClass} value={search} />
      <span class="card__note">{en.snapshots.shownClasses(total)}</span>
    </header>
  );
}
