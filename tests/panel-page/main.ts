import './language.ts';
import { mountPanel } from '../../panel/mount.tsx';
import { fakeBackend, problem } from './fake-backend.ts';
import { FakePlatform, type ScriptedRow } from './fake-platform.ts';
import { fakePrometheus } from './fake-prometheus.ts';
import { Shop } from './shop.ts';
import { answerQuestions, serveMap } from './shop-components.ts';
import { VirtualClock } from './virtual-clock.ts';

const session = 'session-1';
const step = 500;
/** 2026-03-02T09:00:00Z: any moment, but always the same. */
const start = 1_772_442_000_000;

/** What tests reach through `window.panelPage`. */
export interface PanelPage {
  readonly platform: FakePlatform;
  readonly clock: VirtualClock;
  /** Connects the made-up shop as the top frame. */
  connectPage(): void;
  /** Lets the shop run, and the panel with it. */
  run(milliseconds: number): Promise<void>;
  /** Rows of the shop's document, as if it had told them. */
  rows(rows: readonly ScriptedRow[], dropped?: { page: number; relay: number }): Promise<void>;
  unmount(): void;
}

declare global {
  interface Window {
    panelPage: PanelPage;
  }
}

const options = new URLSearchParams(location.search);
const platform = new FakePlatform();
platform.theme = options.get('theme') === 'dark' ? 'dark' : 'light';
let now = () => start;
/** By port; any other is a backend whose heap is flat. */
const servers: Readonly<Record<string, (url: string, init?: RequestInit) => Promise<Response>>> = {
  '4000': fakeBackend(() => now(), { bootId: 'boot-2', floor: 90, leak: 2.4 }),
  '5000': fakeBackend(() => now(), {
    bootId: 'boot-3',
    floor: 40,
    refuse: () => problem(429, 'The last collection was too recent.', { 'retry-after': '42' }),
  }),
  '9090': fakePrometheus(() => now(), 120),
};
const backend = fakeBackend(() => now());
const clock = new VirtualClock(start, (url, init) => {
  const { host, port } = new URL(url);
  return host === 'shop.localhost' ? serveMap(url) : (servers[port] ?? backend)(url, init);
});
now = () => clock.now();
const root = document.getElementById('panel');
if (!root) throw new Error('The page has no #panel.');
const { unmount } = mountPanel(root, platform, clock);
const shop = new Shop(start);
answerQuestions(platform, now);
let elapsed = 0;

window.panelPage = {
  platform,
  clock,
  connectPage() {
    platform.page({ session, frame: 0, url: 'http://shop.localhost/catalogue', startedAt: start });
    platform.rows(session, shop.begin());
  },
  async run(milliseconds) {
    for (const end = elapsed + milliseconds; elapsed < end; ) {
      elapsed += step;
      platform.rows(session, shop.step(elapsed));
      await clock.advance(step);
    }
    await clock.paint();
  },
  async rows(rows, dropped) {
    platform.rows(session, rows, dropped);
    await clock.advance(step);
    await clock.paint();
  },
  unmount,
};
