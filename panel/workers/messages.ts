import type {
  ClassChange,
  ClassOrder,
  ClassRow,
  DominatorRow,
  HuntResult,
  PathStep,
  SnapshotDiff,
  Suspect,
} from '@memory-plus/core/heap-snapshot';

/** A window of rows, and how many there are in all. */
export interface Rows<R> {
  readonly total: number;
  readonly rows: readonly R[];
}

/** Rows `from` up to `from + count` of an answer. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/** An opened snapshot, without what its tables hold. Sizes in bytes. */
export interface OpenedSnapshot {
  readonly name: string;
  readonly fileSize: number;
  readonly totalSize: number;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly classCount: number;
  readonly detached: { readonly count: number; readonly selfSize: number };
}

/** One object: what it is, how it is held, and how many it keeps alive directly. */
export interface ObjectDetail {
  readonly row: DominatorRow;
  readonly path: readonly PathStep[] | null;
}

export type DiffHead = Omit<SnapshotDiff, 'classes'>;

/** What the page may ask the worker for, and what comes back. `file` is an index of what `open` answered. */
export interface Questions {
  /** Answers with the snapshots in the order in which they were taken. */
  open: { ask: { readonly files: readonly File[] }; answer: readonly OpenedSnapshot[] };
  classes: {
    ask: Range & { readonly file: number; readonly text: string; readonly order: ClassOrder };
    answer: Rows<ClassRow>;
  };
  /** Objects by what they keep alive: all, those of a class, or those whose name or class has the text in it. */
  objects: {
    ask: Range & { readonly file: number; readonly className: string | null; readonly text: string };
    /** `found`: how many there are; `total` is bounded. */
    answer: Rows<DominatorRow> & { readonly found: number };
  };
  diff: {
    ask: Range & {
      readonly before: number;
      readonly after: number;
      readonly by: 'id' | 'class';
      readonly text: string;
    };
    answer: Rows<ClassChange> & { readonly head: DiffHead };
  };
  hunt: { ask: object; answer: HuntResult };
  suspects: { ask: { readonly file: number }; answer: readonly Suspect[] };
  object: { ask: { readonly file: number; readonly node: number }; answer: ObjectDetail };
  dominated: { ask: Range & { readonly file: number; readonly node: number }; answer: Rows<DominatorRow> };
  /** The findings as a JSON file. */
  findings: { ask: { readonly now: number; readonly version: string }; answer: Blob };
}

export type Kind = keyof Questions;
export type Ask<K extends Kind> = Questions[K]['ask'];
export type Answer<K extends Kind> = Questions[K]['answer'];

/** A question on its way to the worker. */
export type Request = { readonly [K in Kind]: { readonly id: number; readonly kind: K; readonly ask: Ask<K> } }[Kind];

/** What of a file cannot be read, in words for a person; `file` is null where no file is to blame. */
export interface Problem {
  readonly file: string | null;
  /** Whether the file is something else than a heap snapshot, a recording of Memory+, or a snapshot that cannot be read. */
  readonly sort: 'foreign' | 'recording' | 'unreadable';
  readonly message: string;
}

/** How far `open` is: which file, its part of the work from 0 to 1, and what is being done. */
export interface OpenProgress {
  readonly file: number;
  readonly fraction: number;
  readonly phase: 'reading' | 'computing';
}

/** What comes from the worker. */
export type Reply =
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'problem'; readonly id: number; readonly problem: Problem }
  | { readonly type: 'progress'; readonly id: number; readonly progress: OpenProgress };

/** A window of rows is never larger: an answer must not keep the page's thread busy. */
export const mostRowsAtOnce = 500;

/** A message that is none of those above. It is a defect of the panel, not of a file. */
export class MessageError extends Error {}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new MessageError(`${what} is no object.`);
  return value as Readonly<Record<string, unknown>>;
}

function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new MessageError(`${what} is no whole number.`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new MessageError(`${what} is no text.`);
  return value;
}

function oneOf<T extends string>(value: unknown, words: readonly T[], what: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new MessageError(`${what} is none of ${words.join(', ')}.`);
  return found;
}

type Fields = Readonly<Record<string, unknown>>;

function range({ from, count }: Fields): Range {
  return { from: whole(from, 'from'), count: Math.min(whole(count, 'count'), mostRowsAtOnce) };
}

const asks: { readonly [K in Kind]: (fields: Fields) => Ask<K> } = {
  open: ({ files }) => {
    if (!Array.isArray(files) || !files.every((file): file is File => file instanceof Blob))
      throw new MessageError('files are no files.');
    return { files };
  },
  classes: (fields) => ({
    ...range(fields),
    file: whole(fields.file, 'file'),
    text: text(fields.text, 'text'),
    order: oneOf<ClassOrder>(fields.order, ['retainedSize', 'selfSize', 'count'], 'order'),
  }),
  objects: (fields) => ({
    ...range(fields),
    file: whole(fields.file, 'file'),
    className: fields.className === null ? null : text(fields.className, 'className'),
    text: text(fields.text, 'text'),
  }),
  diff: (fields) => ({
    ...range(fields),
    before: whole(fields.before, 'before'),
    after: whole(fields.after, 'after'),
    by: oneOf(fields.by, ['id', 'class'], 'by'),
    text: text(fields.text, 'text'),
  }),
  hunt: () => ({}),
  suspects: ({ file }) => ({ file: whole(file, 'file') }),
  object: ({ file, node }) => ({ file: whole(file, 'file'), node: whole(node, 'node') }),
  dominated: (fields) => ({
    ...range(fields),
    file: whole(fields.file, 'file'),
    node: whole(fields.node, 'node'),
  }),
  findings: ({ now, version }) => ({
    now: typeof now === 'number' && Number.isFinite(now) ? now : 0,
    version: text(version, 'version'),
  }),
};

/** Parses what came to the worker. Throws a MessageError. */
export function parseRequest(message: unknown): Request {
  const fields = record(message, 'request');
  const kind = oneOf(fields.kind, Object.keys(asks) as Kind[], 'kind');
  // Each kind goes with the ask of its own parser; the compiler cannot follow that through the union.
  return { id: whole(fields.id, 'id'), kind, ask: asks[kind](record(fields.ask, 'ask')) } as Request;
}

function parseProblem(value: unknown): Problem {
  const { file, sort, message } = record(value, 'problem');
  return {
    file: file === null ? null : text(file, 'file'),
    sort: oneOf(sort, ['foreign', 'recording', 'unreadable'], 'sort'),
    message: text(message, 'message'),
  };
}

function parseProgress(value: unknown): OpenProgress {
  const { file, fraction, phase } = record(value, 'progress');
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= 1))
    throw new MessageError('fraction is no share.');
  return { file: whole(file, 'file'), fraction, phase: oneOf(phase, ['reading', 'computing'], 'phase') };
}

/** Parses what came from the worker. Throws a MessageError. */
export function parseReply(message: unknown): Reply {
  const fields = record(message, 'reply');
  const id = whole(fields.id, 'id');
  const type = oneOf(fields.type, ['answer', 'problem', 'progress'], 'type');
  if (type === 'problem') return { type, id, problem: parseProblem(fields.problem) };
  if (type === 'progress') return { type, id, progress: parseProgress(fields.progress) };
  return { type, id, answer: fields.answer };
}

function hasRows(value: unknown): boolean {
  const { total, rows } = record(value, 'answer');
  return typeof total === 'number' && Array.isArray(rows);
}

const answers: { readonly [K in Kind]: (value: unknown) => boolean } = {
  open: Array.isArray,
  classes: hasRows,
  objects: hasRows,
  diff: (value) => hasRows(value) && typeof record(value, 'answer').head === 'object',
  hunt: (value) => Array.isArray(record(value, 'answer').clusters),
  suspects: Array.isArray,
  object: (value) => typeof record(value, 'answer').row === 'object',
  dominated: hasRows,
  findings: (value) => value instanceof Blob,
};

/** The answer to a question of this kind. Throws a MessageError for what cannot be one. */
export function parseAnswer<K extends Kind>(kind: K, value: unknown): Answer<K> {
  if (!answers[kind](value)) throw new MessageError(`The answer to "${kind}" has another shape.`);
  return value as Answer<K>;
}
