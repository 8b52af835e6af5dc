import type { Natives, PageWindow } from '../../platform/natives.ts';
import { offerHook, readHook } from '../hook-place.ts';
import type { Fiber, FiberRoot, Renderer } from './fiber.ts';

/** React's own name for the place where it looks for a tool. */
export const hookName = '__REACT_DEVTOOLS_GLOBAL_HOOK__';
/** Roots that are remembered while nobody asks. */
const maxRoots = 500;
/** Renderers remembered for a hook that does not keep them. */
const maxRenderers = 50;
/** One that was handed to a hook before ours, which did not keep it. */
const unknownRenderer: Renderer = {};

/** The hook as React and other tools use it. */
interface DevToolsHook {
  renderers?: Map<number, Renderer>;
  inject?: (renderer: Renderer) => unknown;
  onCommitFiberRoot?: (id: number, root: FiberRoot, ...rest: unknown[]) => unknown;
  onCommitFiberUnmount?: (id: number, fiber: Fiber, ...rest: unknown[]) => unknown;
  getFiberRoots?: (id: number) => Iterable<FiberRoot>;
  [other: string]: unknown;
}

export interface ReactListener {
  renderer(renderer: Renderer): void;
  commit(renderer: Renderer, root: FiberRoot): void;
  unmount(fiber: Fiber): void;
}

/**
 * Our place among the tools that listen to React. A hook that is there before ours is joined at once, one that comes later when it
 * is assigned, at the start or at the next tick. Methods are wrapped, never replaced.
 */
export class ReactHook {
  listener: ReactListener | null = null;
  readonly #window: PageWindow;
  readonly #natives: Natives;
  /** Each hook, with the renderers that it was given and does not keep itself (the stub of Fast Refresh keeps none). */
  readonly #hooks = new Map<DevToolsHook, Map<unknown, Renderer>>();
  readonly #knownRoots = new WeakSet<object>();
  #roots: { readonly root: WeakRef<FiberRoot>; readonly renderer: Renderer }[] = [];
  readonly #lastCommit = new WeakMap<object, Fiber>();

  constructor(window: PageWindow, natives: Natives) {
    this.#window = window;
    this.#natives = natives;
    const present = readHook<DevToolsHook>(window, hookName);
    this.#join(present ?? this.#offer());
  }

  /** Joins a hook that another tool has put in place since. */
  refresh(): void {
    const present = readHook<DevToolsHook>(this.#window, hookName);
    if (present) this.#join(present);
  }

  get renderers(): readonly Renderer[] {
    return [...this.#hooks].flatMap(([{ renderers }, others]) => [
      ...(renderers instanceof Map ? renderers.values() : []),
      ...others.values(),
    ]);
  }

  /** Roots that committed at least once and are still alive. */
  get roots(): readonly { readonly root: FiberRoot; readonly renderer: Renderer }[] {
    return this.#roots.flatMap(({ root, renderer }) => {
      const alive = root.deref();
      return alive ? [{ root: alive, renderer }] : [];
    });
  }

  #offer(): DevToolsHook {
    const hook = createHook();
    offerHook<DevToolsHook>(this.#window, hookName, hook, (other) => this.#join(other));
    return hook;
  }

  #join(hook: DevToolsHook): void {
    if (this.#hooks.has(hook)) return;
    const others = new Map<unknown, Renderer>();
    this.#hooks.set(hook, others);
    const self = this;
    const { inject, onCommitFiberRoot, onCommitFiberUnmount } = hook;
    try {
      hook.inject = function (this: unknown, renderer, ...rest: unknown[]) {
        const id = Reflect.apply(inject ?? nothing, this, [renderer, ...rest]);
        if (!hook.renderers?.has?.(id as number) && others.size < maxRenderers) others.set(id, renderer);
        self.#tell((listener) => listener.renderer(renderer));
        return id;
      };
      hook.onCommitFiberRoot = function (this: unknown, id, root, ...rest) {
        const answer = Reflect.apply(onCommitFiberRoot ?? nothing, this, [id, root, ...rest]);
        self.#committed(hook.renderers?.get?.(id) ?? others.get(id) ?? unknownRenderer, root);
        return answer;
      };
      hook.onCommitFiberUnmount = function (this: unknown, id, fiber, ...rest) {
        const answer = Reflect.apply(onCommitFiberUnmount ?? nothing, this, [id, fiber, ...rest]);
        self.#tell((listener) => listener.unmount(fiber));
        return answer;
      };
      this.#adoptRoots(hook);
    } catch {
      // A frozen hook cannot be joined; what it hides is then not seen.
    }
  }

  #adoptRoots(hook: DevToolsHook): void {
    if (!(hook.renderers instanceof Map)) return;
    for (const [id, renderer] of hook.renderers) {
      this.#tell((listener) => listener.renderer(renderer));
      for (const root of hook.getFiberRoots?.(id) ?? []) this.#remember(renderer, root);
    }
  }

  #committed(renderer: Renderer, root: FiberRoot): void {
    try {
      this.#remember(renderer, root);
      if (!this.listener || this.#lastCommit.get(root) === root.current) return;
      this.#lastCommit.set(root, root.current);
      this.listener.commit(renderer, root);
    } catch {
      // The page's render goes on whatever its objects look like.
    }
  }

  #tell(work: (listener: ReactListener) => void): void {
    if (!this.listener) return;
    try {
      work(this.listener);
    } catch {
      // As above.
    }
  }

  #remember(renderer: Renderer, root: FiberRoot): void {
    if (this.#knownRoots.has(root) || !this.#natives.WeakRef) return;
    this.#knownRoots.add(root);
    if (this.#roots.length >= maxRoots) this.#roots = this.#roots.filter((entry) => entry.root.deref());
    if (this.#roots.length < maxRoots) this.#roots.push({ root: new this.#natives.WeakRef(root), renderer });
  }
}

function nothing(): void {}

/** What React and its bundles need to find, and no more. */
function createHook(): DevToolsHook {
  const renderers = new Map<number, Renderer>();
  return {
    renderers,
    supportsFiber: true,
    inject(renderer: Renderer) {
      renderers.set(renderers.size + 1, renderer);
      return renderers.size;
    },
    onCommitFiberRoot: nothing,
    onCommitFiberUnmount: nothing,
    onPostCommitFiberRoot: nothing,
    checkDCE: nothing,
  };
}
