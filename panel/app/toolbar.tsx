import type { TableName } from '@memory-plus/core/model';
import type { Signal } from '@preact/signals';
import { pictureOf } from '../charts/picture.ts';
import { Menu } from '../components/menu.tsx';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatClock } from '../strings/format.ts';
import { ServerPill } from './server-pill.tsx';

const text = en.toolbar;

export function Toolbar({ panel, help }: { panel: Panel; help: Signal<boolean> }) {
  return (
    <header class="toolbar">
      <RecordToggle panel={panel} />
      <button type="button" class="button" data-testid="mark" title={text.markHint} onClick={() => panel.mark()}>
        {text.mark}
      </button>
      <CollectGarbage panel={panel} />
      <button type="button" class="button" data-testid="clear" title={text.clearHint} onClick={() => panel.clear()}>
        {text.clear}
      </button>
      <FramePicker panel={panel} />
      <span class="toolbar__space" />
      <ServerPill panel={panel} />
      <ImportButton panel={panel} />
      <ExportButtons panel={panel} />
      <button
        type="button"
        class="button"
        title={text.help}
        aria-label={text.help}
        aria-expanded={help.value}
        onClick={() => {
          help.value = !help.value;
        }}
      >
        ?
      </button>
    </header>
  );
}

function RecordToggle({ panel }: { panel: Panel }) {
  panel.revision.value;
  const on = panel.recording.value;
  return (
    <button
      type="button"
      class={`button record ${on ? 'record--on' : ''}`}
      data-testid="record-toggle"
      aria-pressed={on}
      title={on ? text.pauseHint : text.recordHint}
      onClick={() => panel.toggleRecording()}
    >
      <span class="record__dot" aria-hidden="true" />
      {on ? text.recording : text.paused} <span class="record__time">{formatClock(panel.recorded())}</span>
    </button>
  );
}

function CollectGarbage({ panel }: { panel: Panel }) {
  const { collection } = panel.platform;
  const busy = panel.collecting.value;
  return (
    <button
      type="button"
      class="button"
      data-testid="collect-garbage"
      disabled={!collection.available || busy}
      title={collection.available ? text.collectHint : collection.because}
      onClick={() => void panel.collectGarbage()}
    >
      {busy ? text.collecting : text.collect}
    </button>
  );
}

/** Frames to choose from: only where there is more than one. */
function FramePicker({ panel }: { panel: Panel }) {
  panel.revision.value;
  const frames = new Map<number, string>();
  for (const { source } of panel.model.value.states) if (source.kind === 'page') frames.set(source.frame, source.url);
  if (frames.size < 2) return null;
  return (
    <label class="pill">
      <span class="pill__label">{text.frame}</span>
      <select
        class="pill__select"
        value={panel.selection.frame.value}
        onChange={(event) => {
          panel.selection.frame.value = Number(event.currentTarget.value);
        }}
      >
        {[...frames]
          .sort(([a], [b]) => a - b)
          .map(([frame, url]) => (
            <option key={frame} value={frame}>
              {frame === 0 ? text.topFrame : text.otherFrame(frame)} · {hostOf(url)}
            </option>
          ))}
      </select>
    </label>
  );
}

function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/]+)/i.exec(url)?.[1] ?? url.slice(0, 40);
}

/** The field lies invisibly over the button, so that a click, the keyboard and a dropped file all reach it. */
function ImportButton({ panel }: { panel: Panel }) {
  return (
    <label class="button button--file" title={text.importHint}>
      {text.importFile}
      <input
        type="file"
        class="button__file"
        data-testid="import-json"
        accept=".json,application/json"
        onChange={(event) => {
          const input = event.currentTarget;
          const file = input.files?.[0];
          if (file) void panel.importFile(file);
          // The same file chosen again is opened again.
          input.value = '';
        }}
      />
    </label>
  );
}

const csvTables: readonly TableName[] = [
  'heap',
  'collections',
  'renders',
  'slowRenders',
  'frames',
  'caches',
  'retained',
  'marks',
];
/** Offered where there is a server. */
const serverTables: readonly TableName[] = ['process', 'health', 'alerts', 'actions', 'services', 'heapSpaces'];

function ExportButtons({ panel }: { panel: Panel }) {
  return (
    <span class="split">
      <button
        type="button"
        class="button"
        data-testid="export-json"
        title={text.exportHint}
        onClick={() => panel.exports.json()}
      >
        {text.exportJson}
      </button>
      <Menu
        label={text.exportMore}
        items={[
          { label: text.exportReport, run: () => void panel.exports.report() },
          { label: text.exportTrace, run: () => void panel.exports.trace() },
          { label: text.exportPicture, run: () => savePicture(panel) },
          ...[...csvTables, ...filledTables(panel)].map((table) => ({
            label: text.exportTable(table),
            run: () => panel.exports.csv(table),
          })),
        ]}
      />
    </span>
  );
}

function filledTables(panel: Panel): readonly TableName[] {
  return serverTables.filter((table) => panel.model.value.store.rows(table) > 0);
}

function savePicture(panel: Panel): void {
  const timeline = document.querySelector<HTMLElement>('.timeline');
  if (timeline) void panel.exports.picture(pictureOf(timeline));
  else panel.notices.say(text.noPicture);
}
