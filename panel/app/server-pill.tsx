import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';

/** The server's state in the toolbar; leads to its view. */
export function ServerPill({ panel }: { panel: Panel }) {
  const { status, origin, detail } = panel.pairing.state.value;
  const host = origin.replace(/^https?:\/\//, '');
  const words = en.backend.status[status];
  return (
    <button
      type="button"
      class={`pill pill--${tone(status)}`}
      data-testid="backend-status"
      data-status={status}
      title={[host, words, detail].filter(Boolean).join(' · ')}
      onClick={() => {
        panel.selection.view.value = 'backend';
      }}
    >
      <span class="pill__label">{en.toolbar.server}</span>
      <span class="pill__dot" aria-hidden="true" />
      <span class="pill__value">{status === 'connected' ? host : words}</span>
      {status === 'connected' && <span class="visually-hidden">{words}</span>}
    </button>
  );
}

function tone(status: string): 'good' | 'quiet' | 'bad' {
  if (status === 'connected') return 'good';
  return status === 'idle' || status === 'connecting' ? 'quiet' : 'bad';
}
