import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AdminAction } from '../../pairing/admin.ts';
import type { Backend, Refusal } from '../../pairing/pairing.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { Outcomes } from './outcome.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SnapshotQuestion, StoredSnapshots } from './snapshot-actions.tsx';

const text = en.backend.admin;

/** What is asked before an action that asks back. */
type Question = 'snapshot' | 'configure' | 'clear-history' | null;

/** The actions, what is asked before them, and what came of them. */
export function AdminCard({ panel, backend }: { panel: Panel; backend: Backend }) {
  const question = useSignal<Question>(null);
  useCountdown(panel, backend);
  const close = () => {
    question.value = null;
  };
  return (
    <section class="card card--padded" aria-label={text.title} data-testid="admin">
      <h2 class="card__title">{text.title}</h2>
      <TokenLine panel={panel} backend={backend} />
      <div class="actions">
        <ActionButton backend={backend} action="gc" run={() => backend.admin.collect()} />
        <ActionButton backend={backend} action="leak-check" run={() => backend.admin.check()} />
        <AskButton backend={backend} action="snapshot" question={question} />
        <AskButton backend={backend} action="configure" question={question} />
        <AskButton backend={backend} action="clear-history" question={question} />
      </div>
      {question.value === 'snapshot' && <SnapshotQuestion panel={panel} backend={backend} close={close} />}
      {question.value === 'configure' && <SettingsForm backend={backend} close={close} />}
      {question.value === 'clear-history' && (
        <section class="question" aria-label={text.clearTitle}>
          <p>{text.clearTitle}</p>
          <button
            type="button"
            class="button button--primary"
            data-testid="admin-clear-confirm"
            onClick={() => {
              close();
              void backend.admin.clearHistory();
            }}
          >
            {text.clearNow}
          </button>
          <button type="button" class="button" onClick={close}>
            {text.cancel}
          </button>
        </section>
      )}
      <Outcomes panel={panel} backend={backend} />
      <StoredSnapshots panel={panel} backend={backend} />
    </section>
  );
}

const handles: Readonly<Record<AdminAction, string>> = {
  gc: 'admin-gc',
  'leak-check': 'admin-leak-check',
  snapshot: 'admin-snapshot',
  configure: 'admin-configure',
  'clear-history': 'admin-clear-history',
};

function ActionButton({ backend, action, run }: { backend: Backend; action: AdminAction; run: () => Promise<void> }) {
  return (
    <button
      type="button"
      class="button"
      data-testid={handles[action]}
      disabled={backend.admin.outcomes[action].value?.state === 'running' || !backend.on}
      onClick={() => void run()}
    >
      {text.buttons[action]}
    </button>
  );
}

interface AskButtonProps {
  readonly backend: Backend;
  readonly action: Exclude<Question, null>;
  readonly question: Signal<Question>;
}

function AskButton({ backend, action, question }: AskButtonProps) {
  const open = question.value === action;
  return (
    <button
      type="button"
      class="button"
      data-testid={handles[action]}
      aria-expanded={open}
      disabled={backend.admin.outcomes[action].value?.state === 'running' || !backend.on}
      onClick={() => {
        question.value = open ? null : action;
      }}
    >
      {text.buttons[action]}
    </button>
  );
}

/** The token is typed in and never shown again. */
function TokenLine({ panel, backend }: { panel: Panel; backend: Backend }) {
  const typed = useSignal('');
  const refusal = useSignal<Refusal | null>(null);
  const { origin } = backend;
  if (backend.hasToken.value) {
    return (
      <p class="card__note">
        {text.tokenHeld}{' '}
        <button type="button" class="link" onClick={() => panel.pairing.setToken(origin, null)}>
          {text.forgetToken}
        </button>
      </p>
    );
  }
  return (
    <form
      class="field field--row"
      onSubmit={(event) => {
        event.preventDefault();
        refusal.value = panel.pairing.setToken(origin, typed.value);
        typed.value = '';
      }}
    >
      <span class="card__note">{text.needsToken}</span>
      <input
        type="password"
        autoComplete="off"
        class="wide-input"
        data-testid="admin-token"
        aria-label={text.token}
        placeholder={text.token}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
      />
      <button type="submit" class="button" data-testid="admin-token-use">
        {text.useToken}
      </button>
      {refusal.value && (
        <span class="field__problem" role="alert">
          {en.backend.refusals[refusal.value]}
        </span>
      )}
    </form>
  );
}

/** Seconds that count down are drawn anew each second, also where no reading comes. */
function useCountdown(panel: Panel, backend: Backend): void {
  const waits = Object.values(backend.admin.outcomes).some(
    ({ value }) => value?.state === 'refused' && value.retryAt !== null,
  );
  useEffect(() => (waits ? panel.eachSecond() : undefined), [panel, waits]);
}
