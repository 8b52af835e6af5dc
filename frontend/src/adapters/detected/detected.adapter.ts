import { cut } from '../../platform/text.ts';
import type { FrameworkAdapter } from '../adapter.ts';

/** Traces that a framework without a way to its renders leaves in the page, and what to say of it. */
const traces: readonly { readonly name: string; readonly find: (window: object) => string | null }[] = [
  { name: 'svelte', find: (window) => listed(read(read(window, '__svelte'), 'v')) },
  {
    name: 'solid',
    find: (window) =>
      read(window, 'Solid$$') || read((window as Window).document, '_$DX_DELEGATE') ? 'unknown version' : null,
  },
  { name: 'angular', find: (window) => (read(window, 'ng') ? null : attribute(window, '[ng-version]', 'ng-version')) },
];

/** Names the frameworks whose renders cannot be seen, so that nobody takes silence for speed. */
export const detectedAdapter: FrameworkAdapter = {
  name: 'detected',
  install(window) {
    return {
      start({ environment, emit }) {
        const told = new Set<string>();
        let looks = 0;
        const look = () => {
          if (looks++ % looksEvery !== 0) return;
          for (const { name, find } of traces) {
            const version = told.has(name) ? null : find(window);
            if (version === null) continue;
            told.add(name);
            const detail = cut(`${version}: this build does not tell its renders; frames, interactions and memory do`);
            emit('capabilities', { at: environment.natives.now(), name, available: false, detail });
          }
        };
        return environment.ticks.on(() => environment.guard(look));
      },
    };
  },
};

const looksEvery = 10;

function read(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined;
}

function listed(versions: unknown): string | null {
  const all = versions instanceof Set || Array.isArray(versions) ? [...versions] : [];
  const texts = all.filter((version): version is string => typeof version === 'string');
  return texts.length > 0 ? cut(texts.join(', ')) : null;
}

function attribute(window: object, selector: string, name: string): string | null {
  const element = (window as Window).document.querySelector(selector);
  return element ? cut(element.getAttribute(name), 'unknown version') : null;
}
