import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DispatcherSides, timeDispatcher } from '../../../frontend/src/adapters/react/dispatcher-timer.ts';
import { hookName, ReactHook } from '../../../frontend/src/adapters/react/hook.ts';
import type { PageWindow } from '../../../frontend/src/platform/natives.ts';
import { HandClock, openWindow } from './page.ts';

interface Hook {
  inject(renderer: object): number;
  onCommitFiberRoot(id: number, root: object): void;
  onCommitFiberUnmount(id: number, fiber: object): void;
  renderers: Map<number, object>;
}

const clock = new HandClock();
const hookIn = (window: PageWindow): Hook => Reflect.get(window, hookName) as Hook;
const rootOf = () => ({ current: { alternate: null } });

/** Another tool's hook, in the manner of React DevTools: it takes the place when `window` itself has none. */
function installOther(window: PageWindow) {
  const commits = vi.fn();
  const roots = new Map<number, Set<object>>();
  const hook: Hook & { getFiberRoots(id: number): Set<object> } = {
    renderers: new Map(),
    inject(renderer) {
      hook.renderers.set(hook.renderers.size + 1, renderer);
      roots.set(hook.renderers.size, new Set());
      return hook.renderers.size;
    },
    onCommitFiberRoot(id, root) {
      roots.get(id)?.add(root);
      commits(root);
    },
    onCommitFiberUnmount() {},
    getFiberRoots: (id) => roots.get(id) ?? new Set(),
  };
  if (!Object.hasOwn(window, hookName))
    Object.defineProperty(window, hookName, { configurable: false, get: () => hook });
  return { hook, commits };
}

function listen(hook: ReactHook) {
  const listener = { renderer: vi.fn(), commit: vi.fn(), unmount: vi.fn() };
  hook.listener = listener;
  return listener;
}

let window: PageWindow;
beforeEach(() => {
  window = openWindow();
});

describe('ReactHook', () => {
  it('is what React finds, without a property of the window itself', () => {
    const hook = new ReactHook(window, clock.natives());
    expect(Object.hasOwn(window, hookName)).toBe(false);
    const renderer = { version: '19.0.0' };
    const id = hookIn(window).inject(renderer);
    const root = rootOf();
    hookIn(window).onCommitFiberRoot(id, root);
    expect(hook.renderers).toEqual([renderer]);
    expect(hook.roots.map((entry) => entry.root)).toEqual([root]);
    const listener = listen(hook);
    root.current = { alternate: null };
    hookIn(window).onCommitFiberRoot(id, root);
    hookIn(window).onCommitFiberUnmount(id, {});
    expect(listener.commit).toHaveBeenCalledWith(renderer, root);
    expect(listener.unmount).toHaveBeenCalledOnce();
  });

  it('joins a hook that was there before, which still hears everything', () => {
    const other = installOther(window);
    const hook = new ReactHook(window, clock.natives());
    const listener = listen(hook);
    const id = hookIn(window).inject({});
    hookIn(window).onCommitFiberRoot(id, rootOf());
    expect(other.commits).toHaveBeenCalledOnce();
    expect(listener.renderer).toHaveBeenCalledOnce();
    expect(listener.commit).toHaveBeenCalledOnce();
  });

  it('leaves the place to a hook that comes after, and joins it with the roots it knows', () => {
    const hook = new ReactHook(window, clock.natives());
    const other = installOther(window);
    expect(hookIn(window)).toBe(other.hook);
    const id = hookIn(window).inject({});
    const root = rootOf();
    hookIn(window).onCommitFiberRoot(id, root);
    const listener = listen(hook);
    hook.refresh();
    expect(listener.renderer).toHaveBeenCalledOnce();
    expect(hook.roots.map((entry) => entry.root)).toEqual([root]);
    root.current = { alternate: null };
    hookIn(window).onCommitFiberRoot(id, root);
    expect(listener.commit).toHaveBeenCalledOnce();
    expect(other.commits).toHaveBeenCalledTimes(2);
  });

  it('joins a hook that a page assigns, and tells one commit once', () => {
    const hook = new ReactHook(window, clock.natives());
    const { hook: assigned } = installOther(openWindow());
    Reflect.set(window, hookName, assigned);
    const listener = listen(hook);
    const id = hookIn(window).inject({});
    const root = rootOf();
    hookIn(window).onCommitFiberRoot(id, root);
    hookIn(window).onCommitFiberRoot(id, root);
    expect(listener.commit).toHaveBeenCalledOnce();
  });

  it('keeps what goes wrong inside from the page', () => {
    const hook = new ReactHook(window, clock.natives());
    hook.listener = {
      renderer() {
        throw new Error('no');
      },
      commit() {
        throw new Error('no');
      },
      unmount() {
        throw new Error('no');
      },
    };
    const id = hookIn(window).inject({});
    hookIn(window).onCommitFiberRoot(id, rootOf());
    hookIn(window).onCommitFiberUnmount(id, {});
    Reflect.set(window, hookName, null);
    Reflect.set(window, hookName, Object.freeze({ renderers: 'none' }));
    hook.refresh();
    expect(hook.renderers).toHaveLength(1);
  });
});

describe('timeDispatcher', () => {
  const throwing = () => {};
  const idle = { useState: throwing, useEffect: throwing, useImperativeHandle: throwing };
  const working = () => ({ useState() {}, useEffect() {}, useImperativeHandle() {} });
  const [mount, update] = [working(), working()];

  function timed(key: 'H' | 'current') {
    const ref: Record<string, unknown> = { [key]: null };
    const hand = new HandClock();
    const timer = timeDispatcher(ref, hand.natives({ clock: () => hand.now }));
    const call = (dispatcher: object, ms: number) => {
      ref[key] = dispatcher;
      hand.advance(ms);
      ref[key] = idle;
      hand.advance(1);
    };
    ref[key] = idle;
    return { ref, timer, call };
  }

  it.each(['H', 'current'] as const)('times what happens between two idle moments (%s)', (key) => {
    const { ref, timer, call } = timed(key);
    call(mount, 5);
    call(update, 20);
    expect(timer?.take()).toMatchObject({ durations: [5, 20], kinds: [0, 1], incomplete: false });
    expect(timer?.take().durations).toEqual([]);
    timer?.detach();
    expect(Object.getOwnPropertyDescriptor(ref, key)).toMatchObject({ value: idle, writable: true });
  });

  it('counts a component that renders again at once as one', () => {
    const { ref, timer, call } = timed('H');
    ref.H = update;
    call(working(), 7);
    expect(timer?.take().durations).toEqual([7]);
  });

  it('says when one still runs', () => {
    const { ref, timer } = timed('H');
    ref.H = mount;
    expect(timer?.take().incomplete).toBe(true);
  });

  it('leaves alone what it does not know or may not change', () => {
    const natives = clock.natives();
    expect(timeDispatcher({}, natives)).toBeNull();
    expect(timeDispatcher(Object.freeze({ H: null }), natives)).toBeNull();
  });

  it('goes on passing values when another tool has put its accessor on top', () => {
    const { ref, timer } = timed('H');
    const inner = Object.getOwnPropertyDescriptor(ref, 'H') as PropertyDescriptor;
    Object.defineProperty(ref, 'H', {
      configurable: true,
      get: () => inner.get?.(),
      set: (value) => inner.set?.(value),
    });
    timer?.detach();
    ref.H = update;
    expect(ref.H).toBe(update);
  });

  it('ignores the server renderer, with which the page makes text of components', () => {
    const { ref, timer, call } = timed('H');
    const nothing = () => {};
    const server = { ...working(), useEffect: nothing, useImperativeHandle: nothing };
    call(server, 9);
    ref.H = mount;
    call(server, 3);
    expect(timer?.take()).toMatchObject({ durations: [3], kinds: [0] });
  });

  it('knows where React began to render anew', () => {
    const { ref, timer, call } = timed('H');
    call(mount, 1);
    ref.H = idle;
    ref.H = idle;
    call(mount, 2);
    call(mount, 3);
    expect(timer?.take()).toMatchObject({ durations: [1, 2, 3], passes: [0, 1] });
    expect(timer?.take().passes).toEqual([0]);
  });

  it('refuses timings that cannot be those of the components', () => {
    const sides = new DispatcherSides();
    const timings = (kinds: number[], { incomplete = false, passes = [0] } = {}) => ({
      ...{ durations: kinds.map(() => 1), kinds, passes, incomplete },
    });
    expect(sides.match(timings([0, 1]), [true, false])).toBe(0);
    expect(sides.match(timings([1, 0]), [true, false])).toBeNull();
    expect(sides.match(timings([0]), [true, true])).toBeNull();
    expect(sides.match(timings([0], { incomplete: true }), [true])).toBeNull();
    expect(sides.match(timings([0, 0]), [true, true])).toBe(0);
    expect(sides.match(timings([0, 0, 1]), [true, false])).toBeNull();
    expect(sides.match(timings([0, 0, 1], { passes: [0, 1] }), [true, false])).toBe(1);
    expect(sides.match(timings([0, 0]), [])).toBe(2);
  });
});
