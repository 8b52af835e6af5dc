import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pair, until } from '../../scripts/browser/panel.mjs';
import { judgeRecording } from '../../src/judgement/index.ts';
import { rowsOf } from '../../src/recording/index.ts';
import { servePages } from './pages.ts';
import { type RunningServer, startBackend } from './server.ts';
import { heapShown, openSession, type Session, textOf, wait } from './session.ts';

/** Requests of each round, so that the routes can be told from one another and from the clock. */
const rounds = [
  { reports: 12, switches: 0 },
  { reports: 0, switches: 9 },
  { reports: 3, switches: 3 },
  { reports: 16, switches: 14 },
  { reports: 1, switches: 0 },
  { reports: 8, switches: 1 },
  { reports: 0, switches: 0 },
  { reports: 10, switches: 6 },
  { reports: 5, switches: 12 },
  { reports: 14, switches: 2 },
  { reports: 2, switches: 7 },
  { reports: 9, switches: 4 },
];

let pages: Awaited<ReturnType<typeof servePages>>;
let backend: RunningServer;
let session: Session;

beforeAll(async () => {
  pages = await servePages();
  backend = await startBackend({
    flags: ['--expose-gc', '--import', './tests/pairs/collect.mjs'],
    env: { ALLOWED_ORIGINS: new URL(pages.url('/')).origin, NODE_ENV: 'development' },
  });
  session = await openSession(pages.url('/react'));
});
afterAll(async () => {
  await session?.close();
  await backend?.stop();
  await pages?.close();
});

describe('a server that leaks by request', () => {
  it('is named with the route, in the tab and by the command line', async () => {
    await heapShown(session);
    await pair(session.panel, backend.url);
    const switched = await fetch(`${backend.url}/demo/leak`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"on":true}',
    });
    expect(switched.ok).toBe(true);
    for (const round of rounds) {
      await session.page.evaluate(
        async ({ reports, switches }, base) => {
          for (let i = 0; i < reports; i++) await fetch(`${base}/demo/reports?month=${i}`);
          const body = JSON.stringify({ on: true });
          const headers = { 'content-type': 'application/json' };
          for (let i = 0; i < switches; i++) await fetch(`${base}/demo/leak`, { method: 'POST', headers, body });
        },
        round,
        backend.url,
      );
      await wait(3_000);
    }
    const said = await until(40_000, 'The tab names no route.', async () => {
      const text = (await textOf(session.panel, 'pair-card')) ?? '';
      return /per GET \/demo\/reports/.test(text) ? text : null;
    });
    expect(said).toMatch(/[Ss]erver.*grow/);
    expect(said).not.toMatch(/per .*demo\/leak/);
    expect(said).toMatch(/\d+ requests of GET \/demo\/reports leave [\d.]+ [KM]B to [\d.]+ [KM]B each/);
    await session.screenshot('requests-verdict');
    const recording = await session.record();
    const reports = [...rowsOf(recording, 'requests')].filter(({ route }) => route === 'GET /demo/reports');
    expect(reports).toHaveLength(rounds.reduce((sum, { reports: count }) => sum + count, 0));
    expect(reports.every(({ boot, url }) => boot !== null && !url.includes('month'))).toBe(true);
    const across = judgeRecording(recording).find(({ kind }) => kind === 'server')?.across;
    expect(across?.attribution.routes.filter(({ proven }) => proven).map(({ route }) => route)).toEqual([
      'GET /demo/reports',
    ]);
  });

  it('shows the requests in a step of its heap', async () => {
    await session.panel.focus('.timeline__overlay');
    const found = await until(20_000, 'No moment with a request is found.', async () => {
      await session.panel.page().keyboard.press('ArrowLeft');
      return session.panel.$('[data-testid="request-row"]');
    });
    expect(await found.evaluate((row) => row.textContent)).toMatch(/GET \/demo\/reports|POST \/demo\/leak/);
    await session.screenshot('requests-step');
  });
});
