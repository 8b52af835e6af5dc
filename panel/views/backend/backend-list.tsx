import { useSignal } from '@preact/signals';
import { ConnectForm } from '../../components/connect-form.tsx';
import { PairingProblem } from '../../components/pairing-problem.tsx';
import { Tag, type Tone } from '../../components/verdict-tag.tsx';
import type { Backend, PairingStatus } from '../../pairing/pairing.ts';
import { hostOf } from '../../pairing/remembered.ts';
import { allServersOf, groupServers } from '../../store/documents.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatMs, formatOffset, formatTime } from '../../strings/format.ts';
import { ServerSwatch } from './server-swatch.tsx';

const text = en.backend;

/** Every paired backend with its connection, and the way to add one. */
export function BackendList({ panel, chosen }: { panel: Panel; chosen: string | null }) {
  const backends = panel.pairing.backends.value;
  const adding = useSignal(false);
  const answered = backends.some(
    (backend) => backend.state.value.lastGoodAt !== null || backend.state.value.status === 'off',
  );
  return (
    <section class="card card--padded" aria-label={text.list}>
      {backends.map((backend) => (
        <BackendRow key={backend.origin} panel={panel} backend={backend} chosen={backend.origin === chosen} />
      ))}
      {!answered || adding.value ? (
        <ConnectForm
          panel={panel}
          connected={() => {
            adding.value = false;
          }}
        />
      ) : (
        <button
          type="button"
          class="button"
          data-testid="backend-add"
          onClick={() => {
            adding.value = true;
          }}
        >
          {text.add}…
        </button>
      )}
    </section>
  );
}

function BackendRow({ panel, backend, chosen }: { panel: Panel; backend: Backend; chosen: boolean }) {
  panel.revision.value;
  const { origin } = backend;
  const state = backend.state.value;
  const name = backend.name.value;
  const several = panel.pairing.backends.value.length > 1;
  const slot = groupServers(allServersOf(panel)).findIndex(({ url }) => url === origin);
  return (
    <div
      class={`backend-row ${chosen && several ? 'backend-row--chosen' : ''}`}
      data-testid="backend-row"
      data-status={state.status}
    >
      {several && (
        <input
          type="radio"
          name="backend-shown"
          aria-label={text.show(name)}
          checked={chosen}
          onChange={() => {
            panel.selection.server.value = origin;
          }}
        />
      )}
      {slot >= 0 && <ServerSwatch slot={slot} />}
      <input
        type="text"
        class="backend-row__name"
        aria-label={text.name(hostOf(origin))}
        value={name}
        maxLength={60}
        onChange={({ currentTarget }) => panel.pairing.rename(origin, currentTarget.value)}
      />
      {name !== hostOf(origin) && <span class="how">{hostOf(origin)}</span>}
      <Tag tone={toneOf(state.status)}>{text.status[state.status]}</Tag>
      <span class="backend-row__facts">{facts(backend).join(' · ')}</span>
      <span class="toolbar__space" />
      <label class="switch">
        <input
          type="checkbox"
          data-testid="backend-on"
          aria-label={text.switchOn(name)}
          checked={backend.on}
          onChange={({ currentTarget }) => panel.pairing.switch(origin, currentTarget.checked)}
        />
        {text.on}
      </label>
      <button
        type="button"
        class="button"
        data-testid="disconnect-button"
        onClick={() => panel.pairing.disconnect(origin)}
      >
        {text.disconnect}
      </button>
      <PairingProblem panel={panel} backend={backend} />
    </div>
  );
}

/** How its readings come, and what they are worth. */
function facts({ state }: Backend): string[] {
  const { status, live, clockOffset, clockDoubt, backfilled, restarts, lastGoodAt } = state.value;
  if (status !== 'connected') return lastGoodAt === null ? [] : [text.lastGood(formatTime(lastGoodAt)), text.staleHint];
  return [
    live === null ? text.waitingForData : live === 'stream' ? text.stream : text.polling,
    ...(clockOffset === null ? [] : [text.clock(formatOffset(clockOffset), formatMs(clockDoubt))]),
    ...(backfilled > 0 ? [text.backfilled(backfilled)] : []),
    ...(restarts > 0 ? [text.restartsSeen(restarts)] : []),
  ];
}

function toneOf(status: PairingStatus): Tone {
  if (status === 'connected') return 'good';
  return status === 'idle' || status === 'off' || status === 'connecting' ? 'quiet' : 'bad';
}
