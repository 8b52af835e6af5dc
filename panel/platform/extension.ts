import { type MonitorSettings, publicUrl } from '@memory-plus/core/model';
import { runtimeHop } from '@memory-plus/core/transport/runtime';
import browser from 'webextension-polyfill';
import { canCollect, collectGarbage } from './collect-garbage.ts';
import { countListeners } from './count-listeners.ts';
import { evaluate } from './evaluate.ts';
import { linkToPage } from './page-link.ts';
import type { Access, PageEvents, Platform } from './platform.ts';
import { saveFile } from './save-file.ts';

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
    requestAccess,
    requestOrigin: (origin) => browser.permissions.request({ origins: [originPattern(origin)] }),
    reloadPage: () => void inspectedWindow.reload(),
    collection: canCollect(),
    collectGarbage,
    countListeners,
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
  const granted = await browser.permissions.contains({ origins: [pattern] });
  return granted ? { state: 'granted', url: publicUrl(url) } : { state: 'not-granted', url: publicUrl(url), pattern };
}

async function requestAccess(pattern: string): Promise<boolean> {
  if (!(await browser.permissions.request({ origins: [pattern] }))) return false;
  await scriptsRegistered(pattern);
  return true;
}

/** The worker registers the content scripts when it hears of the permission; a reload before that would be in vain. */
async function scriptsRegistered(pattern: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const scripts = await browser.scripting.getRegisteredContentScripts();
    if (scripts.some(({ matches }) => matches?.includes(pattern))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Match patterns know no ports: a pattern for a host covers them all. */
function originPattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
