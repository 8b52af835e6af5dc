import { createLeakAnalysis, RequestBook, retainedKey } from '@memory-plus/core/analysis';
import type { Row, TableName } from '@memory-plus/core/model';
import type { Source } from '@memory-plus/core/recording';
import { sayOfPage } from '@memory-plus/core/words';
import { CachePasts } from './cache-pasts.ts';
import { ComponentBook } from './component-book.ts';
import { addFlameRow, type Flame } from './flames.ts';
import { HttpCaching } from './http-caching.ts';
import { Series } from './series.ts';

/** Rows of lists that are kept at hand; the recording keeps them all. */
const maxListed = 5_000;
const maxNamed = 1_000;
/** V8 has about ten. */
const maxSpaces = 50;

/** What the views show of one source, kept up to date row by row, so that no view reads the recording again. */
export class SourceState {
  readonly heap = { used: new Series(), total: new Series(), limit: new Series() };
  readonly nodes = new Series();
  readonly listeners = new Series();
  readonly rss = new Series();
  readonly external = new Series();
  readonly eventLoopDelay = new Series();
  /** Bytes in use in each space of a server's heap. */
  readonly spaces = new Map<string, Series>();
  readonly components = new ComponentBook();
  readonly analysis = createLeakAnalysis();
  readonly collections: Row<'collections'>[] = [];
  readonly frames: Row<'frames'>[] = [];
  readonly frameScripts: Row<'frameScripts'>[] = [];
  readonly slowRenders: Row<'slowRenders'>[] = [];
  readonly commits: Row<'commits'>[] = [];
  readonly flames: Flame[] = [];
  readonly interactions: Row<'interactions'>[] = [];
  readonly requests: Row<'requests'>[] = [];
  readonly requestBook = new RequestBook();
  /** The latest rows of `renders`, to see what rendered when a request was sent. */
  readonly renders: Row<'renders'>[] = [];
  readonly marks: Row<'marks'>[] = [];
  readonly alerts: Row<'alerts'>[] = [];
  readonly actions: Row<'actions'>[] = [];
  /** The latest row by name. */
  readonly caches = new Map<string, Row<'caches'>>();
  readonly cachePasts = new CachePasts();
  readonly httpCaching = new HttpCaching();
  readonly retained = new Map<string, Row<'retained'>>();
  readonly capabilities = new Map<string, Row<'capabilities'>>();
  readonly services = new Map<string, Row<'services'>>();
  /** The last reading right after a collection. */
  floor: Row<'heap'> | null = null;
  costs: Row<'costs'> | null = null;
  process: Row<'process'> | null = null;
  health: Row<'health'> | null = null;
  lifecycle: Row<'lifecycle'> | null = null;
  commitCount = 0;
  collectionCount = 0;
  /** First and latest moment that any reading speaks of; infinity and 0 before there is one. */
  firstAt = Number.POSITIVE_INFINITY;
  lastAt = 0;

  readonly index: number;
  source: Source;
  #ignored: ReadonlySet<string> = new Set();

  constructor(index: number, source: Source) {
    this.index = index;
    this.source = source;
  }

  /** Labels of retained objects (`retainedKey`) that a person does not want to count. */
  get ignored(): ReadonlySet<string> {
    return this.#ignored;
  }

  ignore(labels: ReadonlySet<string>): void {
    this.#ignored = labels;
    this.analysis.ignore(labels);
  }

  /** What should be gone and is not, without what is ignored. */
  get counted(): readonly Row<'retained'>[] {
    return [...this.retained].flatMap(([key, row]) => (this.#ignored.has(key) ? [] : [row]));
  }

  add<K extends TableName>(table: K, row: Row<K>): void {
    this.lastAt = Math.max(this.lastAt, row.at);
    // A document tells of its start and abilities long after they began.
    if (table !== 'lifecycle' && table !== 'capabilities') this.firstAt = Math.min(this.firstAt, row.at);
    const take = this.#take[table] as ((row: Row<K>) => void) | undefined;
    take?.(row);
    this.analysis.row(table, row);
  }

  readonly #take: { readonly [K in TableName]?: (row: Row<K>) => void } = {
    heap: (row) => {
      this.heap.used.push(row.at, row.used);
      this.heap.total.push(row.at, row.total);
      this.heap.limit.push(row.at, row.limit);
      if (row.floor) this.floor = row;
    },
    collections: (row) => {
      this.collectionCount++;
      list(this.collections, row);
    },
    frames: (row) => list(this.frames, row),
    frameScripts: (row) => list(this.frameScripts, row),
    interactions: (row) => list(this.interactions, row),
    commits: (row) => {
      this.commitCount++;
      list(this.commits, row);
    },
    requests: (row) => {
      list(this.requests, row);
      this.requestBook.add(row);
    },
    renders: (row) => {
      this.components.add(row);
      list(this.renders, row);
    },
    slowRenders: (row) => list(this.slowRenders, row),
    flames: (row) => addFlameRow(this.flames, row),
    caches: (row) => {
      latest(this.caches, row.name, row);
      this.cachePasts.add(row);
    },
    dom: (row) => {
      this.nodes.push(row.at, row.nodes);
      if (row.listeners !== null) this.listeners.push(row.at, row.listeners);
    },
    retained: (row) => {
      const key = retainedKey(row);
      if (row.count === 0) this.retained.delete(key);
      else latest(this.retained, key, { ...row, detail: row.detail === null ? null : sayOfPage(row.detail) });
    },
    marks: (row) => list(this.marks, row),
    costs: (row) => {
      this.costs = row;
    },
    lifecycle: (row) => {
      this.lifecycle = row;
    },
    capabilities: (row) => latest(this.capabilities, row.name, { ...row, detail: sayOfPage(row.detail) }),
    process: (row) => {
      this.process = row;
      this.rss.push(row.at, row.rss);
      this.external.push(row.at, row.external);
      if (row.eventLoopDelay !== null) this.eventLoopDelay.push(row.at, row.eventLoopDelay);
    },
    health: (row) => {
      this.health = row;
    },
    alerts: (row) => list(this.alerts, row),
    actions: (row) => list(this.actions, row),
    services: (row) => latest(this.services, row.name, row),
    heapSpaces: (row) => {
      const known = this.spaces.get(row.name);
      const series = known ?? new Series();
      if (!known && this.spaces.size < maxSpaces) this.spaces.set(row.name, series);
      series.push(row.at, row.used);
    },
  };
}

function list<T>(rows: T[], row: T): void {
  rows.push(row);
  if (rows.length > maxListed) rows.splice(0, maxListed / 10);
}

function latest<T>(rows: Map<string, T>, key: string, row: T): void {
  if (rows.size < maxNamed || rows.has(key)) rows.set(key, row);
}
