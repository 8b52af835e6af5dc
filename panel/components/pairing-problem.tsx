import type { Backend } from '../pairing/pairing.ts';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';

const text = en.backend;

/** What came instead of an answer, and what to do. */
export function PairingProblem({ panel, backend }: { panel: Panel; backend: Backend }) {
  panel.revision.value;
  const { status, detail, retryAt } = backend.state.value;
  const help = text.help[status];
  if (help === undefined) return null;
  const wait = retryAt === null ? null : Math.ceil(Math.max(0, retryAt - panel.now()) / 1000);
  return (
    <p class="connect__problem" role="status" data-testid="pairing-problem">
      <b>{text.status[status]}.</b> {detail !== '' && text.came(detail)} {help}
      {wait !== null && wait > 0 && ` ${text.retry(wait)}`}
    </p>
  );
}
