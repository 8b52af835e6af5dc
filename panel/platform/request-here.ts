import browser from 'webextension-polyfill';

const everywhere = '*://*/*';

/** Asks the person in a page of the extension's own. Must be called in a click. What the manifest names apart is asked for apart. */
export function requestHere(origins: readonly string[]): Promise<boolean> {
  const asked = origins.flatMap((origin) => (origin === everywhere ? ['http://*/*', 'https://*/*'] : [origin]));
  return browser.permissions.request({ origins: asked });
}
