import { useSignal } from '@preact/signals';
import { Empty } from '../../components/empty.tsx';
import { said } from '../../store/notices.ts';
import type { Panel } from '../../store/panel.ts';
import type { SnapshotSet } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { DiffTab } from './diff-tab.tsx';
import { DominatorsTab } from './dominators-tab.tsx';
import { FileButton } from './file-button.tsx';
import { HuntTab } from './hunt-tab.tsx';
import { PathTab } from './path-tab.tsx';
import { SnapshotSelect } from './snapshot-select.tsx';
import { SummaryTab } from './summary-tab.tsx';
import { SuspectsTab } from './suspects-tab.tsx';
import { Tabs, tabButtonId, tabPanelId } from './tabs.tsx';

const text = en.snapshots;

/** Snapshots that are open: which, and the answers about them. */
export function OpenedSnapshots({ panel, set }: { panel: Panel; set: SnapshotSet }) {
  const tab = set.choice.tab.value;
  return (
    <section class="card snapshots__opened" aria-label={en.views.snapshots}>
      <OpenedHead panel={panel} set={set} />
      <Tabs set={set} />
      <div id={tabPanelId} class="snapshots__answer" role="tabpanel" aria-labelledby={tabButtonId(tab)}>
        <Chosen set={set} />
      </div>
    </section>
  );
}

function Chosen({ set }: { set: SnapshotSet }) {
  const { tab, node } = set.choice;
  const open = (chosen: number) => {
    node.value = chosen;
    tab.value = 'path';
  };
  switch (tab.value) {
    case 'summary':
      return <SummaryTab set={set} />;
    case 'diff':
      return set.list.length > 1 ? <DiffTab set={set} /> : <Empty text={text.needsTwo} />;
    case 'hunt':
      return set.list.length > 2 ? <HuntTab set={set} onOpen={open} /> : <Empty text={text.needsThree} />;
    case 'suspects':
      return <SuspectsTab set={set} onOpen={open} />;
    case 'dominators':
      return <DominatorsTab set={set} onOpen={open} />;
    case 'path':
      return <PathTab set={set} onOpen={open} />;
  }
}

function OpenedHead({ panel, set }: { panel: Panel; set: SnapshotSet }) {
  const exporting = useSignal(false);
  const { file, node, tab } = set.choice;
  // A diff has its own two, and a hunt takes all three.
  const one = tab.value !== 'diff' && tab.value !== 'hunt';
  const save = async () => {
    exporting.value = true;
    try {
      await panel.snapshots.exportFindings(panel.now());
    } catch (error) {
      panel.notices.problem(text.exportFailed(said(error)));
    } finally {
      exporting.value = false;
    }
  };
  return (
    <header class="card__head">
      {set.list.length > 1 && one ? (
        <SnapshotSelect
          set={set}
          label={text.snapshot}
          value={file}
          onChange={() => {
            // Nodes are numbered anew in each snapshot.
            node.value = null;
          }}
        />
      ) : (
        <b class="snapshots__names">{set.list.map(({ name }) => name).join(' → ')}</b>
      )}
      <span class="snapshots__actions">
        <button
          type="button"
          class="button"
          data-testid="snapshot-export"
          title={text.exportHint}
          disabled={exporting.value}
          onClick={() => void save()}
        >
          {exporting.value ? text.exporting : text.exportJson}
        </button>
        <FileButton label={text.chooseOther} open={(files) => void panel.snapshots.open(files)} />
        <button
          type="button"
          class="button"
          data-testid="snapshot-close"
          title={text.closeHint}
          onClick={() => panel.snapshots.close()}
        >
          {text.close}
        </button>
      </span>
    </header>
  );
}
