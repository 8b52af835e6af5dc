import browser, { type Scripting } from 'webextension-polyfill';

/**
 * Sites beyond localhost are measured only where the person allowed it: the content scripts are registered for exactly the origins that
 * were granted. What the manifest matches already is left out, so that no document gets them twice.
 */
export function keepContentScripts(): void {
  const keep = () => void contentScriptsKept();
  browser.permissions.onAdded.addListener(keep);
  browser.permissions.onRemoved.addListener(keep);
  browser.runtime.onInstalled.addListener(keep);
  browser.runtime.onStartup.addListener(keep);
}

/** Firefox tells the manifest's files as whole addresses and takes only paths. */
function pathInside(file: string): string {
  return new URL(file, browser.runtime.getURL('')).pathname.slice(1);
}

let running: Promise<void> = Promise.resolve();

/** Registers what is allowed now. One after the other: two at once would both find a script missing and register it twice. */
export function contentScriptsKept(): Promise<void> {
  running = running.then(sync, sync);
  return running;
}

async function sync(): Promise<void> {
  const declared = browser.runtime.getManifest().content_scripts ?? [];
  const own = new Set(declared.flatMap(({ matches }) => matches ?? []));
  const { origins = [] } = await browser.permissions.getAll();
  const matches = origins.filter((origin) => !own.has(origin));
  const registered = new Set((await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id));
  for (const [index, script] of declared.entries()) {
    const id = `script-${index}`;
    if (matches.length === 0) {
      if (registered.has(id)) await browser.scripting.unregisterContentScripts({ ids: [id] });
      continue;
    }
    const entry = {
      id,
      matches,
      excludeMatches: [...own],
      js: script.js?.map(pathInside) ?? [],
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: 'document_start',
      world: (script as { world?: string }).world === 'MAIN' ? 'MAIN' : 'ISOLATED',
      persistAcrossSessions: true,
    } as Scripting.RegisteredContentScript;
    if (registered.has(id)) await browser.scripting.updateContentScripts([entry]);
    else await browser.scripting.registerContentScripts([entry]);
  }
}
