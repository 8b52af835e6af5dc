import { sayBytes } from '@memory-plus/core/analysis';
import { edgeText, type NodeRow, type PathStep } from '@memory-plus/core/heap-snapshot';
import type { ComponentChildren } from 'preact';
import { Tag } from '../../components/verdict-tag.tsx';
import { en } from '../../strings/en.ts';
import { formatPercent } from '../../strings/format.ts';

const text = en.snapshots;

/** What is on its way, or why it does not come. */
export function Waiting({ problem }: { problem: string | null }) {
  if (problem === null)
    return (
      <p class="snapshots__wait" role="status">
        {text.working}
      </p>
    );
  return (
    <div class="snapshots__problem" role="alert" data-testid="snapshot-error">
      <p class="empty__text">{text.failed}</p>
      <p>{problem}</p>
    </div>
  );
}

/** The name of an object: its class, its own name where that says more, its id. Texts are quoted. */
export function ObjectName({ row }: { row: NodeRow }) {
  const { kind, own } = namesOf(row);
  return (
    <>
      {row.detached && (
        <>
          <Tag tone="bad">{text.detachedTag}</Tag>{' '}
        </>
      )}
      <span>{kind}</span> {own && <span class="object__own">{own}</span>} <span class="object__id">@{row.id}</span>
    </>
  );
}

/** An element's name begins with its class (`<div>`, `<div class="dialog">`): it is said once. The tag says "detached" already. */
function namesOf({ className, name, type, detached }: NodeRow): { readonly kind: string; readonly own: string | null } {
  const kind = detached ? className.replace(/^Detached /, '') : className;
  const own = detached ? name.replace(/^Detached /, '') : name;
  if (own === '' || own === kind) return { kind, own: null };
  if (kind.startsWith('<') && own.startsWith(kind.slice(0, -1))) return { kind: own, own: null };
  return { kind, own: type.endsWith('string') ? `“${own}”` : own };
}

/** The way from a root to an object, each step with how it is held. The roots of V8 before the first object are left out. */
export function PathList({ path, onOpen }: { path: readonly PathStep[]; onOpen: (node: number) => void }) {
  const shown = path.filter(({ type }) => type !== 'synthetic');
  return (
    <ol class="path">
      {shown.map((step, at) => (
        <li key={step.node} class="path__step">
          <span class="path__edge">{at === 0 || step.edge === null ? '' : edgeText(step.edge)}</span>
          <button
            type="button"
            class="path__object"
            aria-current={at === shown.length - 1 ? 'true' : undefined}
            onClick={() => onOpen(step.node)}
          >
            <ObjectName row={step} />
          </button>
          <span class="path__size">{sayBytes(step.retainedSize)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Figures with their names, in a row. */
export function Facts({ label, facts }: { label: string; facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts" aria-label={label}>
      {facts.map(([name, value]) => (
        <div key={name} class="facts__item">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A share of the memory; what is less than a tenth of a percent is not nothing. */
export function sayShare(part: number, whole: number): string {
  const share = whole > 0 ? part / whole : 0;
  return share > 0 && share < 0.001 ? `< ${formatPercent(0.001)}` : formatPercent(share);
}
