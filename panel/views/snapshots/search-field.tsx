import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Time after the last key before the search begins, in milliseconds. */
const pause = 200;

/** Types into `value`, a moment after the last key: a search goes through every name of the snapshot. */
export function SearchField({ label, value }: { label: string; value: Signal<string> }) {
  const typed = useSignal(value.value);
  useEffect(() => {
    const timer = setTimeout(() => {
      value.value = typed.value;
    }, pause);
    return () => clearTimeout(timer);
  }, [typed.value, value, typed]);
  return (
    <input
      type="search"
      class="search"
      data-testid="snapshot-search"
      aria-label={label}
      placeholder={label}
      value={typed.value}
      onInput={({ currentTarget }) => {
        typed.value = currentTarget.value;
      }}
    />
  );
}
