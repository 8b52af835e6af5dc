import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExtensionDocument, extensionId, type Firefox } from '../../../scripts/browser/firefox.mjs';
import { until } from '../../../scripts/browser/panel.mjs';
import { type Recording, rowsOf } from '../../../src/recording/index.ts';
import { servePages } from '../pages.ts';
import { startBackend } from '../server.ts';
import { wait } from '../session.ts';
import { complaints, exported, keepScreenshot, noFirefox, openFirefox } from './session.ts';

interface Shop {
  readonly hookAtFirstScript: string;
  readonly rendered: { readonly Counter: number };
  tick(): void;
  run(perSecond: number, count: number): Promise<number>;
  burn(ms: number): void;
}

function renders(recording: Recording, component: string): number {
  let sum = 0;
  for (const row of rowsOf(recording, 'renders')) if (row.component === component) sum += row.count;
  return sum;
}

describe.skipIf(noFirefox)('the built extension in the toolbox of Firefox', () => {
  let pages: Awaited<ReturnType<typeof servePages>>;
  let firefox: Firefox;
  let panel: ExtensionDocument;
  beforeAll(async () => {
    pages = await servePages();
    firefox = await openFirefox();
    await firefox.page.goto(pages.url('/react'));
    panel = await firefox.openPanel();
    await until(20_000, 'The tab counts nothing.', async () => /\d/.test((await panel.text('slow-renders')) ?? ''));
  });
  afterAll(async () => {
    await firefox?.close();
    await pages?.close();
  });
  const inPage = <R>(run: (shop: Shop) => R): Promise<Awaited<R>> =>
    firefox.page.evaluate(`(${run})(window)`) as Promise<Awaited<R>>;

  it('is installed without a warning about its manifest', async () => {
    const told = await firefox.chrome(`
      const { extension } = WebExtensionPolicy.getByID('${extensionId}');
      return JSON.stringify([extension.warnings, extension.errors, extension.backgroundState])`);
    expect(JSON.parse(String(told))).toEqual([[], [], 'running']);
  });

  it('says why there is no heap, in the place of a chart', async () => {
    await until(10_000, 'Nothing is said of the heap.', () => panel.text('no-heap'));
    expect(await panel.text('no-heap')).toContain('not available here: this browser does not tell');
    expect(await panel.text('heap-used')).toBe('not available');
    expect(await panel.text('heap-chart')).toContain('Not available here: this browser does not tell');
    expect(await panel.has('[data-testid="heap-chart"] canvas')).toBe(false);
    expect(await panel.text('frame-card')).toContain('no Long Animation Frames API');
    expect(await panel.has('[data-testid="collect-garbage"][disabled][title*="about:memory"]')).toBe(true);
    expect([...rowsOf(await exported(firefox, panel), 'heap')]).toEqual([]);
  });

  it('names a slow component and what it took', async () => {
    await inPage((shop) => shop.burn(40));
    await until(10_000, 'The slow render is not listed.', () => panel.has('[data-testid="slow-render-row"]'));
    const slow = [...rowsOf(await exported(firefox, panel), 'slowRenders')].filter((row) => row.component === 'Slow');
    expect(slow).toHaveLength(1);
    expect(slow[0]?.how).toBe('measured');
    expect(slow[0]?.duration).toBeGreaterThanOrEqual(39);
  });

  it('tells removed elements that outlive collections, and counts elements', async () => {
    await firefox.page.evaluate(() => {
      const held = document.body.appendChild(document.createElement('section'));
      held.className = 'held';
      Object.assign(window, { held });
      setTimeout(() => held.remove(), 50);
    });
    await wait(300);
    for (let change = 0; change < 2; change++) await inPage((shop) => shop.tick());
    await until(30_000, 'The held element is not told.', async () => {
      await firefox.collectGarbage();
      return [...rowsOf(await exported(firefox, panel), 'retained')].some(({ label }) => label === 'section.held');
    });
    const recording = await exported(firefox, panel);
    expect([...rowsOf(recording, 'collections')].length).toBeGreaterThanOrEqual(2);
    const nodes = await firefox.page.evaluate(() => document.getElementsByTagName('*').length);
    expect([...rowsOf(recording, 'dom')].at(-1)?.nodes).toBe(nodes);
  });

  it('tells a slow click', async () => {
    await firefox.page.evaluate(() => {
      const button = document.body.appendChild(document.createElement('button'));
      button.id = 'slow';
      button.textContent = 'slow';
      button.onclick = () => {
        const end = performance.now() + 150;
        while (performance.now() < end);
      };
    });
    await firefox.page.click('#slow');
    await until(10_000, 'The slow click is not told.', async () =>
      [...rowsOf(await exported(firefox, panel), 'interactions')].some(({ duration }) => duration >= 144),
    );
  });

  it('counts every render once while the event page is ended again and again', { retry: 0 }, async () => {
    const base = renders(await exported(firefox, panel), 'Counter') - (await inPage((shop) => shop.rendered.Counter));
    const load = inPage((shop) => shop.run(50, 400));
    for (let ends = 0; ends < 6; ends++) {
      await wait(1_000);
      const state = await firefox.chrome(`
        const { extension } = WebExtensionPolicy.getByID('${extensionId}');
        await extension.terminateBackground({ disableResetIdleForTest: true, ignoreDevToolsAttached: true });
        return extension.backgroundState`);
      expect(state).toBe('stopped');
    }
    const rendered = await load;
    await until(
      20_000,
      'Rows are missing.',
      async () => renders(await exported(firefox, panel), 'Counter') - base >= rendered,
    );
    const recording = await exported(firefox, panel);
    expect(renders(recording, 'Counter') - base).toBe(rendered);
    expect(recording.dropped).toEqual({ page: 0, relay: 0, recording: 0 });
  });

  it.each(['/plain', '/strict'])('has its hook before the first script of %s, 5 loads of 5', async (path) => {
    const seen: unknown[] = [];
    for (let loads = 0; loads < 5; loads++) {
      await firefox.page.goto(pages.url(path));
      seen.push(await inPage((shop) => shop.hookAtFirstScript));
    }
    expect(seen).toEqual(Array(5).fill('object'));
  });

  it('goes on in the next document, and comes back with the last one', async () => {
    await firefox.page.goto(pages.url('/plain'));
    await wait(1_500);
    await firefox.page.goBack();
    await wait(1_500);
    await firefox.page.goto(pages.url('/react'));
    await until(20_000, 'The next document is not measured.', async () => {
      const { sources } = await exported(firefox, panel);
      return new URL(sources.at(-1)?.url ?? '').pathname === '/react';
    });
  });

  it('is paired with a server, and has token and recordings still when the toolbox is opened again', async () => {
    const token = 'canary-token-of-the-firefox-tests-0123456789';
    const backend = await startBackend({ env: { ADMIN_TOKEN: token } });
    const connected = () =>
      until(20_000, 'The server is not connected.', () =>
        panel.has('[data-testid="backend-status"][data-status="connected"]'),
      );
    await panel.press('tab-backend');
    await panel.type('connect-url', backend.url);
    await panel.type('connect-token', token);
    await panel.press('connect-button');
    await connected();
    await until(
      10_000,
      'The server is not recorded.',
      async () => [...rowsOf(await exported(firefox, panel), 'process')].length > 1,
    );
    expect(JSON.stringify(await exported(firefox, panel))).not.toContain(token);
    await firefox.closeToolbox();
    panel = await firefox.openPanel();
    await panel.press('tab-backend');
    await connected();
    await until(10_000, 'The token is forgotten.', () => panel.has('[data-testid="admin-gc"]:not([disabled])'));
    await panel.press('tab-recordings');
    await until(10_000, 'No recording was kept.', () => panel.has('[data-testid="recording-row"]'));
    await keepScreenshot(panel, 'firefox-recordings');
    await backend.stop();
  });

  it('looks as it should, and its documents complain of nothing', async () => {
    await until(10_000, 'Nothing is said of the heap.', () => panel.has('[data-testid="no-heap"]'));
    await keepScreenshot(panel, 'firefox-light');
    for (const view of ['renders', 'leaks', 'caches', 'snapshots', 'backend', 'settings', 'overview']) {
      await panel.press(`tab-${view}`);
      await wait(200);
    }
    expect(await complaints(firefox)).toEqual([]);
  });
});
