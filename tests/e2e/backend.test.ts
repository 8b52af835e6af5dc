import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRecording, pair, press, until } from '../../scripts/browser/panel.mjs';
import { parseRecording, type Recording, rowsOf } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';
import { type RunningServer, startBackend, startPrometheus } from './server.ts';
import { openSession, type Session, textOf, wait } from './session.ts';

const token = 'canary-token-of-the-e2e-tests-0123456789';
const snapshots = mkdtempSync(join(tmpdir(), 'memory-plus-e2e-'));
const settings = { ADMIN_TOKEN: token, SNAPSHOTS: 'true', SNAPSHOTS_DIRECTORY: snapshots };

let pages: Awaited<ReturnType<typeof servePages>>;
let session: Session;
let backend: RunningServer;

beforeAll(async () => {
  pages = await servePages();
  backend = await startBackend({ env: settings });
  session = await openSession(pages.url('/plain'), { height: 1_000 });
  await press(session.panel, 'tab-backend');
});
afterAll(async () => {
  await session?.close();
  await backend?.stop();
  await pages?.close();
  rmSync(snapshots, { recursive: true, force: true });
});

const attribute = (id: string, name: string) =>
  session.panel.evaluate(
    (handle, key) => document.querySelector(`[data-testid="${handle}"]`)?.getAttribute(key) ?? null,
    id,
    name,
  );
const becomes = (id: string, name: string, expected: RegExp | string) =>
  until(30_000, `${id} does not become ${expected}.`, async () => {
    const value = (await attribute(id, name)) ?? '';
    return typeof expected === 'string' ? value === expected : expected.test(value);
  });
const bodySays = (text: RegExp) =>
  until(30_000, `The tab does not say ${text}.`, async () =>
    text.test(await session.panel.evaluate(() => document.body.textContent ?? '')),
  );
const servers = (recording: Recording) => recording.sources.filter(({ kind }) => kind === 'server');

// One flow: each step goes on from the one before.
describe('a paired backend', { retry: 0 }, () => {
  it('streams: a reading each second, on a clock with its doubt', async () => {
    await pair(session.panel, backend.url, token);
    await becomes('backend-status', 'data-status', 'connected');
    await bodySays(/live stream · clock [+−]\d+ ms ± [\d.]+ ms/);
    await wait(5_000);
    const rows = [...rowsOf(await session.record(), 'process')];
    expect(rows.length).toBeGreaterThan(4);
    await session.panel.waitForSelector('[data-testid="backend-heap-chart"]');
    await becomes('server-verdict', 'data-verdict', /./);
    await becomes('server-health', 'data-status', /ok|warning|critical/);
    await bodySays(/Heap spaces.*old/);
    await session.screenshot('backend-live');
  });

  it('collects garbage there, once, and says before and after', async () => {
    await press(session.panel, 'admin-gc');
    await becomes('outcome-gc', 'data-state', 'done');
    expect(await textOf(session.panel, 'outcome-gc')).toMatch(/Heap [\d.]+ MB → [\d.]+ MB/);
    await press(session.panel, 'admin-gc');
    await becomes('outcome-gc', 'data-state', /refused|done/);
    await press(session.panel, 'admin-leak-check');
    await becomes('outcome-leak-check', 'data-state', 'done');
    await session.screenshot('backend-actions');
  });

  it('takes a snapshot, warned first, and opens it in Snapshots', async () => {
    await press(session.panel, 'admin-snapshot');
    await bodySays(/stand still for about [\d.]+ (ms|s|min)/);
    await press(session.panel, 'admin-snapshot-confirm');
    await session.panel.waitForSelector('[data-testid="snapshot-export"]', { timeout: 100_000 });
    await session.screenshot('backend-snapshot');
    await press(session.panel, 'tab-backend');
    await session.panel.waitForSelector('[data-testid="stored-snapshots"] input[type=checkbox]');
  });

  it('that is killed and started again is a new life: a cut, with nothing below zero', async () => {
    await backend.stop();
    await becomes('backend-status', 'data-status', 'unreachable');
    await session.screenshot('backend-down');
    backend = await startBackend({ port: backend.port, env: settings });
    await becomes('backend-status', 'data-status', 'connected');
    await bodySays(/1 restart seen/);
    await wait(2_500);
    const recording = await session.record();
    expect(servers(recording)).toHaveLength(2);
    const events = [...rowsOf(recording, 'lifecycle')].filter(
      ({ source }) => recording.sources[source]?.kind === 'server',
    );
    expect(events.map(({ event }) => event)).toEqual(['restart']);
  });

  it('is in the recording with what was done there, and opens again without it', async () => {
    const text = await exportRecording(session.browser, session.panel);
    const recording = parseRecording(text);
    expect([...rowsOf(recording, 'actions')].map(({ action, result }) => `${action} ${result}`)).toEqual(
      expect.arrayContaining(['gc done', 'leak-check done', 'snapshot done']),
    );
    for (const table of ['heap', 'process', 'health', 'heapSpaces'] as const)
      expect([...rowsOf(recording, table)].length, table).toBeGreaterThan(0);
    expect(text).not.toContain(token);
  });

  it('leaves its token nowhere but in the browser’s session', async () => {
    expect(await session.panel.evaluate(() => document.documentElement.outerHTML)).not.toContain(token);
    expect(await session.page.content()).not.toContain(token);
    const stored = await session.panel.evaluate(async () => {
      const { local, session: held } = chrome.storage;
      return { local: JSON.stringify(await local.get(null)), session: JSON.stringify(await held.get(null)) };
    });
    expect(stored.local).not.toContain(token);
    expect(stored.session).toContain(token);
    expect(stored.local).toContain(backend.url);
  });
});

describe('a fleet behind a real Prometheus', () => {
  it('shows every instance that is scraped, each judged', async () => {
    const fleet = await Promise.all([startBackend(), startBackend(), startBackend()]);
    const prometheus = await startPrometheus(
      'shop',
      fleet.map(({ port }) => port),
    );
    try {
      await wait(6_000);
      await press(session.panel, 'backend-tab-fleet');
      await session.panel.locator('[data-testid="fleet-url"]').fill(prometheus.url);
      await press(session.panel, 'fleet-connect');
      await becomes('fleet-status', 'data-status', 'connected');
      await until(60_000, 'The instances are not shown.', async () => {
        const shown = await session.panel.$$('[data-testid="fleet-instance"]');
        return shown.length === 3;
      });
      const names = await session.panel.$$eval('[data-testid="fleet-instance"] .fleet__name', (all) =>
        all.map((one) => one.textContent ?? ''),
      );
      expect(names.sort()).toEqual(fleet.map(({ port }) => `127.0.0.1:${port}`).sort());
      await bodySays(/shop \(3\)/);
      await session.screenshot('fleet');
    } finally {
      await Promise.all([prometheus, ...fleet].map((server) => server.stop()));
    }
  });
});
