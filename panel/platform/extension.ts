import { type MonitorSettings, publicUrl } from '@memory-plus/core/model';
import { runtimeHop } from '@memory-plus/core/transport/runtime';
import browser from 'webextension-polyfill';
import { canCollect, collectGarbage } from './collect-garbage.ts';
import { countListeners } from './count-listeners.ts';
import { evaluate } from './evaluate.ts';
import { linkToPage } from './page-link.ts';
import { pageResources } from './page-resources.ts';
import { permissionsHere } from './permissions.ts';
import type { Access, PageEvents, Platform } from './platform.ts';
import { saveFile } from './save-file.ts';

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
    access,
    requestAccess: (pattern) => permissions.request([pattern]),
    requestOrigin: (origin) => permissions.request([originPattern(origin)]),
    reloadPage: () => void inspectedWindow.reload(),
    collection: canCollect(),
    collectGarbage,
    countListeners,
    resources: pageResources(),
    read: async (area, key) => (await browser.storage[area].get(key))[key],
    write: (area, key, value) => browser.storage[area].set({ [key]: value }),
    saveFile,
    theme: panels.themeName === 'dark' ? 'dark' : 'light',
    version: browser.runtime.getManifest().version,
  };
}

/** Where the inspected page is, and whether its origin may be measured. */
async function access(): Promise<Access> {
  const url = await evaluate('location.href').catch(() => null);
  if (typeof url !== 'string' || !/^https?:/.test(url)) {
    return { state: 'privileged', url: typeof url === 'string' ? publicUrl(url) : '' };
  }
  const pattern = originPattern(url);
  const granted = await permissions.contains([pattern]);
  return granted ? { state: 'granted', url: publicUrl(url) } : { state: 'not-granted', url: publicUrl(url), pattern };
}

/** Match patterns know no ports: a pattern for a host covers them all. */
function originPattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
