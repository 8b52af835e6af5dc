import type { Stop } from '@memory-plus/core/model';
import type { Signal } from '../../platform/signal.ts';
import { cut } from '../../platform/text.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { offerHook, readHook } from '../hook-place.ts';
import { vueTree } from './tree.ts';
import { VueRenders } from './vue-renders.ts';

const hookName = '__VUE_DEVTOOLS_GLOBAL_HOOK__';
const maxVersions = 10;
const looksEvery = 10;

type Events = (event: unknown, args: readonly unknown[]) => void;

interface VueHook {
  enabled?: boolean;
  emit?: (event: unknown, ...args: unknown[]) => unknown;
  cleanupBuffer?: (component: unknown) => boolean;
  [other: string]: unknown;
}

/** Vue 3 through the hook that it offers to its devtools. */
export const vueAdapter: FrameworkAdapter = {
  name: 'vue',
  install(window) {
    const versions: string[] = [];
    const apps = new WeakSet<object>();
    let listener: Events | null = null;
    const join = (hook: VueHook) => {
      const { emit } = hook;
      hook.emit = function (this: unknown, event, ...args) {
        const answer = emit && Reflect.apply(emit, this, [event, ...args]);
        if (event === 'app:init') {
          if (versions.length < maxVersions) versions.push(cut(args[1], 'unknown version'));
          if (typeof args[0] === 'object' && args[0] !== null) apps.add(args[0]);
        }
        listener?.(event, args);
        return answer;
      };
    };
    const present = readHook<VueHook>(window, hookName);
    // Vue tells of removed components only a hook that can say it did not buffer them.
    const own: VueHook = { enabled: true, cleanupBuffer: () => false };
    join(present ?? own);
    if (!present) offerHook(window, hookName, own, join);
    return {
      start(context) {
        const renders = new VueRenders(context);
        const { guard, ticks } = context.environment;
        for (const version of versions) guard(() => describe(context, version, true));
        listener = (event, args) =>
          guard(() => {
            if (event === 'app:init') describe(context, cut(args[1], 'unknown version'), true);
            else renders.take(event, args);
          });
        const stopTicks = lookForSilentApps(context, ticks, apps);
        return () => {
          listener = null;
          stopTicks();
        };
      },
      tree: vueTree(window),
    };
  },
};

/** An application in the page that never told the hook of itself is a production build without devtools. */
function lookForSilentApps(context: AdapterContext, ticks: Signal<number>, apps: WeakSet<object>): Stop {
  let looks = 0;
  return ticks.on(() =>
    context.environment.guard(() => {
      if (looks++ % looksEvery !== 0) return;
      const element = context.environment.window.document.querySelector('[data-v-app]');
      const app: unknown = element && Reflect.get(element, '__vue_app__');
      if (typeof app !== 'object' || app === null || apps.has(app)) return;
      apps.add(app);
      describe(context, cut(Reflect.get(app, 'version'), 'unknown version'), false);
    }),
  );
}

function describe({ emit, environment }: AdapterContext, version: string, available: boolean): void {
  const words = available
    ? 'durations measured in development builds, renders counted in production builds'
    : 'a production build without devtools does not tell its renders';
  emit('capabilities', { at: environment.natives.now(), name: 'vue', available, detail: cut(`${version}: ${words}`) });
}
