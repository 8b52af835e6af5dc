import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionId, type Firefox } from '../../../scripts/browser/firefox.mjs';
import { until } from '../../../scripts/browser/panel.mjs';
import { servePages } from '../pages.ts';
import { complaints, keepScreenshot, noFirefox, openFirefox } from './session.ts';

const host = 'shop.test';

describe.skipIf(noFirefox)('permissions in Firefox', () => {
  let pages: Awaited<ReturnType<typeof servePages>>;
  let firefox: Firefox;
  beforeAll(async () => {
    pages = await servePages();
    firefox = await openFirefox({ theme: 'dark', preferences: { 'network.dns.localDomains': host } });
  });
  afterAll(async () => {
    await firefox?.close();
    await pages?.close();
  });
  const hook = () => firefox.page.evaluate('window.hookAtFirstScript');

  /** The person's answer to the browser's own question. */
  const allow = () =>
    until(10_000, 'Firefox does not ask for the permission.', async () => {
      return await firefox.chrome(`
        const question = PopupNotifications.getNotification('addon-webext-permissions', gBrowser.selectedBrowser);
        question?.mainAction.callback();
        question?.remove();
        return question !== null && question !== undefined`);
    });

  it('are asked for in a page of their own, as the toolbox cannot; then the site is measured', async () => {
    await firefox.page.goto(pages.url('/plain').replace('localhost', host));
    const panel = await firefox.openPanel();
    await until(15_000, 'The tab does not say that a permission is missing.', () =>
      panel.has('[data-testid="enable-site"]'),
    );
    expect(await panel.text('page-absent')).toContain(host);
    expect(await hook()).toBe('undefined');
    await keepScreenshot(panel, 'firefox-not-granted');
    await panel.press('enable-site');
    const question = await firefox.currentTab('allow');
    expect(await question.evaluate('document.body.innerText')).toContain(`http://${host}/*`);
    await keepScreenshot(question, 'firefox-allow');
    await question.press('allow');
    await allow();
    await until(10_000, 'The page does not say that it is allowed.', async () =>
      String(await question.evaluate('document.body.innerText')).includes('Allowed.'),
    );
    await firefox.chrome('gBrowser.removeCurrentTab()');
    await until(20_000, 'The site is not measured.', async () => {
      await firefox.page.reload();
      return (await hook()) === 'object';
    });
    await until(15_000, 'The tab does not measure the site.', () => panel.has('[data-testid="no-heap"]'));
    expect(await panel.has('[data-testid="page-absent"]')).toBe(false);
    await keepScreenshot(panel, 'firefox-dark');
  });

  it('may be taken back for localhost too; the tab then says so', async () => {
    await firefox.chrome(`
      const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      const { extension } = WebExtensionPolicy.getByID('${extensionId}');
      const origins = extension.allowedOrigins.patterns.map(({ pattern }) => pattern).filter((pattern) => pattern.startsWith('http'));
      await ExtensionPermissions.remove('${extensionId}', { permissions: [], origins }, extension);`);
    await firefox.page.goto(pages.url('/plain'));
    expect(await hook()).toBe('undefined');
    const panel = await firefox.openPanel();
    await until(15_000, 'The tab does not say that a permission is missing.', () =>
      panel.has('[data-testid="enable-site"]'),
    );
    expect(await panel.text('page-absent')).toContain('http://localhost');
    expect(await complaints(firefox)).toEqual([]);
  });
});
