import type { ComponentChildren } from 'preact';
import { allDocumentsOf } from '../store/documents.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';

const text = en.banner;
const words = en.importing;

/** What a person must know before reading any number: where the data comes from, or why there is none. */
export function Banners({ panel }: { panel: Panel }) {
  return (
    <>
      <ImportingBanner panel={panel} />
      <DataBanners panel={panel} />
    </>
  );
}

/** A file that is being read: how far it is, and how to stop it. */
function ImportingBanner({ panel }: { panel: Panel }) {
  const importing = panel.importer.state.value;
  if (!importing) return null;
  const { name, phase, share } = importing;
  return (
    <Banner tone="info" testId="importing-banner">
      <span>{words[phase](name)}</span>
      <progress
        max={1}
        value={phase === 'reading' && share === 1 ? undefined : share}
        aria-label={words[phase](name)}
      />
      <button type="button" class="button" data-testid="cancel-import" onClick={() => panel.importer.cancel()}>
        {words.cancel}
      </button>
    </Banner>
  );
}

function DataBanners({ panel }: { panel: Panel }) {
  const imported = panel.imported.value;
  if (imported) {
    return (
      <Banner tone="info" testId="imported-banner">
        <span>{text.imported(imported.name)}</span>
        <button type="button" class="button" data-testid="back-to-live" onClick={() => panel.backToLive()}>
          {text.backToLive}
        </button>
      </Banner>
    );
  }
  return (
    <>
      <ConnectionBanner panel={panel} />
      {!panel.recording.value && (
        <Banner tone="info" testId="paused-banner">
          <span>{text.paused}</span>
          <button type="button" class="button" onClick={() => panel.toggleRecording()}>
            {text.resume}
          </button>
        </Banner>
      )}
      <HeapBanner panel={panel} />
      {panel.refusedFrames.value > 0 && <Banner tone="info">{text.refusedFrames(panel.refusedFrames.value)}</Banner>}
    </>
  );
}

function ConnectionBanner({ panel }: { panel: Panel }) {
  const connection = panel.connection.value;
  switch (connection.state) {
    case 'connected':
      return null;
    case 'waiting':
      return <Banner tone="info">{text.waiting}</Banner>;
    case 'gone':
      return <Banner tone="info">{text.gone}</Banner>;
    case 'absent':
      return <AbsentBanner panel={panel} access={connection.access} />;
  }
}

type Absence = Extract<Panel['connection']['value'], { state: 'absent' }>['access'];

function AbsentBanner({ panel, access }: { panel: Panel; access: Absence }) {
  const reload = (
    <button type="button" class="button" data-testid="reload-page" onClick={() => panel.platform.reloadPage()}>
      {text.reload}
    </button>
  );
  if (access?.state === 'privileged') {
    return (
      <Banner tone="warning" testId="privileged-page">
        {text.privileged}
      </Banner>
    );
  }
  if (access?.state === 'not-granted') {
    return (
      <Banner tone="warning" testId="page-absent">
        <span>{access.url === '' ? text.notGrantedSite : text.notGranted(access.url)}</span>
        <button
          type="button"
          class="button button--primary"
          data-testid="enable-site"
          onClick={() => void panel.requestAccess(access.pattern)}
        >
          {text.enableSite}
        </button>
        <button
          type="button"
          class="button"
          data-testid="enable-all"
          onClick={() => void panel.requestAccess('*://*/*')}
        >
          {text.enableAll}
        </button>
        {reload}
      </Banner>
    );
  }
  return (
    <Banner tone="warning" testId="page-absent">
      <span>{access ? text.notLoaded : text.unknownAbsence}</span>
      {reload}
    </Banner>
  );
}

function HeapBanner({ panel }: { panel: Panel }) {
  panel.revision.value;
  const page = allDocumentsOf(panel).at(-1);
  const heap = page?.capabilities.get('heap');
  if (!heap || heap.available || (page?.heap.used.length ?? 0) > 0) return null;
  return (
    <Banner tone="info" testId="no-heap">
      {text.noHeap(heap.detail)}
    </Banner>
  );
}

function Banner(props: { tone: 'info' | 'warning'; testId?: string; children: ComponentChildren }) {
  return (
    <div class={`banner banner--${props.tone}`} role="status" data-testid={props.testId}>
      {props.children}
    </div>
  );
}
