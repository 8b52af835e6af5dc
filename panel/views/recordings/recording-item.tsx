import { useSignal } from '@preact/signals';
import { Menu } from '../../components/menu.tsx';
import { Tag, VerdictTag } from '../../components/verdict-tag.tsx';
import type { RecordingEntry } from '../../recordings/entry.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatClock, formatDate } from '../../strings/format.ts';
import { EditForm } from './edit-form.tsx';

const text = en.recordings;

interface RecordingItemProps {
  readonly panel: Panel;
  readonly entry: RecordingEntry;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
}

/** What a recording is called while nobody has named it: after its first site. */
export function titleOf({ name, sites: [site] }: RecordingEntry): string {
  return name || (site ? site.replace(/^https?:\/\//, '') : text.unnamed);
}

/** One kept recording: what it is, and what can be done with it. */
export function RecordingItem({ panel, entry, chosen, onChoose }: RecordingItemProps) {
  const editing = useSignal(false);
  const { recordings } = panel;
  const title = titleOf(entry);
  const isCurrent = recordings.current.value === entry.id;
  return (
    <li class="recording" data-testid="recording-row">
      <div class="recording__line">
        <input
          type="checkbox"
          aria-label={text.choose(title)}
          checked={chosen}
          onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
        />
        <button
          type="button"
          class="recording__open"
          title={text.openTitle(title)}
          disabled={isCurrent || recordings.opening.value !== null}
          onClick={() => void panel.openKept(entry)}
        >
          <span class="recording__title">{title}</span>
          <span class="recording__details">
            {text.details(formatDate(entry.from), formatClock(entry.to - entry.from), en.footer.samples(entry.rows))}
          </span>
          {entry.notes && <span class="recording__notes">{entry.notes}</span>}
        </button>
        {isCurrent && <Tag tone="good">{text.now}</Tag>}
        {entry.imported && <Tag tone="quiet">{text.imported}</Tag>}
        {entry.verdict && <VerdictTag word={entry.verdict} />}
        <span class="recording__size">{formatBytes(entry.bytes)}</span>
        <PinButton panel={panel} entry={entry} title={title} />
        <Menu
          label={text.more(title)}
          items={[
            {
              label: text.edit,
              run: () => {
                editing.value = true;
              },
            },
            { label: text.exportJson, run: () => void panel.exportKept(entry) },
            ...(isCurrent ? [] : [{ label: text.remove, run: () => recordings.remove(entry.id) }]),
          ]}
        />
      </div>
      {recordings.opening.value?.id === entry.id && <Reading panel={panel} />}
      {editing.value && (
        <EditForm
          entry={entry}
          onSave={(changes) => void recordings.change(entry.id, changes)}
          onClose={() => {
            editing.value = false;
          }}
        />
      )}
    </li>
  );
}

function PinButton({ panel, entry, title }: { panel: Panel; entry: RecordingEntry; title: string }) {
  const label = entry.pinned ? text.unpin(title) : text.pin(title);
  return (
    <button
      type="button"
      class="button button--quiet recording__pin"
      aria-pressed={entry.pinned}
      aria-label={label}
      title={label}
      onClick={() => void panel.recordings.change(entry.id, { pinned: !entry.pinned })}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d="M8 1.500l2 4.200 4.600.600-3.400 3.200.900 4.600L8 11.800l-4.100 2.300.900-4.600L1.400 6.300 6 5.700z" />
      </svg>
    </button>
  );
}

function Reading({ panel }: { panel: Panel }) {
  const { opening } = panel.recordings;
  const { done, total } = opening.value ?? { done: 0, total: 1 };
  return (
    <div class="recording__reading">
      <progress max={total} value={done} aria-label={text.reading(done, total)} />
      <span role="status">{text.reading(done, total)}</span>
      <button type="button" class="button" onClick={() => panel.recordings.cancelOpening()}>
        {text.cancel}
      </button>
    </div>
  );
}
