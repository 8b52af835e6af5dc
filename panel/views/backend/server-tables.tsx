import { sayBytes } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import { Empty } from '../../components/empty.tsx';
import { Tag, type Tone } from '../../components/verdict-tag.tsx';
import { spaceName } from '../../lanes/server-style.ts';
import type { BackendDetails } from '../../pairing/pairing.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatCount, formatPercent, formatTime } from '../../strings/format.ts';

const text = en.backend;

/** How full each bounded service is, the fullest first. */
export function ServicesCard({ server }: { server: SourceState }) {
  const services = [...server.services.values()].sort((a, b) => (fillOf(b) ?? 0) - (fillOf(a) ?? 0));
  return (
    <section class="card" aria-label={text.services} data-testid="services">
      <header class="card__head">
        <h2 class="card__title">{text.services}</h2>
      </header>
      {services.length === 0 ? (
        <Empty text={text.servicesNone} help={text.servicesHelp} />
      ) : (
        <table class="table table--fit table--services">
          <thead>
            <tr>
              <th scope="col">{text.service}</th>
              <th scope="col">{text.entries}</th>
              <th scope="col" class="wide">
                {text.bytes}
              </th>
              <th scope="col" class="number narrow">
                {text.hitRate}
              </th>
              <th scope="col" class="number wide">
                {text.evicted}
              </th>
              <th scope="col" class="number wide">
                {text.refused}
              </th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <ServiceRow key={service.name} service={service} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function ServiceRow({ service }: { service: Row<'services'> }) {
  const { name, entries, maxEntries, bytes, maxBytes, hits, misses, evictions, refused } = service;
  const asked = (hits ?? 0) + (misses ?? 0);
  return (
    <tr data-testid="service-row">
      <th scope="row">{name}</th>
      <td>
        <Fill value={entries} most={maxEntries} say={formatCount} />
      </td>
      <td class="wide">{bytes === null ? '–' : <Fill value={bytes} most={maxBytes} say={sayBytes} />}</td>
      <td class="number narrow">{hits === null || asked === 0 ? '–' : formatPercent(hits / asked)}</td>
      <td class="number wide">{formatCount(evictions)}</td>
      <td class="number wide">{formatCount(refused)}</td>
    </tr>
  );
}

interface FillProps {
  readonly value: number;
  readonly most: number | null;
  readonly say: (value: number) => string;
  /** Whether being full is worth a warning. */
  readonly warns?: boolean;
}

/** A fill level as text, and as a bar where there is a bound. */
function Fill({ value, most, say, warns = true }: FillProps) {
  if (most === null || most === 0) return <>{say(value)}</>;
  const share = Math.min(1, value / most);
  return (
    <span class="fill">
      <span class="fill__bar" aria-hidden="true">
        <span
          class={`fill__level ${warns && share > 0.9 ? 'fill__level--full' : ''}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      {text.of(say(value), say(most))}
    </span>
  );
}

function fillOf({ entries, maxEntries, bytes, maxBytes }: Row<'services'>): number | null {
  const shares = [maxEntries ? entries / maxEntries : null, maxBytes && bytes !== null ? bytes / maxBytes : null];
  return shares.reduce((most, share) => (share === null ? most : Math.max(share, most ?? 0)), null);
}

/** V8's spaces as they are now; only a live backend tells them all. */
export function SpacesCard({ details }: { details: BackendDetails }) {
  const spaces = details.heapStatistics?.spaces.filter(({ size }) => size > 0) ?? [];
  const problem = details.problems.heapStatistics;
  if (spaces.length === 0 && !problem) return null;
  return (
    <section class="card" aria-label={text.spaces}>
      <header class="card__head">
        <h2 class="card__title">{text.spaces}</h2>
      </header>
      {problem && <p class="connect__problem card--padded">{text.notTold(problem)}</p>}
      {spaces.length > 0 && (
        <table class="table table--fit">
          <thead>
            <tr>
              <th scope="col">{text.space}</th>
              <th scope="col">{text.spaceUsed}</th>
              <th scope="col" class="number wide">
                {text.spaceAvailable}
              </th>
            </tr>
          </thead>
          <tbody>
            {spaces.map(({ name, used, size, available }) => (
              <tr key={name}>
                <th scope="row">{spaceName(name)}</th>
                <td>
                  <Fill value={used} most={size} say={formatBytes} warns={false} />
                </td>
                <td class="number wide">{formatBytes(available)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const tones: Readonly<Record<string, Tone>> = { info: 'quiet', warning: 'warning', critical: 'bad' };
const mostShown = 50;

/** Alerts raised and resolved, the newest first. */
export function AlertsCard({ lives }: { lives: readonly SourceState[] }) {
  const alerts = lives
    .flatMap((server) => server.alerts)
    .sort((a, b) => b.at - a.at)
    .slice(0, mostShown);
  return (
    <section class="card" aria-label={text.alerts} data-testid="server-alerts">
      <header class="card__head">
        <h2 class="card__title">{text.alerts}</h2>
      </header>
      {alerts.length === 0 ? (
        <Empty text={text.alertsNone} help={text.alertsHelp} />
      ) : (
        <ul class="log">
          {alerts.map(({ at, rule, level, state, detail }) => (
            <li key={`${at} ${rule} ${state}`} class="log__item">
              <time>{formatTime(at)}</time>
              <Tag tone={state === 'resolved' ? 'good' : (tones[level] ?? 'quiet')}>{text.alertState[state]}</Tag>
              <b>{text.alertRules[rule] ?? rule}</b> <span class="how">{detail}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What was done on this server from here, the newest first. */
export function ActionsCard({ lives }: { lives: readonly SourceState[] }) {
  const actions = lives
    .flatMap((server) => server.actions)
    .sort((a, b) => b.at - a.at)
    .slice(0, mostShown);
  if (actions.length === 0) return null;
  return (
    <section class="card" aria-label={text.actions} data-testid="server-actions">
      <header class="card__head">
        <h2 class="card__title">{text.actions}</h2>
      </header>
      <ul class="log">
        {actions.map(({ at, action, result, detail }) => (
          <li key={`${at} ${action}`} class="log__item">
            <time>{formatTime(at)}</time>
            <Tag tone={result === 'done' ? 'good' : 'warning'}>{text.admin.done[result]}</Tag>
            <b>{text.admin.actions[action] ?? action}</b> <span class="how">{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
