import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Refusal } from '../pairing/pairing.ts';
import { hostOf } from '../pairing/remembered.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { PairingProblem } from './pairing-problem.tsx';

const text = en.backend;

interface ConnectFormProps {
  readonly panel: Panel;
  readonly compact?: boolean;
  /** The connection is being tried. */
  readonly connected?: () => void;
}

/** Address, token and button to connect a backend, with what hinders it. One at a time is on the screen. */
export function ConnectForm({ panel, compact = false, connected }: ConnectFormProps) {
  const { pairing } = panel;
  const typed = useSignal<string | null>(null);
  const token = useSignal('');
  const refusal = useSignal<Refusal | null>(null);
  useEffect(() => void pairing.look(), [pairing]);
  const suggestion = pairing.suggestion.value;
  const { status } = pairing.state.value;
  const [unproven] = pairing.backends.value.filter((backend) => !backend.proven);
  const first = pairing.backends.value.length === 0 ? pairing.remembered.value : '';
  const url = typed.value ?? unproven?.origin ?? first;
  // Without a wait before it: the browser asks for permissions only while the click is being handled.
  const connect = async (address: string) => {
    refusal.value = await pairing.connect(address, token.value);
    if (refusal.value !== null) return;
    typed.value = null;
    token.value = '';
    connected?.();
  };
  return (
    <form
      class={`connect ${compact ? 'connect--compact' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        void connect(url);
      }}
      noValidate
    >
      {compact && <p class="connect__teach">{text.teachShort}</p>}
      <AddressField compact={compact} url={url} typed={typed} />
      <TokenField compact={compact} token={token} />
      <button type="submit" class="button button--primary connect__button" data-testid="connect-button">
        {status === 'connecting' ? text.connecting : text.connect}
      </button>
      {suggestion && (
        <button type="button" class="button" data-testid="use-page-origin" onClick={() => void connect(suggestion)}>
          {text.pageOrigin(hostOf(suggestion))}
        </button>
      )}
      {refusal.value && (
        <p class="connect__problem" role="alert">
          {text.refusals[refusal.value]}
        </p>
      )}
      {compact && unproven && <PairingProblem panel={panel} backend={unproven} />}
      {!compact && <p class="connect__teach">{text.tokenNote}</p>}
    </form>
  );
}

/** A card has no room for labels that are seen: the placeholders say the same. */
const labelClass = (compact: boolean) => (compact ? 'visually-hidden' : 'field__label');

function AddressField({ compact, url, typed }: { compact: boolean; url: string; typed: Signal<string | null> }) {
  return (
    <label class="field">
      <span class={labelClass(compact)}>{text.url}</span>
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
  );
}

function TokenField({ compact, token }: { compact: boolean; token: Signal<string> }) {
  return (
    <label class="field">
      <span class={labelClass(compact)}>{text.token}</span>
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
  );
}
