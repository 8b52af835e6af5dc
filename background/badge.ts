import browser from 'webextension-polyfill';

const idleTitle = 'Memory+: open DevTools (F12) and choose the Memory+ tab';
const monitoredTitle = 'Memory+ is measuring this tab';

/** Says on the extension's icon whether the tab is being measured. */
export function showMonitored(tabId: number, monitored: boolean): void {
  // A tab that was closed meanwhile has no icon, which is no fault.
  const ignore = () => {};
  browser.action.setBadgeText({ tabId, text: monitored ? 'on' : '' }).catch(ignore);
  browser.action.setTitle({ tabId, title: monitored ? monitoredTitle : idleTitle }).catch(ignore);
}
