import type { Signal } from '@preact/signals';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';

export interface SnapshotSelectProps {
  readonly set: SnapshotSet;
  readonly label: string;
  readonly value: Signal<number>;
  readonly onChange?: () => void;
}

/** Chooses one of the snapshots that are open. */
export function SnapshotSelect({ set, label, value, onChange }: SnapshotSelectProps) {
  const { first, second, baseline, target, final } = en.snapshots.roles;
  const roles = [[], [], [first, second], [baseline, target, final]][set.list.length] ?? [];
  return (
    <label>
      {label}{' '}
      <select
        class="snapshots__select"
        value={String(value.value)}
        onChange={({ currentTarget }) => {
          value.value = Number(currentTarget.value);
          onChange?.();
        }}
      >
        {set.list.map(({ name }, at) => (
          // Two files of different folders may have one name.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <option key={at} value={String(at)}>
            {roles[at] ? `${roles[at]}: ${name}` : name}
          </option>
        ))}
      </select>
    </label>
  );
}
