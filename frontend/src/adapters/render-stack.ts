import type { EpochMs, How, Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import type { FlameNode } from '../renders/flame-recorder.ts';
import type { Component, RenderLog } from '../renders/render-log.ts';

/** Renders open at once; beyond it something is out of step and the stack begins anew. */
const maxDepth = 5_000;
/** Renders in the tree of one commit; what comes after is not in it. */
const maxTree = 20_000;

interface Open {
  readonly key: object;
  readonly begin: Milliseconds;
  inChildren: Milliseconds;
  slowChild: boolean;
  /** Its place in the tree, where one is asked for. */
  readonly place: number | null;
}

export interface Closed {
  readonly component: Component;
  readonly at: EpochMs;
  readonly mount: boolean;
  readonly total: Milliseconds;
  /** Where the framework tells it; else it is what the children leave of `total`. */
  readonly self?: Milliseconds;
  /** What the same render took by itself before, see `pause`. */
  readonly before?: Milliseconds;
  readonly how: How;
}

/** Renders inside one another, for frameworks that tell when each begins and ends, and render without a pause. */
export class RenderStack {
  readonly #log: RenderLog;
  readonly #framework: string;
  readonly #natives: Natives;
  #open: Open[] = [];
  #closed = 0;
  /** The tree of this commit, parents first; null for what has not ended, or did not render after all. */
  #tree: (FlameNode | null)[] = [];

  constructor(log: RenderLog, framework: string, natives: Natives) {
    this.#log = log;
    this.#framework = framework;
    this.#natives = natives;
  }

  open(key: object, begin: Milliseconds): void {
    if (this.#open.length >= maxDepth) this.clear();
    if (this.#open.length === 0) this.#natives.queueMicrotask(() => this.#returned());
    // A tree begins with its outermost render, so that what is told is whole.
    const whole = this.#open.length === 0 || this.#tree.length > 0;
    const told = whole && this.#tree.length < maxTree && this.#log.flames.asked;
    const place = told ? this.#tree.push(null) - 1 : null;
    this.#open.push({ key, begin, inChildren: 0, slowChild: false, place });
  }

  /** When the render of `key` began; undefined when it is not open. */
  beginOf(key: object): Milliseconds | undefined {
    return this.#open[this.#indexOf(key)]?.begin;
  }

  /** Closes the render of `key` and what was left open inside it (a component that threw). */
  close(key: object, render: Closed): void {
    const index = this.#indexOf(key);
    const open = this.#open[index];
    if (!open) return;
    this.#open.length = index;
    const parent = this.#open[index - 1];
    if (parent) parent.inChildren += render.total;
    this.#note(open, index, parent, render);
    this.#closed++;
    if (parent) return;
    const { at, total: duration, how } = render;
    const commit = { at, framework: this.#framework, duration, how };
    this.#log.commit({ ...commit, components: this.#closed });
    if (this.#tree.length > 0 && this.#log.flames.wants(duration))
      this.#log.flames.take(
        commit,
        this.#tree.filter((node) => node !== null),
      );
    this.#closed = 0;
    this.#tree = [];
  }

  /** Closes the render of `key`, which goes on later: answers what it took by itself so far. */
  pause(key: object, now: Milliseconds): Milliseconds {
    const index = this.#indexOf(key);
    const open = this.#open[index];
    if (!open) return 0;
    this.#shorten(index);
    const total = Math.max(0, now - open.begin);
    const parent = this.#open[index - 1];
    if (parent) {
      parent.inChildren += total;
      parent.slowChild ||= open.slowChild;
    }
    return Math.max(0, total - open.inChildren);
  }

  /** The component did not render after all: what it holds is its parent's. */
  drop(key: object): void {
    const index = this.#indexOf(key);
    const open = this.#open[index];
    if (!open) return;
    this.#shorten(index);
    const parent = this.#open[index - 1];
    if (!parent) return;
    parent.inChildren += open.inChildren;
    parent.slowChild ||= open.slowChild;
  }

  /** Takes out what ends without a commit; with the outermost one goes what its tree had so far. */
  #shorten(index: number): void {
    this.#open.length = index;
    if (index === 0) this.#tree = [];
  }

  #indexOf(key: object): number {
    let index = this.#open.length - 1;
    while (index >= 0 && this.#open[index]?.key !== key) index--;
    return index;
  }

  /** The framework has returned to whoever called it: what is still open was left by an error. */
  #returned(): void {
    if (this.#open.length === 0) return;
    const components = this.#closed;
    this.clear();
    if (components === 0) return;
    const at = this.#natives.now();
    this.#log.commit({ at, framework: this.#framework, components, duration: null, how: 'counted' });
  }

  clear(): void {
    this.#open = [];
    this.#tree = [];
    this.#closed = 0;
  }

  /** As with React: the ancestors of a slow component are not to blame, unless they are slow by themselves. */
  #note(
    open: Open,
    depth: number,
    parent: Open | undefined,
    { component, at, mount, how, before = 0, ...closed }: Closed,
  ): void {
    const total = closed.total + before;
    const render = {
      at,
      mount,
      total,
      how,
      self: before + (closed.self ?? Math.max(0, closed.total - open.inChildren)),
    };
    if (open.place !== null) {
      const { total: whole, self } = render;
      this.#tree[open.place] = { name: component.name, depth, start: open.begin, self, total: whole, how };
    }
    const { threshold } = this.#log;
    const slow = render.self > threshold || (total > threshold && !open.slowChild);
    if (slow) this.#log.addSlow(component, render, () => null);
    else this.#log.add(component, render);
    if (parent && (slow || open.slowChild)) parent.slowChild = true;
  }
}
