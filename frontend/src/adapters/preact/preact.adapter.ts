import type { Stop } from '@memory-plus/core/model';
import { cut } from '../../platform/text.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { offerHook, readHook } from '../hook-place.ts';
import { RenderStack } from '../render-stack.ts';
import { componentOf } from './component-name.ts';
import { preactTree } from './tree.ts';

const hookName = '__PREACT_DEVTOOLS__';
const maxAttached = 20;

/** A virtual node of Preact 10 and 11, by the names in its built files: `__c` is the component. */
interface VNode {
  readonly type: unknown;
  readonly __c?: PreactComponent | null;
}

interface PreactComponent {
  readonly base?: unknown;
  /** State of the hooks: `__` is the list. */
  readonly __H?: { readonly __?: readonly unknown[] } | null;
}

type Listener = ((vnode: VNode, ...rest: unknown[]) => unknown) | undefined;

/**
 * Preact's option hooks, by the names in its built files: `__b` before a diff, `__r` before a render, `__c` after
 * all of them, `__e` for what one of them threw.
 */
interface PreactOptions {
  __b?: Listener;
  __r?: Listener;
  __c?: Listener;
  __e?: Listener;
  diffed?: Listener;
  unmount?: Listener;
}

interface Attached {
  readonly version: string;
  readonly options: PreactOptions;
  readonly fragment: unknown;
}

interface PreactHook {
  attachPreact?: (version: unknown, options: PreactOptions, parts: { Fragment?: unknown }) => unknown;
}

/** Preact 10 and 11, where the page imports `preact/devtools` or `preact/debug`; without it there is no way to its renders. */
export const preactAdapter: FrameworkAdapter = {
  name: 'preact',
  install(window) {
    const attached: Attached[] = [];
    let listener: ((preact: Attached) => void) | null = null;
    const join = (hook: PreactHook) => {
      const { attachPreact } = hook;
      hook.attachPreact = function (this: unknown, version, options, parts) {
        const answer = attachPreact && Reflect.apply(attachPreact, this, [version, options, parts]);
        if (typeof options === 'object' && options !== null && attached.length < maxAttached) {
          const preact = { version: cut(version, 'unknown version'), options, fragment: parts?.Fragment };
          attached.push(preact);
          listener?.(preact);
        }
        return answer;
      };
    };
    const present = readHook<PreactHook>(window, hookName);
    const own: PreactHook = {};
    join(present ?? own);
    if (!present) offerHook(window, hookName, own, join);
    return {
      start(context) {
        const stops: Stop[] = [];
        listener = (preact) => context.environment.guard(() => stops.push(watchPreact(preact, context)));
        for (const preact of attached) listener(preact);
        return () => {
          listener = null;
          for (const stop of stops) stop();
        };
      },
      tree: preactTree(window),
    };
  },
};

function watchPreact({ version, options, fragment }: Attached, { environment, log, emit }: AdapterContext): Stop {
  const { natives, guard, unmounts } = environment;
  const stack = new RenderStack(log, 'preact', natives);
  const rendered = new WeakSet<object>();
  const mounting = new WeakSet<object>();
  const called = new WeakSet<object>();
  /** Those whose first render threw: an error, or a promise to wait for. */
  const unfinished = new WeakSet<object>();
  const isComponent = ({ type }: VNode) => typeof type === 'function' && type !== fragment;
  emit('capabilities', {
    at: natives.now(),
    name: 'preact',
    available: true,
    detail: cut(`${version}: renders timed`),
  });
  let commits = log.commits;
  const stops = [
    wrap(options, '__b', (vnode) => isComponent(vnode) && stack.open(vnode, natives.now())),
    wrap(options, '__r', (vnode) => {
      const component = vnode.__c;
      if (!component || !isComponent(vnode)) return;
      called.add(vnode);
      const first = isFirst(component) && !rendered.has(component);
      if (unfinished.delete(component) || first) mounting.add(vnode);
      rendered.add(component);
    }),
    wrap(options, 'diffed', (vnode) => {
      const begin = stack.beginOf(vnode);
      if (begin === undefined) return;
      if (!called.has(vnode)) {
        stack.drop(vnode);
        return;
      }
      const at = natives.now();
      const component = componentOf(vnode.type);
      stack.close(vnode, { component, at, mount: mounting.has(vnode), total: Math.max(0, at - begin), how: 'timed' });
    }),
    wrap(options, '__e', (_error, thrower) => {
      const vnode = thrower as VNode | undefined;
      if (!vnode || !called.delete(vnode)) return;
      if (mounting.has(vnode) && vnode.__c) unfinished.add(vnode.__c);
    }),
    wrap(options, '__c', () => {
      // A root that was emptied has no component that would tell of the commit.
      if (log.commits === commits) log.emptyCommit();
      commits = log.commits;
    }),
    wrap(options, 'unmount', (vnode) => {
      if (!unmounts.used || !isComponent(vnode) || !vnode.__c) return;
      unmounts.fire({ label: componentOf(vnode.type).name, type: vnode.type, objects: [vnode.__c] });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };

  function wrap(
    target: PreactOptions,
    name: keyof PreactOptions,
    listen: (vnode: VNode, second: unknown) => void,
  ): Stop {
    const before = target[name];
    let active = true;
    const wrapper = function (this: unknown, vnode: VNode, ...rest: unknown[]) {
      if (active) guard(() => listen(vnode, rest[0]));
      return before && Reflect.apply(before, this, [vnode, ...rest]);
    };
    target[name] = wrapper;
    return () => {
      active = false;
      if (target[name] !== wrapper) return;
      if (before) target[name] = before;
      else delete target[name];
    };
  }
}

/** Preact 10 sets `base` after the first render; where it is not there, a component with hooks has them from its first render on. */
function isFirst({ base, __H }: PreactComponent): boolean {
  return !base && !(__H?.__ && __H.__.length > 0);
}
