import { otherRoutes, type RequestInStep, type RouteGrowth } from '@memory-plus/core/analysis';
import { Empty } from '../../components/empty.tsx';
import { type ExplainedStretch, explainSelection, pairVerdict } from '../../store/pairs.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';
import { formatBytes, formatClock, formatCount, formatMs, formatPercent } from '../../strings/format.ts';
import type { ViewProps } from '../view.ts';

const text = en.requests;
const mostRows = 30;

/** The routes that the page asks; or the requests in what was chosen on the timeline, the likeliest to have moved the server's heap first. */
export function RequestCard({ panel }: ViewProps) {
  panel.revision.value;
  const verdict = pairVerdict(panel);
  const stretch = explainSelection(panel);
  if (!verdict && !stretch) return null;
  return (
    <section class="card" data-testid="request-card" aria-label={text.title}>
      {stretch ? (
        <Stretch panel={panel} stretch={stretch} />
      ) : (
        <>
          <header class="card__head">
            <h2 class="card__title">{text.routes}</h2>
            <span class="card__note">{text.routesHint}</span>
          </header>
          <RouteTable routes={verdict?.attribution.routes ?? []} />
        </>
      )}
    </section>
  );
}

function RouteTable({ routes }: { routes: readonly RouteGrowth[] }) {
  return (
    <table class="table table--fit">
      <thead>
        <tr>
          <th scope="col">{text.route}</th>
          <th scope="col" class="number narrow">
            {text.calls}
          </th>
          <th scope="col" class="number">
            {text.perRequest}
          </th>
          <th scope="col" class="number wide">
            {text.share}
          </th>
          <th scope="col">{text.known}</th>
        </tr>
      </thead>
      <tbody>
        {routes.slice(0, mostRows).map((route) => (
          <tr key={route.route} data-testid="route-row">
            <th scope="row">{route.route === otherRoutes ? text.otherRoutes : route.route}</th>
            <td class="number narrow">{formatCount(route.requests)}</td>
            <td class="number">
              <PerRequest route={route} />
            </td>
            <td class="number wide">
              {route.proven && route.share !== null ? formatPercent(route.share) : text.unknown}
            </td>
            <td class="how">{route.doubts[0] ? text.doubts[route.doubts[0]] : text.proven}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What cannot be told apart has no figure of its own. */
function PerRequest({ route: { perRequest, doubts } }: { route: RouteGrowth }) {
  if (!perRequest || doubts.includes('inseparable')) return <>{text.unknown}</>;
  const { value, low, high } = perRequest;
  return (
    <>
      {formatBytes(value)} <span class="wide">{text.between(formatBytes(low), formatBytes(high))}</span>
    </>
  );
}

function Stretch({ panel, stretch }: { panel: Panel; stretch: ExplainedStretch }) {
  const origin = panel.model.value.span?.from ?? 0;
  const { range, pinned } = panel.selection;
  const [from, to] = [stretch.range.from, stretch.range.to].map((moment) => formatClock(moment - origin));
  const { bytes } = stretch;
  const moved = bytes === null ? text.noHeap : text.moved(`${bytes >= 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`);
  return (
    <>
      <header class="card__head">
        <h2 class="card__title">{range.value ? text.stretch(from ?? '', to ?? '') : text.step(from ?? '')}</h2>
        <span class="card__note">
          {moved} ·{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              range.value = null;
              pinned.value = null;
            }}
          >
            {text.back}
          </button>
        </span>
      </header>
      {stretch.requests.length === 0 ? (
        <Empty text={text.noneHere} help={text.noneHereHelp} />
      ) : (
        <StretchTable panel={panel} stretch={stretch} />
      )}
    </>
  );
}

function StretchTable({ panel, stretch }: { panel: Panel; stretch: ExplainedStretch }) {
  return (
    <table class="table table--fit">
      <thead>
        <tr>
          <th scope="col">{text.route}</th>
          <th scope="col" class="number">
            {text.likelihood}
          </th>
          <th scope="col" class="number narrow">
            {text.heap}
          </th>
          <th scope="col" class="number wide">
            {text.duration}
          </th>
          <th scope="col" class="number wide">
            {text.when}
          </th>
          <th scope="col">{text.sender}</th>
        </tr>
      </thead>
      <tbody>
        {stretch.requests.slice(0, mostRows).map((entry) => (
          <StretchRow key={`${entry.request.at} ${entry.request.url}`} panel={panel} stretch={stretch} entry={entry} />
        ))}
        <tr class="table__quiet">
          <th scope="row">{text.unexplained}</th>
          <td class="number">{formatPercent(stretch.unexplained)}</td>
          <td class="narrow" />
          <td class="wide" />
          <td class="wide" />
          <td />
        </tr>
      </tbody>
    </table>
  );
}

interface StretchRowProps {
  readonly panel: Panel;
  readonly stretch: ExplainedStretch;
  readonly entry: RequestInStep;
}

function StretchRow({ panel, stretch, entry: { request, likelihood, bytes, by } }: StretchRowProps) {
  const sender = stretch.senders.get(request);
  const origin = panel.model.value.span?.from ?? 0;
  return (
    <tr data-testid="request-row">
      <th scope="row" title={request.url}>
        {request.route}
      </th>
      <td class="number">{formatPercent(likelihood)}</td>
      <td class="number narrow" title={text.by[by]}>
        {bytes === null ? text.unknown : formatBytes(bytes)} <span class="how wide">{text.by[by]}</span>
      </td>
      <td class="number wide">{formatMs(request.duration)}</td>
      <td class="number wide">{formatClock(request.at - origin)}</td>
      <td class="how wraps" title={sender?.detail}>
        {sender?.name ?? text.unknown}
      </td>
    </tr>
  );
}
