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
import { allServersOf, documentsOf, serversOf } from './documents.ts';
import type { Panel } from './panel.ts';
import type { SourceState } from './source-state.ts';

/** A slow request, where no threshold of renders helps: what a person begins to wait for. */
export const slowRequest = 500;

/** Pages and servers that are looked at together. */
interface Parties {
  readonly pages: readonly SourceState[];
  /** Oldest first. */
  readonly servers: readonly SourceState[];
}

/** Those of the stretch that was selected, every frame among them. */
function selectedParties(panel: Panel): Parties {
  return { pages: panel.shown.value.filter(isPage), servers: serversOf(panel) };
}

/** Those of the whole recording: the heap is read at the ends of a stretch too. */
function allParties(panel: Panel): Parties {
  return { pages: panel.model.value.states.filter(isPage), servers: allServersOf(panel) };
}

/** The latest life of the server that the page asked last; the last one seen where it asked none of them. */
function pairedServer({ pages, servers }: Parties): SourceState | null {
  const asked = requestsOf(pages).at(-1);
  const found = asked && servers.filter(({ source }) => isServer(source) && wentTo(asked, source)).at(-1);
  return found ?? servers.at(-1) ?? null;
}

/** Page and server together; null while one of them is missing, or the page has sent nothing. */
export function pairVerdict(panel: Panel): PairVerdict | null {
  const parties = selectedParties(panel);
  const page = documentsOf(panel).at(-1);
  const server = pairedServer(parties);
  if (!page || !server || !isServer(server.source) || requestsOf(parties.pages).length === 0) return null;
  return judgePair(
    {
      page: page.analysis.verdict(page.lastAt),
      server: server.analysis.verdict(server.lastAt),
      attribution: attributionOf(parties.pages, server, server.source),
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
function attributionOf(pages: readonly SourceState[], server: SourceState, identity: ServerIdentity): Attribution {
  const books = pages.map((page) => page.requestBook).filter((book) => book.size > 0);
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
  const parties = allParties(panel);
  const server = pairedServer(parties);
  const { range, pinned } = panel.selection;
  const chosen = range.value ?? (pinned.value !== null && server ? stepAround(server, pinned.value) : null);
  if (!chosen || !server || !isServer(server.source)) return null;
  const identity = server.source;
  const all = requestsOf(parties.pages);
  if (all.length === 0) return null;
  const requests = all.filter((request) => wentTo(request, identity));
  const [before, after] = [chosen.from, chosen.to].map((moment) => server.heap.used.valueAt(moment));
  const bytes = before == null || after == null ? null : after - before;
  const explanation = explainStep({ ...chosen, bytes: bytes ?? 0 }, requests);
  const senders = new Map<Row<'requests'>, Sender>();
  for (const { request } of explanation.requests) {
    const document = parties.pages.find((page) => page.requests.includes(request));
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

/** Requests of every document and frame, oldest first. */
function requestsOf(pages: readonly SourceState[]): readonly Row<'requests'>[] {
  return pages.flatMap(({ requests }) => requests).sort((a, b) => a.at - b.at);
}

function isPage({ source }: SourceState): boolean {
  return source.kind === 'page';
}

function isServer(source: Source): source is Source & ServerIdentity {
  return source.kind === 'server';
}
