import {
  type FlameWish,
  flameWishes,
  type MonitorSettings,
  maxNameLength,
  type Row,
  settingsLimits,
  sourceGroups,
  tables,
} from '../model/index.ts';
import { type FoundComponent, foundComponents } from './found.ts';
import { boolean, choice, fields, finite, integer, list, type Messages, message, type Parser, text } from './parse.ts';
import { checkRows, type Rows } from './rows.ts';

/** Version of all messages below. Page, bridge, worker and panel come from one build, so it is told only at the first contact. */
export const wireVersion = 1;

const maxIdLength = 100;
const id = text(maxIdLength);

const limited = {
  heapInterval: finite(settingsLimits.heapInterval.min, settingsLimits.heapInterval.max),
  slowRender: finite(settingsLimits.slowRender.min, settingsLimits.slowRender.max),
};
const more = { muteComponentTracks: boolean, without: list(choice(...sourceGroups), sourceGroups.length) };
export const parseSettings: Parser<MonitorSettings> = fields(limited, more);

/**
 * Asks a document for one of the objects that it told of in `retained`, to show it in DevTools. The page puts it where only who knows
 * `handle` finds it, once; the panel makes the handle up anew each time.
 */
export interface ObjectRequest {
  readonly handle: string;
  readonly what: Row<'retained'>['what'];
  readonly label: string;
  /** Into the console, where whatever it is can be looked at. */
  readonly print: boolean;
}
const objectRequest = {
  handle: text(100),
  what: choice(...tables.retained.what.of),
  label: text(maxNameLength),
  print: boolean,
};

/**
 * Rows in a numbered parcel. `seq` counts from 1 in each document; `oldest` is the first that the page still holds; `dropped` counts
 * the rows the page had to give up so far, `rejected` those of this batch that a boundary refused.
 */
export interface Batch {
  readonly seq: number;
  readonly oldest: number;
  readonly dropped: number;
  readonly rejected: number;
  readonly rows: Rows;
}

/** Everything up to `seq` has arrived. `resend`: send again what is held after it. */
export interface Ack {
  readonly seq: number;
  readonly resend: boolean;
}

const batchHead = { seq: integer(1), oldest: integer(1), dropped: integer(0), rejected: integer(0) };
const ack = { seq: integer(0), resend: boolean };
const nothing = fields({});

/** Rows that are not sound are left out and counted in `rejected`; the batch itself must be sound. */
function batch<X extends Record<string, Parser<unknown>>>(extra: X) {
  const parseHead = fields({ ...batchHead, ...extra });
  return (input: unknown) => {
    if (typeof input !== 'object' || input === null) return undefined;
    const { rows, ...rest } = input as Record<string, unknown>;
    const head = parseHead(rest);
    if (!head) return undefined;
    const checked = checkRows(rows);
    return { ...head, rejected: (head.rejected as number) + checked.rejected, rows: checked.rows };
  };
}

/** What a page answers to `find`. It is not held until it arrived: whoever waits in vain asks again. */
export interface Found {
  readonly components: FoundComponent[];
}

/** Page (MAIN world) to bridge. */
export interface PageToBridge {
  batch: Batch;
  found: Found;
}
export const parsePageToBridge = message<PageToBridge>({
  batch: batch({}) as Parser<Batch>,
  found: fields({ components: foundComponents }),
});

/** Components that can be asked for at once. */
export const maxFindings = 100;

/** What can be asked about the components of a page. */
export interface ComponentQuestions {
  /** How many instances are mounted, and where they come from: answered with `found`. */
  find: { readonly components: string[] };
  /** Draw around the mounted instances; an empty name takes the drawing away. */
  highlight: { readonly component: string };
  /** Take the tree of commits. */
  flame: { readonly which: FlameWish };
}
const question = {
  find: { components: list(text(maxNameLength), maxFindings) },
  highlight: { component: text(maxNameLength) },
  flame: { which: choice(...flameWishes) },
};

/** What can be asked of a page: the only commands there are. */
export interface Commands extends ComponentQuestions {
  start: MonitorSettings;
  interval: MonitorSettings;
  stop: Record<never, never>;
  mark: { readonly label: string };
  show: ObjectRequest;
  ack: Ack;
}
/** Worker to bridge and bridge to page: the same closed list. */
export type Command = Messages<Commands>;
export const parseCommand = message<Commands>({
  start: parseSettings,
  interval: parseSettings,
  stop: nothing,
  mark: fields({ label: text(maxNameLength) }),
  show: fields(objectRequest),
  ack: fields(ack),
  find: fields(question.find),
  highlight: fields(question.highlight),
  flame: fields(question.flame),
});

/** Bridge to worker. `document` tells documents apart where the browser does not (no `sender.documentId`). */
export interface BridgeToWorker {
  hello: { readonly version: number; readonly document: string; readonly url: string; readonly startedAt: number };
  batch: Batch;
  found: Found;
}
export const parseBridgeToWorker = message<BridgeToWorker>({
  hello: fields({ version: integer(1), document: id, url: text(500), startedAt: finite(0) }),
  batch: batch({}) as Parser<Batch>,
  found: fields({ components: foundComponents }),
});

/** A document that the worker relays. `session` is unique; `frame` 0 is the top frame. */
export interface PageInfo {
  readonly session: string;
  readonly frame: number;
  readonly url: string;
  readonly startedAt: number;
}

/** Worker to panel. */
export interface WorkerToPanel {
  /** A document is there (again). */
  page: PageInfo;
  /** Its connection ended: it was left, stored, crashed, or only the worker stopped. */
  gone: { readonly session: string };
  /** No content script answered in the tab: no permission, a privileged page, or opened before the extension was there. */
  absent: Record<never, never>;
  /** More frames said hello than are monitored in one tab. */
  refused: { readonly frames: number };
  batch: Batch & { readonly session: string };
  found: Found & { readonly session: string };
}
export const parseWorkerToPanel = message<WorkerToPanel>({
  page: fields({ session: id, frame: integer(0), url: text(500), startedAt: finite(0) }),
  gone: fields({ session: id }),
  absent: nothing,
  refused: fields({ frames: integer(0) }),
  batch: batch({ session: id }) as Parser<WorkerToPanel['batch']>,
  found: fields({ session: id, components: foundComponents }),
});

/** How far a panel has received a session, so that a new worker can let the page go on from there. */
export interface Received {
  readonly session: string;
  readonly seq: number;
}

/** The same questions, to one document. */
type OfSession<Q> = { [K in keyof Q]: Q[K] & { readonly session: string } };

/** Panel to worker. */
export interface PanelToWorker extends OfSession<ComponentQuestions> {
  /** First message, and again after each reconnection. */
  hello: {
    readonly version: number;
    readonly tab: number;
    readonly recording: boolean;
    readonly settings: MonitorSettings;
    readonly received: Received[];
  };
  settings: MonitorSettings;
  record: { readonly on: boolean };
  mark: { readonly label: string };
  show: ObjectRequest & { readonly session: string };
  ack: Ack & { readonly session: string };
}
export const parsePanelToWorker = message<PanelToWorker>({
  hello: fields({
    version: integer(1),
    tab: integer(0),
    recording: boolean,
    settings: parseSettings,
    received: list(fields({ session: id, seq: integer(0) }), 1_000),
  }),
  settings: parseSettings,
  record: fields({ on: boolean }),
  mark: fields({ label: text(maxNameLength) }),
  show: fields({ ...objectRequest, session: id }),
  ack: fields({ ...ack, session: id }),
  find: fields({ ...question.find, session: id }),
  highlight: fields({ ...question.highlight, session: id }),
  flame: fields({ ...question.flame, session: id }),
});

/** Worker to every bridge of a tab, as a one-off message: a panel is there, connect. */
export interface Nudges {
  wake: Record<never, never>;
}
export const parseNudge = message<Nudges>({ wake: nothing });

/** Panel to worker as one-off messages, where a tab of DevTools has no API for permissions (Firefox). Origins are match patterns. */
export interface PermissionQuestions {
  /** Answered with true where Memory+ may measure all of them, its content scripts in place. */
  allowed: { readonly origins: string[] };
  /** Opens a page that asks the person for them. */
  ask: { readonly origins: string[] };
}
const origins = fields({ origins: list(text(300), 2) });
export const parsePermissionQuestion = message<PermissionQuestions>({ allowed: origins, ask: origins });
