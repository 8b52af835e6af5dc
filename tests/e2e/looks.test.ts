import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pair } from '../../scripts/browser/panel.mjs';
import { servePages } from './pages.ts';
import { type RunningServer, startBackend } from './server.ts';
import { heapShown, openSession, wait } from './session.ts';

const views = ['overview', 'renders', 'leaks', 'caches', 'backend', 'settings'] as const;

let pages: Awaited<ReturnType<typeof servePages>>;
let backend: RunningServer;

beforeAll(async () => {
  pages = await servePages();
  backend = await startBackend();
});
afterAll(async () => {
  await backend?.stop();
  await pages?.close();
});

describe.each([
  ['light', 1_200],
  ['dark', 1_200],
  ['dark', 400],
] as const)('in the %s theme at %s px', (theme, width) => {
  it('shows every view without running over its edge', async () => {
    const session = await openSession(pages.url('/react'), { theme, width, height: 760 });
    try {
      await heapShown(session);
      await pair(session.panel, backend.url);
      await session.page.evaluate(() => {
        const page = window as unknown as {
          run(perSecond: number, count: number): Promise<number>;
          burn(ms: number): void;
        };
        page.burn(45);
        return page.run(30, 60);
      });
      await wait(2_500);
      for (const view of views) {
        await session.panel.$eval(`[data-testid="tab-${view}"]`, (tab) => (tab as HTMLElement).click());
        await wait(400);
        await session.screenshot(`${view}-${theme}-${width}`);
        const overflow = await session.panel.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect({ view, overflow }).toEqual({ view, overflow: 0 });
      }
      // Timed by Memory+ itself; how many were slow belongs into the bench, on a machine of its own.
      const own = await session.panel.$eval('[data-testid="own-renders"]', (told) => ({
        slow: Number(told.getAttribute('data-slow')),
        text: told.textContent ?? '',
        what: told.getAttribute('title') ?? '',
      }));
      console.info(`${theme} ${width} px: ${own.text}. ${own.what}`);
      expect(own.text).toMatch(own.slow > 0 ? /^\d+ own renders? over 16 ms/ : /^Own renders at most [\d.]+ ms$/);
      expect(Number(/ (\d[\d,]*) renders/.exec(own.what)?.[1]?.replaceAll(',', ''))).toBeGreaterThan(10);
    } finally {
      await session.close();
    }
  });
});
