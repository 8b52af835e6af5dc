import { useSignal } from '@preact/signals';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { OpenedSnapshots } from './opened.tsx';
import { Opening } from './opening.tsx';
import { Teach } from './teach.tsx';

/** Heap snapshots from files: what fills the memory, what grew, what holds it. */
export function SnapshotsView({ panel }: ViewProps) {
  const over = useSignal(false);
  return (
    <section
      class={`snapshots ${over.value ? 'snapshots--over' : ''}`}
      aria-label={en.snapshots.area}
      data-hint={en.snapshots.dropNow}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        void panel.snapshots.open([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <Shown panel={panel} />
    </section>
  );
}

function Shown({ panel }: { panel: Panel }) {
  const { snapshots } = panel;
  const shown = snapshots.state.value;
  switch (shown.state) {
    case 'closed':
      return <Teach problem={shown.problem} open={(files) => void snapshots.open(files)} />;
    case 'opening':
      return <Opening snapshots={snapshots} files={shown.files} progress={shown.progress} />;
    case 'open':
      return <OpenedSnapshots panel={panel} set={shown.set} />;
  }
}
