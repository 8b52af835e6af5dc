import { useSignal } from '@preact/signals';
import type { Refusal } from '../pairing/pairing.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';

const text = en.backend;

/** Address, token and button to connect a backend, with what hinders it. One at a time is on the screen. */
export function ConnectForm({ panel, compact = false }: { panel: Panel; compact?: boolean }) {
  const { pairing } = panel;
  const typed = useSignal<string | null>(null);
  const token = useSignal('');
  const refusal = useSignal<Refusal | null>(null);
  const { status } = pairing.state.value;
  // A card has no room for labels that are seen: the placeholders say the same.
  const label = compact ? 'visually-hidden' : 'field__label';
  const url = typed.value ?? pairing.remembered.value;
  const connect = (event: Event) => {
    event.preventDefault();
    // Without a wait before it: the browser asks for permissions only while the click is being handled.
    void pairing.connect(url, token.value).then((because) => {
      refusal.value = because;
      if (because === null) token.value = '';
    });
  };
  return (
    <form class={`connect ${compact ? 'connect--compact' : ''}`} onSubmit={connect} noValidate>
      {compact && <p class="connect__teach">{text.teachShort}</p>}
      <label class="field">
        <span class={label}>{text.url}</span>
        <input
          type="text"
          inputMode="url"
          autoComplete="off"
          spellcheck={false}
          data-testid="connect-url"
          placeholder={compact ? text.urlShort : text.urlExample}
          value={url}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <label class="field">
        <span class={label}>{text.token}</span>
        <input
          type="password"
          autoComplete="off"
          data-testid="connect-token"
          placeholder={compact ? text.token : ''}
          value={token.value}
          onInput={(event) => {
            token.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="button button--primary connect__button" data-testid="connect-button">
        {status === 'connecting' ? text.connecting : text.connect}
      </button>
      {refusal.value && (
        <p class="connect__problem" role="alert">
          {text.refusals[refusal.value]}
        </p>
      )}
      <PairingProblem panel={panel} />
      {!compact && <p class="connect__teach">{text.tokenNote}</p>}
    </form>
  );
}

/** What came instead of an answer, and what to do. */
export function PairingProblem({ panel }: { panel: Panel }) {
  panel.revision.value;
  const { status, detail, retryAt } = panel.pairing.state.value;
  const help = text.help[status];
  if (help === '') return null;
  const wait = retryAt === null ? null : Math.ceil(Math.max(0, retryAt - panel.now()) / 1000);
  return (
    <p class="connect__problem" role="status" data-testid="pairing-problem">
      <b>{text.status[status]}.</b> {detail !== '' && text.came(detail)} {help}
      {wait !== null && wait > 0 && ` ${text.retry(wait)}`}
    </p>
  );
}
