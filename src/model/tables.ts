import {
  bytes,
  type Cell,
  type Column,
  choice,
  count,
  flag,
  maybeBytes,
  maybeCount,
  maybeMs,
  maybeName,
  ms,
  name,
  time,
} from './columns.ts';
import { hows } from './units.ts';
import { maxUrlLength } from './url.ts';

const how = { type: 'choice', of: hows } as const;

/**
 * Every kind of sample, a table each. A row always starts with `at`, the moment that it speaks of.
 * Rows of pages and of servers stand in the same tables; the recording adds which source a row came from.
 */
export const tables = {
  /** JavaScript heap. `floor`: read at least 60 ms after a major collection, so (nearly) without garbage. */
  heap: { at: time, used: bytes, total: bytes, limit: bytes, floor: flag },
  /** A major garbage collection was noticed. `after`: heap left by it, where known (a server); `pause`: how long it stopped the program. */
  collections: { at: time, after: maybeBytes, pause: maybeMs },
  /** A slow animation frame (Long Animation Frames API, or an interval between frames). `at` is its start. */
  frames: { at: time, duration: ms, blocking: ms, layout: maybeMs },
  /** A script that ran in a slow frame; `frame` is the frame's `at`. `forcedLayout`: time in style and layout that it forced. */
  frameScripts: { at: time, frame: time, duration: ms, forcedLayout: ms, script: name, name, invoker: name },
  /** A slow interaction (Event Timing). `delay`: before the first handler; `processing`: in the handlers. */
  interactions: { at: time, duration: ms, delay: ms, processing: ms, name, target: name },
  /**
   * A request that the page sent (Resource Timing); `at` is its start. `url` without query, `route` as the server names it
   * (`GET /orders/:id`), else the path with its ids generalised. Null where the browser or the server does not tell. `transferred`: bytes
   * over the network. From the server's `Server-Timing`: `boot` and `request` (which process, and its running number of the request),
   * `handling` time, heap at its begin and end, how many other requests shared the heap meanwhile, and the collections noticed (at least).
   */
  requests: {
    at: time,
    duration: ms,
    url: { type: 'text', maxLength: maxUrlLength },
    route: name,
    kind: choice('fetch', 'xhr', 'beacon', 'navigation'),
    status: maybeCount,
    transferred: maybeBytes,
    boot: maybeName,
    request: maybeCount,
    handling: maybeMs,
    heapBefore: maybeBytes,
    heapAfter: maybeBytes,
    concurrent: maybeCount,
    collections: maybeCount,
  },
  /** A framework committed a change. `components`: how many did work; `duration` of the render phase where the build tells. */
  commits: { at: time, framework: name, components: count, duration: maybeMs, how },
  /**
   * One component's renders in one flush window that ends `at`: `count` renders, `mounts` of them first ones, `slow` over the
   * threshold; `total` with children, `self` without, `worst` single render (self where only that is known) at `worstAt`.
   * `buckets`: histogram of durations as pairs (bucket, count), see histogram.ts. Null durations: the build does not tell.
   */
  renders: {
    at: time,
    component: name,
    count,
    mounts: count,
    slow: count,
    total: maybeMs,
    self: maybeMs,
    worst: maybeMs,
    worstAt: time,
    how,
    buckets: { type: 'numbers', maxLength: 128 },
  },
  /** One render over the threshold. `duration` with children where known (`how: measured`), else self. */
  slowRenders: {
    at: time,
    component: name,
    duration: ms,
    self: maybeMs,
    phase: choice('mount', 'update'),
    how,
    reason: maybeName,
  },
  /**
   * The tree of one commit, taken when a person asked for it: a row for each component that rendered, parents before children; `at` is
   * the commit's own. Row 0 (`node`, `depth` 0) is the commit, named by its framework. `start` from the commit's beginning, `total` with
   * children, `self` without; null where the build does not tell. `omitted`: components below this one that were too many to tell.
   */
  flames: {
    at: time,
    node: count,
    component: name,
    depth: count,
    start: maybeMs,
    self: maybeMs,
    total: maybeMs,
    how,
    omitted: count,
  },
  /** A cache's counters since the page began, and its size now. */
  caches: { at: time, name, hits: count, misses: count, size: maybeCount, bytes: maybeBytes },
  /** Elements in the document, and event listeners where they can be counted. */
  dom: { at: time, nodes: count, listeners: maybeCount },
  /** Objects that should be dead and are alive after `collections` collections, grouped by label. */
  retained: {
    at: time,
    what: choice('node', 'component', 'listener', 'watched'),
    label: name,
    count,
    collections: count,
    detail: maybeName,
  },
  /** A moment named by a person or by the page. */
  marks: { at: time, label: name },
  /** What Memory+ itself cost the page in the second before `at`. */
  costs: {
    at: time,
    cpu: { type: 'number', unit: 'ms/s' },
    bytes: { type: 'number', unit: 'bytes/s' },
    messages: { type: 'number', unit: 'per second' },
  },
  /** The page's life: gaps and cuts in the series are explained by it. */
  lifecycle: {
    at: time,
    event: choice(
      'start',
      'hidden',
      'visible',
      'frozen',
      'resumed',
      'stored',
      'restored',
      'restart',
      'clock-jump',
      'pause',
      'resume',
    ),
  },
  /** What can be measured in this browser, build or page, and why not. */
  capabilities: { at: time, name, available: flag, detail: name },
  /** A server process beside its heap. `containerLimit`: of the cgroup, null where there is none. */
  process: {
    at: time,
    rss: bytes,
    external: bytes,
    /** Null where the server's history tells it no more. */
    arrayBuffers: maybeBytes,
    containerLimit: maybeBytes,
    eventLoopDelay: maybeMs,
  },
  /** A server's own health report. */
  health: { at: time, status: choice('ok', 'warning', 'critical'), detail: name },
  /** An alert was raised or resolved. */
  alerts: {
    at: time,
    rule: name,
    level: choice('info', 'warning', 'critical'),
    state: choice('raised', 'resolved'),
    detail: name,
  },
  /** A space of a server's heap, by V8's name for it. */
  heapSpaces: { at: time, name, used: bytes, size: bytes },
  /** How full a bounded service of a server is, and its counters since it started. Null: it has no such bound, or does not count this. */
  services: {
    at: time,
    name,
    entries: count,
    maxEntries: maybeCount,
    bytes: maybeBytes,
    maxBytes: maybeBytes,
    hits: maybeCount,
    misses: maybeCount,
    evictions: count,
    refused: count,
  },
  /** What a person had a server do. `unknown`: the connection was lost before the server said what came of it. */
  actions: {
    at: time,
    action: choice('gc', 'leak-check', 'snapshot', 'configure', 'clear-history'),
    result: choice('done', 'refused', 'unknown'),
    detail: name,
  },
} as const satisfies Record<string, { readonly at: Column } & Record<string, Column>>;

export type Tables = typeof tables;
export type TableName = keyof Tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

/** One row of table `K`, by column name. */
export type Row<K extends TableName> = {
  readonly [C in keyof Tables[K]]: Tables[K][C] extends Column ? Cell<Tables[K][C]> : never;
};

/** A row on the wire: its cells in the order of the columns. */
export type Tuple = readonly unknown[];
