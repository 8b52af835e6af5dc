import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';
import { formatCount } from '../strings/format.ts';
import { views } from '../views/index.ts';
import { type View, viewIds } from '../views/view.ts';

export function Nav({ panel }: { panel: Panel }) {
  return (
    <nav class="nav" aria-label={en.nav.label}>
      {views.map((view) => (
        <NavItem key={view.id} view={view} panel={panel} />
      ))}
    </nav>
  );
}

function NavItem({ view, panel }: { view: View; panel: Panel }) {
  panel.revision.value;
  const current = panel.selection.view.value === view.id;
  const badge = view.badge?.(panel) ?? null;
  const digit = viewIds.indexOf(view.id) + 1;
  return (
    <button
      type="button"
      class="nav__item"
      data-testid={`tab-${view.id}`}
      aria-current={current ? 'page' : undefined}
      title={`${view.title} (${digit})`}
      onClick={() => {
        panel.selection.view.value = view.id;
      }}
    >
      <svg class="nav__icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d={view.icon} />
      </svg>
      <span class="nav__title">{view.title}</span>
      {badge ? <span class="nav__badge">{formatCount(badge)}</span> : <span class="nav__digit">{digit}</span>}
    </button>
  );
}
