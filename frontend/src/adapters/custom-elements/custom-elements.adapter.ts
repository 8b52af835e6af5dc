import type { Milliseconds, Stop } from '@memory-plus/core/model';
import type { PageWindow } from '../../platform/natives.ts';
import { cut } from '../../platform/text.ts';
import type { AdapterContext, FrameworkAdapter } from '../adapter.ts';
import { type ComponentTree, maxWalked } from '../component-tree.ts';
import { RenderStack } from '../render-stack.ts';
import { Definitions } from './definitions.ts';
import { timeUpdates } from './updates.ts';

/**
 * Custom elements by their tag: the time of their callbacks, and of the updates of those made with Lit. Elements that were defined
 * before the hooks were in place are not seen.
 */
export const customElementsAdapter: FrameworkAdapter = {
  name: 'custom elements',
  install(window, natives) {
    const definitions = new Definitions(window, natives);
    return { start: (context) => timeElements(definitions, context), tree: elementTree(window) };
  },
};

/** Elements of the document; those inside a shadow root are not gone through. */
function elementTree({ document }: PageWindow): ComponentTree {
  return {
    walk(names, visit) {
      let found = false;
      for (const name of names) {
        if (!name.includes('-')) continue;
        for (const element of [...document.getElementsByTagName(name)].slice(0, maxWalked)) {
          found = true;
          visit({ name, nodes: () => [element], place: () => null, code: () => element.constructor });
        }
      }
      return found;
    },
  };
}

function timeElements(definitions: Definitions, { environment, log, emit }: AdapterContext): Stop {
  const { natives, guard, window } = environment;
  const stack = new RenderStack(log, 'custom elements', natives);
  /** What an element with updates spent in callbacks since its last update. */
  const inCallbacks = new WeakMap<object, Milliseconds>();
  const told = new Set<string>();
  const stops: Stop[] = [];
  const tell = (name: string, detail: string) => {
    if (told.has(name)) return;
    told.add(name);
    guard(() => emit('capabilities', { at: natives.now(), name, available: true, detail: cut(detail) }));
  };

  definitions.listen({
    defined: () => tell('custom elements', 'timed: connectedCallback and attributeChangedCallback'),
    updater(prototype) {
      tell('lit', `${litVersions(window)}: updates timed, with the callbacks before`);
      stops.push(
        timeUpdates(prototype, {
          begin: (element) => guard(() => stack.open(element, natives.now())),
          end: (element, mount) =>
            guard(() => {
              const component = definitions.of(element)?.component;
              const at = natives.now();
              const begin = stack.beginOf(element);
              if (!component || begin === undefined) return stack.drop(element);
              const before = inCallbacks.get(element) ?? 0;
              inCallbacks.delete(element);
              stack.close(element, { component, at, mount, total: Math.max(0, at - begin), before, how: 'timed' });
            }),
        }),
      );
    },
    callback(element, { component, hasUpdates }, name, call) {
      guard(() => stack.open(element, natives.now()));
      try {
        return call();
      } finally {
        guard(() => {
          const at = natives.now();
          const total = Math.max(0, at - (stack.beginOf(element) ?? at));
          if (hasUpdates) inCallbacks.set(element, (inCallbacks.get(element) ?? 0) + stack.pause(element, at));
          else stack.close(element, { component, at, mount: name === 'connectedCallback', total, how: 'timed' });
        });
      }
    },
  });
  return () => {
    definitions.listener = null;
    for (const stop of stops.splice(0)) stop();
  };
}

function litVersions(window: object): string {
  const versions: unknown = Reflect.get(window, 'litElementVersions') ?? Reflect.get(window, 'reactiveElementVersions');
  const all = Array.isArray(versions) ? versions.filter((version) => typeof version === 'string') : [];
  return all.join(', ') || 'unknown version';
}
