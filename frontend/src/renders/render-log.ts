import type { Emit, EpochMs, How, Milliseconds, MonitorSettings, Row } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import { FlameRecorder } from './flame-recorder.ts';
import { Tally } from './tally.ts';

/** A flush window. */
export const flushInterval: Milliseconds = 250;
/** Components told apart in one window; the renders of the others stand together in the row `(other)`. */
export const maxComponents = 200;
/** Slow renders told one by one in a window; the others are counted in their component's row. */
export const maxSlowRenders = 50;
/** Commits told one by one in a window; the others stand together in one row that says how many they are. */
export const maxCommits = 60;
/** Components known by their type in one window before a flush is due at once. */
const maxTallies = 10_000;

export const otherComponents = '(other)';

/** One component of a framework: what renders are counted under. Its name must fit the recording. */
export interface Component {
  readonly name: string;
  /** Where the log that last counted it keeps its tallies, so that counting needs no look-up. */
  tallies?: { readonly log: RenderLog; readonly all: Tally[] };
}

export interface Render {
  readonly at: EpochMs;
  readonly mount: boolean;
  /** Without children, where known. */
  readonly self: Milliseconds | null;
  /** With children, where known. */
  readonly total: Milliseconds | null;
  readonly how: How;
}

/** Adds renders up per component and window, so that a page that renders a million times a second sends as much as one that renders once. */
export class RenderLog {
  /** Takes the trees of commits, while a person asks for them. */
  readonly flames: FlameRecorder;
  readonly #natives: Natives;
  readonly #emit: Emit;
  readonly #settings: () => MonitorSettings;
  readonly #guard: (work: () => void) => void;
  #used: Tally[] = [];
  #slow = 0;
  #commits = 0;
  #allCommits = 0;
  #moreCommits: { commits: number; row: Row<'commits'> } | null = null;
  #timer: unknown;
  #stopped = false;

  constructor(deps: {
    natives: Natives;
    emit: Emit;
    settings: () => MonitorSettings;
    guard: (work: () => void) => void;
  }) {
    this.#natives = deps.natives;
    this.#emit = deps.emit;
    this.flames = new FlameRecorder(deps.emit);
    this.#settings = deps.settings;
    this.#guard = deps.guard;
  }

  get threshold(): Milliseconds {
    return this.#settings().slowRender;
  }

  /** Counts a render that is not slow, or not known to be. */
  add(component: Component, { at, mount, self, total, how }: Render): void {
    this.count(component, at, mount, self, total, how);
  }

  /** The same as `add`, without an object for each render. */
  count(
    component: Component,
    at: EpochMs,
    mount: boolean,
    self: Milliseconds | null,
    total: Milliseconds | null,
    how: How,
  ): Tally {
    const tally = this.#tally(component, how);
    if (tally.count === 0) {
      this.#used.push(tally);
      this.#schedule();
    }
    tally.add(at, mount, self, total);
    if (this.#used.length >= maxTallies) this.flush();
    return tally;
  }

  /** Counts a render over the threshold and tells it by itself. `reason` is asked only when the render is told. */
  addSlow(component: Component, render: Render, reason: () => string | null): void {
    const { at, mount, self, total, how } = render;
    this.count(component, at, mount, self, total, how).slow++;
    if (this.#slow++ >= maxSlowRenders) return;
    const duration = total ?? self;
    if (duration === null) return;
    this.#emit('slowRenders', {
      at,
      component: component.name,
      duration,
      self,
      phase: mount ? 'mount' : 'update',
      how,
      reason: reason(),
    });
  }

  /** Commits since the start. */
  get commits(): number {
    return this.#allCommits;
  }

  /** A commit in which no component rendered; it is not told. */
  emptyCommit(): void {
    this.#allCommits++;
  }

  commit(row: Row<'commits'>): void {
    this.#allCommits++;
    this.#schedule();
    if (this.#commits++ < maxCommits) {
      this.#emit('commits', row);
      return;
    }
    const more = this.#moreCommits;
    this.#moreCommits = {
      commits: (more?.commits ?? 0) + 1,
      row: {
        ...row,
        components: row.components + (more?.row.components ?? 0),
        duration: row.duration === null ? null : row.duration + (more?.row.duration ?? 0),
      },
    };
  }

  /** Ends the window now. */
  flush(): void {
    this.#natives.clearTimeout(this.#timer);
    this.#timer = undefined;
    const at = this.#natives.now();
    for (const tally of this.#strongest()) {
      const { component, count, mounts, slow, total, self, worst, worstAt, how } = tally;
      this.#emit('renders', {
        at,
        component,
        count,
        mounts,
        slow,
        total,
        self,
        worst,
        worstAt,
        how,
        buckets: tally.buckets(),
      });
    }
    for (const tally of this.#used) tally.reset();
    this.#used = [];
    if (this.#moreCommits) {
      const { commits, row } = this.#moreCommits;
      this.#emit('commits', { ...row, framework: `${row.framework} (${commits} commits)` });
    }
    this.#moreCommits = null;
    this.#slow = this.#commits = 0;
  }

  stop(): void {
    if (this.#stopped) return;
    this.flush();
    this.#stopped = true;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer ??= this.#natives.setTimeout(() => this.#guard(() => this.flush()), flushInterval);
  }

  #tally(component: Component, how: How): Tally {
    let known = component.tallies;
    if (known?.log !== this) {
      known = { log: this, all: [] };
      component.tallies = known;
    }
    for (const tally of known.all) if (tally.how === how) return tally;
    const tally = new Tally(component.name, how);
    known.all.push(tally);
    return tally;
  }

  /** The window's tallies by name, the longest and most frequent ones by themselves, the rest as one per kind of knowledge. */
  #strongest(): readonly Tally[] {
    const byName = new Map<string, Tally>();
    const add = (key: string, name: string, tally: Tally) => {
      const known = byName.get(key);
      if (known) known.merge(tally);
      else {
        const sum = new Tally(name, tally.how);
        sum.merge(tally);
        byName.set(key, sum);
      }
    };
    for (const tally of this.#used) add(`${tally.how} ${tally.component}`, tally.component, tally);
    const all = [...byName.values()].sort((a, b) => (b.self ?? 0) - (a.self ?? 0) || b.count - a.count);
    if (all.length <= maxComponents) return all;
    byName.clear();
    for (const tally of all.slice(maxComponents)) add(tally.how, otherComponents, tally);
    return [...all.slice(0, maxComponents), ...byName.values()];
  }
}
