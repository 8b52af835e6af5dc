import './language.ts';
import type { OwnRenders } from '../../panel/app/own-renders.ts';
import { mountPanel } from '../../panel/mount.tsx';
import { fakeBackend, problem } from './fake-backend.ts';
import { FakePlatform, type ScriptedRow } from './fake-platform.ts';
import { fakePrometheus } from './fake-prometheus.ts';
import { Shop } from './shop.ts';
import { answerQuestions, serveMap } from './shop-components.ts';
import { VirtualClock } from './virtual-clock.ts';

const session = 'session-1';
const step = 500;
/** How often the page tells of itself while it is watched. */
const beat = 250;
/** 2026-03-02T09:00:00Z: any moment, but always the same. */
const start = 1_772_442_000_000;

/** What tests reach through `window.panelPage`. */
export interface PanelPage {
  readonly platform: FakePlatform;
  readonly clock: VirtualClock;
  readonly ownRenders: OwnRenders;
  /** Connects the made-up shop as the top frame. */
  connectPage(): void;
  /** Lets the shop run, and the panel with it. */
  run(milliseconds: number): Promise<void>;
  /** The same, drawn once in ten seconds of it: hours pass in seconds. */
  fill(milliseconds: number): Promise<void>;
  /** A quarter of a second of it for each update, painted each. */
  live(updates: number): Promise<void>;
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
  const { host, port, pathname } = new URL(url);
  const isFile = host === 'shop.localhost' && !pathname.startsWith('/api/');
  return isFile ? serveMap(url) : (servers[port] ?? backend)(url, init);
});
now = () => clock.now();
const root = document.getElementById('panel');
if (!root) throw new Error('The page has no #panel.');
const { ownRenders, unmount } = mountPanel(root, platform, clock);
const shop = new Shop(start);
answerQuestions(platform, now);
let elapsed = 0;

/** Lets `milliseconds` pass: the shop tells of itself after each `told` of them, and the panel's timers run after each `frame`. */
async function pass(milliseconds: number, frame = step, told = step): Promise<void> {
  for (const end = elapsed + milliseconds; elapsed < end; ) {
    for (const next = elapsed + frame; elapsed < next; ) {
      elapsed += told;
      platform.rows(session, shop.step(elapsed));
    }
    await clock.advance(frame);
  }
  await clock.paint();
}

window.panelPage = {
  platform,
  clock,
  ownRenders,
  connectPage() {
    platform.page({ session, frame: 0, url: 'http://shop.localhost/catalogue', startedAt: start });
    platform.rows(session, shop.begin());
  },
  run: (milliseconds) => pass(milliseconds),
  fill: (milliseconds) => pass(milliseconds, 10_000),
  async live(updates) {
    for (let update = 0; update < updates; update++) {
      await pass(beat, beat, beat);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
  },
  async rows(rows, dropped) {
    platform.rows(session, rows, dropped);
    await clock.advance(step);
    await clock.paint();
  },
  unmount,
};
