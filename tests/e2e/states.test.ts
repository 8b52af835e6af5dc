import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRecording, pair, press, until } from '../../scripts/browser/panel.mjs';
import { parseRecording, rowsOf, exportRecording as toJson } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';
import { type RunningServer, serve, startBackend } from './server.ts';
import { heapShown, openSession, type Session, wait } from './session.ts';

let pages: Awaited<ReturnType<typeof servePages>>;
let session: Session;
let backend: RunningServer;

beforeAll(async () => {
  pages = await servePages();
  backend = await startBackend();
  session = await openSession(pages.url('/plain'));
});
afterAll(async () => {
  await session?.close();
  await backend?.stop();
  await pages?.close();
});

const status = () =>
  session.panel.evaluate(
    () => document.querySelector('[data-testid="backend-status"]')?.getAttribute('data-status') ?? null,
  );
const becomes = (expected: string) =>
  until(20_000, `The backend's status does not become ${expected}.`, async () => (await status()) === expected);
const bodyText = () => session.panel.evaluate(() => document.body.textContent ?? '');
const says = (text: RegExp) => until(15_000, `The tab does not say ${text}.`, async () => text.test(await bodyText()));

describe('the tab', () => {
  it('measures a page with no framework, and says that there is none', async () => {
    await heapShown(session);
    await says(/no (supported )?framework/i);
    await session.screenshot('no-framework');
  });

  it('marks, pauses and goes on', async () => {
    await press(session.panel, 'mark');
    await wait(800);
    await press(session.panel, 'record-toggle');
    await wait(1_500);
    const paused = await session.record();
    expect([...rowsOf(paused, 'marks')]).toHaveLength(1);
    await wait(1_500);
    const still = await session.record();
    expect([...rowsOf(still, 'heap')].length).toBe([...rowsOf(paused, 'heap')].length);
    await session.screenshot('paused');
    await press(session.panel, 'record-toggle');
    await wait(2_500);
    expect([...rowsOf(await session.record(), 'heap')].length).toBeGreaterThan([...rowsOf(paused, 'heap')].length);
  });

  it('collects garbage: what nothing holds is gone', async () => {
    await session.page.evaluate(() => {
      (window as unknown as { weak: WeakRef<object>[] }).weak = Array.from(
        { length: 50 },
        () => new WeakRef(document.createElement('p')),
      );
    });
    await press(session.panel, 'collect-garbage');
    const alive = () =>
      session.page.evaluate(
        () => (window as unknown as { weak: WeakRef<object>[] }).weak.filter((ref) => ref.deref()).length,
      );
    await until(10_000, 'Objects that nothing holds are still alive.', async () => (await alive()) === 0);
  });

  it('exports a recording that validates, imports it, and refuses a damaged one with the reason', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memory-plus-import-'));
    const text = await exportRecording(session.browser, session.panel);
    expect(toJson(parseRecording(text))).toBe(text);
    expect(text).not.toContain('Bearer');
    const choose = async (name: string, content: string) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      const input = (await session.panel.waitForSelector('input[type="file"]')) as ElementHandle<HTMLInputElement>;
      await input.uploadFile(path);
    };
    await choose('damaged.json', text.slice(0, 200));
    await says(/not valid JSON/);
    await choose('good.json', text);
    await says(/imported/i);
    await session.screenshot('imported');
    expect(await exportRecording(session.browser, session.panel)).toBe(text);
    await session.panel.evaluate(() => {
      const back = [...document.querySelectorAll('button')].find((button) => /live/i.test(button.textContent ?? ''));
      back?.click();
    });
  });

  it('pairs with a backend, shows its heap and health, and lets go of it', async () => {
    await pair(session.panel, backend.url);
    await becomes('connected');
    await wait(4_500);
    const recording = await session.record();
    const server = recording.sources.findIndex(({ kind }) => kind === 'server');
    expect(server).toBeGreaterThanOrEqual(0);
    const heap = [...rowsOf(recording, 'heap', server)];
    expect(heap.length).toBeGreaterThan(1);
    expect(heap.at(-1)?.used).toBeGreaterThan(1e6);
    expect([...rowsOf(recording, 'health', server)].length).toBeGreaterThan(0);
    await session.screenshot('paired');
    await session.panel.click('[data-testid="tab-backend"]');
    await session.panel.waitForSelector('[data-testid="backend-heap-chart"]');
    await session.screenshot('backend');
    await press(session.panel, 'disconnect-button');
    await until(
      10_000,
      'The tab does not let go of the backend.',
      async () => !['connected', 'connecting'].includes((await status()) ?? ''),
    );
  });

  it('says what is wrong with an address that is no backend', async () => {
    const site = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<h1>A shop</h1>'));
    const guarded = await serve((_, response) => response.writeHead(401).end());
    await pair(session.panel, site.url);
    await becomes('not-a-backend');
    await session.screenshot('not-a-backend');
    await pair(session.panel, guarded.url);
    await becomes('unauthorised');
    await site.stop();
    await pair(session.panel, site.url);
    await becomes('unreachable');
    await guarded.stop();
  });

  it('explains a page where it may not measure', async () => {
    await session.panel.click('[data-testid="tab-overview"]');
    await session.page.goto('chrome://version');
    await session.panel.waitForSelector('[data-testid="privileged-page"]', { timeout: 15_000 });
    await session.screenshot('privileged');
  });
});

describe('the built extension', () => {
  it('has no error or warning of its own, and nothing that pages could find', async () => {
    const page = await session.browser.newPage();
    await page.goto('chrome://extensions');
    const infos = await page.evaluate(() =>
      (
        globalThis as unknown as {
          chrome: { developerPrivate: { getExtensionsInfo(): Promise<Record<string, unknown>[]> } };
        }
      ).chrome.developerPrivate.getExtensionsInfo(),
    );
    const own = infos.filter(({ name }) => name === 'Memory+');
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ manifestErrors: [], runtimeErrors: [], installWarnings: [] });
    const manifest = JSON.parse(readFileSync('dist/chrome/manifest.json', 'utf8'));
    expect(manifest.web_accessible_resources).toBeUndefined();
    expect(JSON.stringify(manifest)).not.toMatch(/"debugger"|<all_urls>/);
  });
});
