import type { EpochMs, How, Milliseconds } from '@memory-plus/core/model';
import type { Natives } from '../platform/natives.ts';
import type { Component, RenderLog } from '../renders/render-log.ts';

/** Renders open at once; beyond it something is out of step and the stack begins anew. */
const maxDepth = 5_000;

interface Open {
  readonly key: object;
  readonly begin: Milliseconds;
  inChildren: Milliseconds;
  slowChild: boolean;
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

  constructor(log: RenderLog, framework: string, natives: Natives) {
    this.#log = log;
    this.#framework = framework;
    this.#natives = natives;
  }

  open(key: object, begin: Milliseconds): void {
    if (this.#open.length >= maxDepth) this.clear();
    if (this.#open.length === 0) this.#natives.queueMicrotask(() => this.#returned());
    this.#open.push({ key, begin, inChildren: 0, slowChild: false });
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
    this.#note(open, parent, render);
    this.#closed++;
    if (parent) return;
    const { at, total: duration, how } = render;
    this.#log.commit({ at, framework: this.#framework, components: this.#closed, duration, how });
    this.#closed = 0;
  }

  /** Closes the render of `key`, which goes on later: answers what it took by itself so far. */
  pause(key: object, now: Milliseconds): Milliseconds {
    const index = this.#indexOf(key);
    const open = this.#open[index];
    if (!open) return 0;
    this.#open.length = index;
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
    this.#open.length = index;
    const parent = this.#open[index - 1];
    if (!parent) return;
    parent.inChildren += open.inChildren;
    parent.slowChild ||= open.slowChild;
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
    this.#closed = 0;
  }

  /** As with React: the ancestors of a slow component are not to blame, unless they are slow by themselves. */
  #note(open: Open, parent: Open | undefined, { component, at, mount, how, before = 0, ...closed }: Closed): void {
    const total = closed.total + before;
    const render = {
      at,
      mount,
      total,
      how,
      self: before + (closed.self ?? Math.max(0, closed.total - open.inChildren)),
    };
    const { threshold } = this.#log;
    const slow = render.self > threshold || (total > threshold && !open.slowChild);
    if (slow) this.#log.addSlow(component, render, () => null);
    else this.#log.add(component, render);
    if (parent && (slow || open.slowChild)) parent.slowChild = true;
  }
}
