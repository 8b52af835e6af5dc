import type { MonitorSettings } from '@memory-plus/core/model';
import { runtimeHop } from '@memory-plus/core/transport/runtime';
import browser from 'webextension-polyfill';
import { accessTo, originPattern } from './access.ts';
import { canCollect, collectGarbage } from './collect-garbage.ts';
import { countListeners } from './count-listeners.ts';
import { evaluate } from './evaluate.ts';
import { linkToPage } from './page-link.ts';
import { pageResources } from './page-resources.ts';
import { permissionsHere } from './permissions.ts';
import type { PageEvents, Platform, StorageArea } from './platform.ts';
import { listenToResponses } from './response-caching.ts';
import { saveFile } from './save-file.ts';
import { showObject } from './show-object.ts';

const permissions = permissionsHere();

/** The real platform: Memory+ as a tab of DevTools in Chrome, Edge or Firefox. */
export function createExtensionPlatform(): Platform {
  const { inspectedWindow, panels } = browser.devtools;
  return {
    connect: (events: PageEvents, settings: MonitorSettings) =>
      linkToPage({
        tab: inspectedWindow.tabId,
        settings,
        events,
        openWorker: () => (browser.runtime?.id ? runtimeHop(browser.runtime.connect({ name: 'panel' })) : null),
        timers: {
          set: (callback, delay) => setTimeout(callback, delay),
          clear: (timer) => clearTimeout(timer as number),
        },
      }),
    access: () => accessTo(permissions),
    requestAccess: (pattern) => permissions.request([pattern]),
    requestOrigin: (origin) => permissions.request([originPattern(origin)]),
    reloadPage: () => void inspectedWindow.reload(),
    collection: canCollect(),
    collectGarbage,
    countListeners,
    showObject,
    clearConsole: async () => void (await evaluate('clear()')),
    onResponse: listenToResponses,
    resources: pageResources(),
    read: async (area, key) => (await browser.storage[area].get(key))[key],
    write: (area, key, value) => browser.storage[area].set({ [key]: value }),
    onWritten,
    saveFile,
    theme: panels.themeName === 'dark' ? 'dark' : 'light',
    version: browser.runtime.getManifest().version,
  };
}

function onWritten(key: string, listener: (area: StorageArea, value: unknown) => void): () => void {
  const listen = (changes: Record<string, { readonly newValue?: unknown }>, area: string) => {
    const change = changes[key];
    if (change && (area === 'local' || area === 'session' || area === 'sync')) listener(area, change.newValue);
  };
  browser.storage.onChanged.addListener(listen);
  return () => browser.storage.onChanged.removeListener(listen);
}
