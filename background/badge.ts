import browser from 'webextension-polyfill';

const idleTitle = 'Memory+: open DevTools (F12) and choose the Memory+ tab';
const monitoredTitle = 'Memory+ is measuring this tab';

/** Says on the extension's icon whether the tab is being measured. Never rejects: measuring does not depend on an icon. */
export async function showMonitored(tabId: number, monitored: boolean): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId, text: monitored ? 'on' : '' });
    await browser.action.setTitle({ tabId, title: monitored ? monitoredTitle : idleTitle });
  } catch {
    // The tab was closed meanwhile: it has no icon.
  }
}
