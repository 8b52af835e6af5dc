import type { DevToolName, MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { cut } from '../platform/text.ts';

/** What a tool leaves in a page that it works in, and what of it was found. */
interface Trace {
  readonly name: DevToolName;
  readonly find: (window: object) => string | null;
}

/**
 * Each tool by what only it puts there. Memory+ itself offers the same hooks to frameworks, so that a hook is there says nothing; what
 * the tool adds to it does.
 */
const traces: readonly Trace[] = [
  { name: 'React Fast Refresh', find: (window) => firstOf(window, refreshNames) ?? scheduledRefresh(window) },
  {
    name: 'React DevTools',
    find: (window) => inHook(window, '__REACT_DEVTOOLS_GLOBAL_HOOK__', ['rendererInterfaces', 'backends']),
  },
  { name: 'Vue DevTools', find: (window) => ownHook(window, '__VUE_DEVTOOLS_GLOBAL_HOOK__') },
  { name: 'Preact DevTools', find: (window) => ownHook(window, '__PREACT_DEVTOOLS__') },
  { name: 'Redux DevTools', find: (window) => firstOf(window, ['__REDUX_DEVTOOLS_EXTENSION__']) },
];

/** What Vite, webpack's plug-in and Parcel put on the window for it. */
const refreshNames = [
  '$RefreshReg$',
  '$RefreshSig$',
  '__vite_plugin_react_preamble_installed__',
  '__reactRefreshInjected',
  '__registerBeforePerformReactRefresh',
];

const looksEvery = 10;

/** Names the developers' tools that hold on to objects of the page, with what shows that they are there. */
export const devToolsSource: MetricSource<PageEnvironment> = {
  name: 'developer tools',
  group: 'retained',
  support: () => ({ available: true, detail: 'looked for by what they leave in the page' }),
  start({ window, natives, ticks, guard }, emit) {
    const told = new Set<DevToolName>();
    let looks = 0;
    const look = () => {
      if (looks++ % looksEvery !== 0) return;
      for (const { name, find } of traces) {
        const found = told.has(name) ? null : find(window);
        if (found === null) continue;
        told.add(name);
        emit('capabilities', { at: natives.now(), name, available: true, detail: cut(`found in the page: ${found}`) });
      }
    };
    return ticks.on(() => guard(look));
  },
};

function firstOf(window: object, names: readonly string[]): string | null {
  const name = names.find((one) => Reflect.get(window, one) !== undefined);
  return name === undefined ? null : `window.${name}`;
}

function inHook(window: object, hook: string, parts: readonly string[]): string | null {
  const value: unknown = Reflect.get(window, hook);
  if (typeof value !== 'object' || value === null) return null;
  const part = parts.find((one) => Reflect.get(value, one) !== undefined);
  return part === undefined ? null : `${hook}.${part}`;
}

/** Memory+ offers this hook on the window's prototype: on the window itself it is another tool's. */
function ownHook(window: object, hook: string): string | null {
  return Object.hasOwn(window, hook) ? `window.${hook}` : null;
}

/** Without a bundler's names: the runtime of Fast Refresh listens to scheduled roots, as no other tool does. */
function scheduledRefresh(window: object): string | null {
  const name = '__REACT_DEVTOOLS_GLOBAL_HOOK__';
  const hook: unknown = Reflect.get(window, name);
  const listener: unknown = typeof hook === 'object' && hook !== null ? Reflect.get(hook, 'onScheduleFiberRoot') : null;
  return typeof listener === 'function' && /isPerformingRefresh|rootElements/.test(String(listener))
    ? `${name}.onScheduleFiberRoot`
    : null;
}
