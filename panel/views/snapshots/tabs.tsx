import { type SnapshotSet, type SnapshotTab, snapshotTabs } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';

const text = en.snapshots.tabs;

/** Id of the element that shows what the tab chose. */
export const tabPanelId = 'snapshot-answer';
export const tabButtonId = (tab: SnapshotTab) => `snapshot-tab-${tab}`;

/** The answers to choose from. The arrow keys move between them. */
export function Tabs({ set }: { set: SnapshotSet }) {
  const { tab: chosen } = set.choice;
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (snapshotTabs.indexOf(chosen.value) + step + snapshotTabs.length) % snapshotTabs.length;
    chosen.value = snapshotTabs[at] ?? chosen.value;
    document.getElementById(tabButtonId(chosen.value))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={text.label} tabIndex={-1} onKeyDown={move}>
      {snapshotTabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={tabButtonId(tab)}
          data-testid={tabButtonId(tab)}
          class="tabs__tab"
          aria-selected={tab === chosen.value}
          aria-controls={tabPanelId}
          tabIndex={tab === chosen.value ? 0 : -1}
          onClick={() => {
            chosen.value = tab;
          }}
        >
          {text[tab]}
        </button>
      ))}
    </div>
  );
}
