import {
  type Attribution,
  attributeGrowth,
  explainStep,
  firstAfter,
  judgePair,
  type PairVerdict,
  RequestBook,
  type Sender,
  type ServerIdentity,
  type StepExplanation,
  senderOf,
  wentTo,
} from '@memory-plus/core/analysis';
import type { Bytes, EpochMs, Row } from '@memory-plus/core/model';
import type { Source } from '@memory-plus/core/recording';
import type { TimeRange } from '../charts/trace.ts';
import { documentsOf, serversOf } from './documents.ts';
import type { Panel } from './panel.ts';
import type { SourceState } from './source-state.ts';

/** A slow request, where no threshold of renders helps: what a person begins to wait for. */
export const slowRequest = 500;

/** The latest life of the server that the page asked last; the last one seen where it asked none of them. */
export function pairedServer(panel: Panel): SourceState | null {
  const servers = serversOf(panel);
  const asked = requestsOf(panel).at(-1);
  const found = asked && servers.filter(({ source }) => isServer(source) && wentTo(asked, source)).at(-1);
  return found ?? servers.at(-1) ?? null;
}

/** Page and server together; null while one of them is missing, or the page has sent nothing. */
export function pairVerdict(panel: Panel): PairVerdict | null {
  const page = documentsOf(panel).at(-1);
  const server = pairedServer(panel);
  if (!page || !server || !isServer(server.source) || requestsOf(panel).length === 0) return null;
  return judgePair(
    {
      page: page.analysis.verdict(page.lastAt),
      server: server.analysis.verdict(server.lastAt),
      attribution: attributionOf(panel, server, server.source),
    },
    server.lastAt,
  );
}

interface Remembered {
  readonly key: string;
  readonly attribution: Attribution;
}
const remembered = new WeakMap<SourceState, Remembered>();

/** Anew only when a floor or a request has come. */
function attributionOf(panel: Panel, server: SourceState, identity: ServerIdentity): Attribution {
  const books = allPages(panel)
    .map((page) => page.requestBook)
    .filter((book) => book.size > 0);
  const { floor } = server.analysis.trend();
  const key = [floor.length, floor.at(-1)?.at, ...books.map((book) => book.size)].join(' ');
  const known = remembered.get(server);
  if (known?.key === key) return known.attribution;
  const attribution = attributeGrowth(floor, RequestBook.merged(books).to(identity));
  remembered.set(server, { key, attribution });
  return attribution;
}

export interface ExplainedStretch extends StepExplanation {
  readonly range: TimeRange;
  /** Change of the server's heap; null where it was not read. */
  readonly bytes: Bytes | null;
  readonly senders: ReadonlyMap<Row<'requests'>, Sender>;
}

/** The requests in what was chosen on the timeline: a stretch, or the step of the server's heap at the moment that was clicked. */
export function explainSelection(panel: Panel): ExplainedStretch | null {
  const server = pairedServer(panel);
  const { range, pinned } = panel.selection;
  const chosen = range.value ?? (pinned.value !== null && server ? stepAround(server, pinned.value) : null);
  if (!chosen || !server || !isServer(server.source)) return null;
  const identity = server.source;
  const requests = requestsOf(panel).filter((request) => wentTo(request, identity));
  const [before, after] = [chosen.from, chosen.to].map((moment) => server.heap.used.valueAt(moment));
  const bytes = before == null || after == null ? null : after - before;
  const explanation = explainStep({ ...chosen, bytes: bytes ?? 0 }, requests);
  const senders = new Map<Row<'requests'>, Sender>();
  for (const { request } of explanation.requests) {
    const document = documentOf(panel, request);
    const sender = document ? senderOf(request, document) : null;
    if (sender) senders.set(request, sender);
  }
  return { ...explanation, range: chosen, bytes, senders };
}

/** From the reading before the moment to the one after it. */
function stepAround({ heap }: SourceState, moment: EpochMs): TimeRange | null {
  const { at } = heap.used;
  const after = firstAfter(at, moment);
  const [from, to] = [at[after - 1], at[after]];
  return from === undefined || to === undefined ? null : { from, to };
}

function documentOf(panel: Panel, request: Row<'requests'>): SourceState | undefined {
  return allPages(panel).find((page) => page.requests.includes(request));
}

/** Requests of every document and frame, oldest first. */
export function requestsOf(panel: Panel): readonly Row<'requests'>[] {
  const pages = allPages(panel).filter(({ requests }) => requests.length > 0);
  return pages.flatMap(({ requests }) => requests).sort((a, b) => a.at - b.at);
}

function allPages(panel: Panel): SourceState[] {
  return panel.model.value.states.filter(({ source }) => source.kind === 'page');
}

function isServer(source: Source): source is Source & ServerIdentity {
  return source.kind === 'server';
}
