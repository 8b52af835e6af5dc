import type { Milliseconds } from '@memory-plus/core/model';
import type { AdapterContext } from '../adapter.ts';
import { RenderStack } from '../render-stack.ts';
import { componentOf } from './component-name.ts';

interface Running {
  readonly mount: boolean;
  self: number;
  readonly begun: Map<string, number>;
  rendered: boolean;
}

/**
 * Vue measures a first render as `mount` with `init`, `render` and `patch` inside, a later one as `render` followed by `patch`;
 * `patch` has the children in it. Production builds with devtools only say that a component was added or updated.
 */
export class VueRenders {
  readonly #context: AdapterContext;
  readonly #stack: RenderStack;
  readonly #running = new WeakMap<object, Running>();
  readonly #measured = new WeakSet<object>();
  readonly #added = new WeakSet<object>();
  /** What the setup took of those that wait for it (`async setup`): they render for the first time later. */
  readonly #waiting = new WeakMap<object, Milliseconds>();

  constructor(context: AdapterContext) {
    this.#context = context;
    this.#stack = new RenderStack(context.log, 'vue', context.environment.natives);
  }

  take(event: unknown, args: readonly unknown[]): void {
    const app = args[0];
    switch (event) {
      case 'perf:start':
      case 'perf:end': {
        const [, , instance, type, time] = args;
        if (!isObject(app) || !isObject(instance) || typeof type !== 'string' || typeof time !== 'number') return;
        this.#measured.add(app);
        if (event === 'perf:start') this.#begin(instance, type, time);
        else this.#end(instance, type, time);
        return;
      }
      case 'component:added':
      case 'component:updated':
        if (isObject(app) && isObject(args[3]) && !this.#measured.has(app))
          this.#count(args[3], event === 'component:added');
        return;
      case 'app:unmount':
        // No component of it is left to tell of this.
        this.#context.log.emptyCommit();
        return;
      case 'component:removed':
        if (isObject(args[3]) && this.#context.environment.unmounts.used)
          this.#context.environment.unmounts.fire({ label: componentOf(args[3]).name, objects: [args[3]] });
    }
  }

  #begin(instance: object, type: string, time: number): void {
    let running = this.#running.get(instance);
    if (!running && (type === 'mount' || type === 'render')) {
      running = { mount: type === 'mount', self: 0, begun: new Map(), rendered: false };
      this.#running.set(instance, running);
      this.#stack.open(instance, time);
    }
    running?.begun.set(type, time);
  }

  #end(instance: object, type: string, time: number): void {
    const running = this.#running.get(instance);
    const begin = running?.begun.get(type);
    if (!running || begin === undefined) return;
    if (type === 'init' || type === 'render') running.self += Math.max(0, time - begin);
    if (type === 'render') running.rendered = true;
    if (type !== (running.mount ? 'mount' : 'patch')) return;
    this.#running.delete(instance);
    const began = this.#stack.beginOf(instance);
    if (began === undefined) return;
    if (!running.rendered) {
      this.#waiting.set(instance, this.#stack.pause(instance, time));
      return;
    }
    const before = this.#waiting.get(instance);
    this.#waiting.delete(instance);
    this.#stack.close(instance, {
      component: componentOf(instance),
      at: this.#context.environment.natives.now(),
      mount: running.mount || before !== undefined,
      total: Math.max(0, time - began),
      self: running.self,
      before: before ?? 0,
      how: 'measured',
    });
  }

  /** What a `KeepAlive` puts back or away is said to be added each time, and does not render for it. */
  #count(instance: object, mount: boolean): void {
    if (mount && this.#added.has(instance)) return;
    this.#added.add(instance);
    const { log, environment } = this.#context;
    const at = environment.natives.now();
    log.count(componentOf(instance), at, mount, null, null, 'counted');
    const commit = { at, framework: 'vue', duration: null, how: 'counted' } as const;
    log.commit({ ...commit, components: 1 });
    if (!log.flames.wants(null)) return;
    const { name } = componentOf(instance);
    log.flames.take(commit, [{ name, depth: 0, start: null, self: null, total: null, how: 'counted' }]);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
