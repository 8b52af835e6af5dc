import { useSignal } from '@preact/signals';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { OpenedSnapshots } from './snapshots/opened.tsx';
import { Opening } from './snapshots/opening.tsx';
import { Teach } from './snapshots/teach.tsx';
import type { View, ViewProps } from './view.ts';

/** Heap snapshots from files: what fills the memory, what grew, what holds it. */
function SnapshotsView({ panel }: ViewProps) {
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

export const snapshotsView: View = {
  id: 'snapshots',
  title: en.views.snapshots,
  icon: 'M2 5h3l1.500-2h3L11 5h3v8H2z M8 6.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  component: SnapshotsView,
};
