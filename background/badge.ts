import browser from 'webextension-polyfill';

/** Says on the extension's icon whether the tab is being measured. Never rejects: measuring does not depend on an icon. */
export async function showMonitored(tabId: number, monitored: boolean): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId, text: monitored ? browser.i18n.getMessage('badge_on') : '' });
    const title = browser.i18n.getMessage(monitored ? 'badge_measuring' : 'manifest_action');
    await browser.action.setTitle({ tabId, title });
  } catch {
    // The tab was closed meanwhile: it has no icon.
  }
}
