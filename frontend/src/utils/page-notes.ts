import { type Milliseconds, type MonitorSettings, pathPattern, type Row } from '@memory-plus/core/model';
import { CacheRegistry, type CacheSize } from '../caches/cache-registry.ts';
import { type PageMonitor, type PageTable, register } from '../monitor/page-registry.ts';
import { PageRows } from '../monitor/page-rows.ts';
import { captureNatives, type Natives } from '../platform/natives.ts';
import { cut, describeError } from '../platform/text.ts';
import { type Component, RenderLog } from '../renders/render-log.ts';
import { RetainedObjects } from '../retained/retained-objects.ts';

/** Components that are told apart by name; renders of more stand together. */
const maxNames = 1_000;
const maxWarnings = 20;
const sameCollection: Milliseconds = 50;

/** What a watched object is. */
export type Watched = 'watched' | 'listener';

export interface RenderNote {
  readonly phase?: 'mount' | 'update' | undefined;
  readonly reason?: string | undefined;
}

/**
 * What the page's code says of itself: caches, tracked renders, marks, objects to watch. Kept as rows for whoever records: the
 * library in the page, the extension, or both. It is registered for them with the first thing that is said.
 */
export class PageNotes {
  readonly natives: Natives;
  readonly #scope: typeof globalThis;
  readonly #rows = new PageRows();
  readonly #caches = new CacheRegistry();
  readonly #watched: RetainedObjects;
  readonly #log: RenderLog;
  readonly #components = new Map<string, Component>();
  readonly #warned = new Set<string>();
  #registered = false;
  #lastCollection = 0;

  constructor(scope: typeof globalThis, settings: () => MonitorSettings) {
    this.#scope = scope;
    this.natives = captureNatives(scope);
    this.#watched = new RetainedObjects(this.natives);
    this.#log = new RenderLog({
      natives: this.natives,
      emit: (table, row) => this.#rows.put(table as PageTable, row as Row<PageTable>),
      settings,
      guard: (work) => this.call(work),
    });
  }

  now = (): number => this.natives.now();

  registerCache(name: string, size: CacheSize): () => void {
    const readings = this.#readings(size);
    if (!this.#named(name, 'A cache') || !readings) {
      this.warn('registerCache needs a name and functions for size and bytes.');
      return () => {};
    }
    this.#register();
    return this.#caches.register(name, readings);
  }

  hit(cache: string): void {
    if (!this.#named(cache, 'A cache')) return;
    this.#register();
    this.#caches.hit(cache);
  }

  miss(cache: string): void {
    if (!this.#named(cache, 'A cache')) return;
    this.#register();
    this.#caches.miss(cache);
  }

  cacheStatistics(cache: string) {
    return this.#caches.counts(cache);
  }

  trackRender(component: string, duration: Milliseconds, note: RenderNote): void {
    if (!this.#named(component, 'A component')) return;
    if (typeof duration !== 'number' || !(duration >= 0 && duration < Number.POSITIVE_INFINITY)) {
      this.warn('trackRender needs a duration in milliseconds, 0 or more.');
      return;
    }
    this.#register();
    const told = this.attempt<RenderNote>(() => ({ phase: note?.phase, reason: note?.reason }), {});
    const at = this.now();
    const render = { at, mount: told.phase === 'mount', self: null, total: duration, how: 'measured' as const };
    const known = this.#component(component);
    if (duration > this.#log.threshold) this.#log.addSlow(known, render, () => cut(told.reason) || null);
    else this.#log.add(known, render);
  }

  watch(object: object, label: string, what: Watched): void {
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
      this.warn('watch needs an object or a function; a plain value does not live or die.');
      return;
    }
    if (!this.#named(label, 'A watched object')) return;
    if (what !== 'watched' && what !== 'listener') {
      this.warn("watch tells 'watched' objects and 'listener' functions apart, and nothing else.");
      return;
    }
    this.#register();
    this.#watched.follow({ what, label: cut(label), objects: [object], detail: this.#place(), commit: 0 });
  }

  unwatch(object: object): void {
    this.#watched.release(object);
  }

  mark(label: string): void {
    if (!this.#named(label, 'A mark')) return;
    this.#register();
    this.#rows.put('marks', { at: this.now(), label: cut(label) });
  }

  labelOf(label: unknown): string {
    return cut(label, '(unnamed)');
  }

  /** Says something once, and not without end. */
  warn(message: string): void {
    if (this.#warned.has(message) || this.#warned.size >= maxWarnings) return;
    this.#warned.add(message);
    try {
      this.#scope.console?.warn(`Memory+: ${message}`);
    } catch {
      // The page has put a console of its own in place.
    }
  }

  /** Runs code of others, or reads what they passed: what is thrown becomes a warning. */
  attempt<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      this.warn(`the page's own code failed: ${describeError(error)}`);
      return otherwise;
    }
  }

  call(work: () => void): void {
    this.attempt(work, undefined);
  }

  /** What tells a cache's size, read once; null for what makes no sense. */
  #readings(sizes: CacheSize): CacheSize | null {
    if (typeof sizes !== 'object' || sizes === null) return null;
    const sound = (reading: unknown) => reading === undefined || typeof reading === 'function';
    return this.attempt(() => {
      const { size, bytes } = sizes;
      return sound(size) && sound(bytes) ? { size, bytes } : null;
    }, null);
  }

  #named(name: unknown, what: string): name is string {
    if (typeof name === 'string' && name !== '') return true;
    this.warn(`${what} needs a name: a text that is not empty.`);
    return false;
  }

  #component(name: string): Component {
    let component = this.#components.get(name);
    if (component) return component;
    const key = this.#components.size >= maxNames ? '(other)' : cut(name);
    component = this.#components.get(key) ?? { name: key };
    this.#components.set(key, component);
    return component;
  }

  /** Where in the page it is that something is watched from; null where there is no page. */
  #place(): string | null {
    const { pathname } = this.#scope.location ?? {};
    return pathname?.startsWith('/') ? cut(`watched on ${pathPattern(pathname)}`) : null;
  }

  #register(): void {
    if (this.#registered) return;
    this.#registered = true;
    const monitor: PageMonitor = {
      version: 1,
      read: (cursor) => {
        for (const row of this.#caches.changes(this.now())) this.#rows.put('caches', row);
        return this.#rows.read(cursor);
      },
      collected: () => {
        // Two who record notice the same collection.
        if (this.now() < this.#lastCollection + sameCollection) return;
        this.#lastCollection = this.now();
        this.#watched.collected();
        this.#watched.report(this.now(), 0, (table, row) => this.#rows.put(table as PageTable, row as Row<PageTable>));
      },
      find: (what, label) => this.#watched.find(what, label)?.object ?? null,
    };
    register(this.#scope, monitor);
  }
}
