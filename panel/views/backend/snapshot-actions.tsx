import { sayBytes, sayDuration } from '@memory-plus/core/analysis';
import type { SnapshotEntry } from '@memory-plus/core/protocol/backend';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Backend } from '../../pairing/pairing.ts';
import type { Panel } from '../../store/panel.ts';
import { mostSnapshots } from '../../store/snapshots.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatCount, formatTime } from '../../strings/format.ts';
import { Refusal } from './outcome.tsx';

const text = en.backend.admin;

/** Fetches stored snapshots and shows them in *Snapshots*. */
async function openSnapshots(panel: Panel, backend: Backend, entries: readonly SnapshotEntry[]): Promise<void> {
  const files = await backend.admin.fetchSnapshots(entries);
  if (!files) return;
  panel.selection.view.value = 'snapshots';
  await panel.snapshots.open(files);
}

/** Takes one, and opens it as soon as it is there. */
async function takeAndOpen(panel: Panel, backend: Backend, pause: number): Promise<void> {
  await backend.admin.snapshot(pause);
  const outcome = backend.admin.outcomes.snapshot.value;
  if (outcome?.state === 'done') await openSnapshots(panel, backend, [outcome.value.snapshot]);
}

/** What it will cost, said before anything stands still. */
export function SnapshotQuestion({ panel, backend, close }: { panel: Panel; backend: Backend; close: () => void }) {
  const asking = useSignal(true);
  useEffect(() => {
    void backend.listSnapshots().finally(() => {
      asking.value = false;
    });
  }, [backend, asking]);
  const preflight = backend.details.value.snapshots?.preflight ?? null;
  const problem = backend.details.value.problems.snapshots;
  return (
    <section class="question" aria-label={text.takeTitle} data-testid="snapshot-question">
      <p>
        <b>{text.takeTitle}</b>
      </p>
      {asking.value && <p class="outcome__running">{text.asking}</p>}
      {!asking.value && problem && (
        <p class="connect__problem" role="alert">
          {problem} {/HTTP 404/.test(problem) && text.refused[404]}
        </p>
      )}
      {!asking.value && !problem && preflight && (
        <>
          <p>{text.pause(sayDuration(preflight.pause), formatCount(preflight.nodes), text.basis[preflight.basis])}</p>
          <p class="card__note">{text.needs(sayBytes(preflight.memory), sayBytes(preflight.disk))}</p>
          <p class="card__note">{text.redacted}</p>
          {preflight.refusal && (
            <p class="connect__problem">
              <Refusal panel={panel} status={507} detail={preflight.refusal} retryAt={null} />
            </p>
          )}
          <button
            type="button"
            class="button button--primary"
            data-testid="admin-snapshot-confirm"
            onClick={() => {
              close();
              void takeAndOpen(panel, backend, preflight.pause);
            }}
          >
            {text.takeNow}
          </button>
        </>
      )}
      <button type="button" class="button" onClick={close}>
        {text.cancel}
      </button>
    </section>
  );
}

/** The server's snapshots, to open one to three of them. */
export function StoredSnapshots({ panel, backend }: { panel: Panel; backend: Backend }) {
  const chosen = useSignal<readonly string[]>([]);
  const stored = backend.details.value.snapshots?.snapshots ?? [];
  const picked = stored.filter(({ id }) => chosen.value.includes(id));
  const fetching = backend.admin.fetching.value;
  if (stored.length === 0 && fetching === null) return null;
  return (
    <div class="stored" data-testid="stored-snapshots">
      {stored.length > 0 && (
        <fieldset class="stored__list">
          <legend>
            <b>{text.stored}</b> <span class="how">{text.storedHelp}</span>
          </legend>
          {stored.map(({ id, at, bytes, nodes, pause }) => {
            const time = formatTime(at);
            return (
              <label key={id} class="setting">
                <input
                  type="checkbox"
                  aria-label={text.pick(time)}
                  checked={chosen.value.includes(id)}
                  disabled={!chosen.value.includes(id) && picked.length >= mostSnapshots}
                  onChange={({ currentTarget }) => {
                    const others = chosen.value.filter((other) => other !== id);
                    chosen.value = currentTarget.checked ? [...others, id] : others;
                  }}
                />
                <span>
                  {time} · {formatBytes(bytes)}
                  <span class="how">
                    {nodes !== null && ` · ${en.snapshots.shownObjects(nodes)}`} · {text.stoodStill(sayDuration(pause))}
                  </span>
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
      {stored.length > 0 && (
        <button
          type="button"
          class="button"
          data-testid="open-stored"
          disabled={picked.length === 0 || fetching?.state === 'fetching'}
          onClick={() => void openSnapshots(panel, backend, picked)}
        >
          {text.open(Math.max(1, picked.length))}
        </button>
      )}
      <Progress panel={panel} backend={backend} />
    </div>
  );
}

function Progress({ panel, backend }: { panel: Panel; backend: Backend }) {
  const fetching = backend.admin.fetching.value;
  if (fetching?.state === 'failed') {
    const { status, detail, retryAt } = fetching;
    return (
      <p class="connect__problem" role="alert">
        {text.fetchFailed('')} <Refusal panel={panel} status={status} detail={detail} retryAt={retryAt} />
      </p>
    );
  }
  if (fetching === null) return null;
  const { bytes, expected } = fetching;
  const said = text.fetching(formatBytes(bytes), formatBytes(expected));
  return (
    <p class="outcome" role="status" data-testid="snapshot-progress">
      <progress value={Math.min(bytes, expected)} max={Math.max(1, expected)} aria-label={said} /> {said}
      <button type="button" class="button" onClick={() => backend.admin.cancelFetch()}>
        {text.cancel}
      </button>
    </p>
  );
}
