import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { backendLanes } from '../../lanes/index.ts';
import { chosenServer } from '../../lanes/server-style.ts';
import { Timeline } from '../../lanes/timeline.tsx';
import type { Backend } from '../../pairing/pairing.ts';
import { noDetails } from '../../pairing/state.ts';
import { type ServerGroup, serversOf } from '../../store/documents.ts';
import type { Panel } from '../../store/panel.ts';
import { codeSamples } from '../../strings/code-samples.ts';
import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';
import { AdminCard } from './admin-card.tsx';
import { BackendList } from './backend-list.tsx';
import { FleetSection } from './fleet-section.tsx';
import { LeakHistory } from './leak-history.tsx';
import { ServerFigures } from './server-figures.tsx';
import { bootIdOf, ServerJudgement } from './server-judgement.tsx';
import { ActionsCard, AlertsCard, ServicesCard, SpacesCard } from './server-tables.tsx';

const text = en.backend;
type Tab = 'one' | 'fleet';

/** The servers: connections, verdict, health, figures and actions of one, or a whole fleet at once. */
export function BackendView({ panel }: ViewProps) {
  const tab = useSignal<Tab>(panel.pairing.fleet.state.value.status === 'idle' ? 'one' : 'fleet');
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={text.tabs.label}>
        <TabButton tab={tab} name="one" />
        <TabButton tab={tab} name="fleet" />
      </div>
      {tab.value === 'fleet' ? <FleetSection panel={panel} /> : <Backends panel={panel} />}
    </div>
  );
}

function TabButton({ tab, name }: { tab: Signal<Tab>; name: Tab }) {
  return (
    <button
      type="button"
      role="tab"
      class="tabs__tab"
      data-testid={`backend-tab-${name}`}
      aria-selected={tab.value === name}
      onClick={() => {
        tab.value = name;
      }}
    >
      {text.tabs[name]}
    </button>
  );
}

function Backends({ panel }: { panel: Panel }) {
  panel.revision.value;
  const imported = panel.imported.value !== null;
  const backends = panel.pairing.backends.value;
  const shown = chosenServer({ servers: serversOf(panel), server: panel.selection.server.value });
  const origin = shown?.url ?? backends[0]?.origin ?? null;
  // A recording shows what was told then, not what a server says now.
  const backend = imported ? null : (backends.find((one) => one.origin === origin) ?? null);
  return (
    <>
      {!imported && <BackendList panel={panel} chosen={origin} />}
      {shown ? <Server panel={panel} shown={shown} backend={backend} /> : <Teach />}
    </>
  );
}

function Server({ panel, shown, backend }: { panel: Panel; shown: ServerGroup; backend: Backend | null }) {
  useEffect(() => backend?.watch(), [backend]);
  const server = shown.lives.at(-1);
  if (!server) return null;
  // What the server says now is nothing that it was in a stretch of the past.
  const teller = panel.selection.range.value ? null : backend;
  const told = teller?.details.value ?? noDetails;
  // What another process said is not shown as this one's.
  const details = told.stats?.bootId === bootIdOf(server) ? told : noDetails;
  return (
    <>
      <ServerJudgement server={server} backend={teller} />
      <Timeline panel={panel} lanes={backendLanes} />
      {backend && <AdminCard key={backend.origin} panel={panel} backend={backend} />}
      <div class="columns">
        <div class="stack">
          <ServicesCard server={server} />
          {teller && <LeakHistory details={details} />}
          <AlertsCard lives={shown.lives} />
          <ActionsCard lives={shown.lives} />
        </div>
        <div class="stack">
          <ServerFigures server={server} details={teller && details} />
          <SpacesCard details={details} />
        </div>
      </div>
    </>
  );
}

function Teach() {
  return (
    <section class="card card--padded teach" aria-label={text.teachTitle}>
      <h2 class="card__title">{text.teachTitle}</h2>
      <p>{text.teachHow}</p>
      <pre class="teach__line">{codeSamples.routes}</pre>
      <p class="card__note">{text.teachAdmin}</p>
    </section>
  );
}
