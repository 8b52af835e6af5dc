// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mountPanel } from '../../../panel/mount.tsx';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';
import { fakePrometheus } from '../../panel-page/fake-prometheus.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';
import { type Fault, faults } from './faults.ts';
import { withStream } from './live-backend.ts';
import { start } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 120_000 });

const origin = 'http://localhost:3000';
const prometheus = 'http://localhost:9090';
const tenMinutes = 600_000;
/** After this a snapshot is waited for no longer. */
const longestPatience = 300_000;

/** Endpoints that are asked by themselves, and whether others are asked while it fails. */
const endpoints = [
  'stats',
  'health',
  'history',
  'leaks',
  'heap-statistics',
  'process-info',
  'leaks/snapshots',
  'stream',
];
const actions: readonly (readonly [path: string, handle: string, confirm: string | null, outcome: string])[] = [
  ['gc', 'admin-gc', null, 'gc'],
  ['leaks/check', 'admin-leak-check', null, 'leak-check'],
  ['leaks/snapshot', 'admin-snapshot', 'admin-snapshot-confirm', 'snapshot'],
  ['leaks/clear-history', 'admin-clear-history', 'admin-clear-confirm', 'clear-history'],
];

// What is drawn on a canvas is not looked at here.
HTMLCanvasElement.prototype.getContext = () => null;

const rejections: unknown[] = [];
const remember = (reason: unknown) => rejections.push(String((reason as Error)?.stack ?? reason));
beforeAll(() => void process.on('unhandledRejection', remember));
afterAll(() => {
  process.off('unhandledRejection', remember);
  expect(rejections).toEqual([]);
});

/** The whole panel on its backend view, with a good backend and a good Prometheus; `fault` spoils one path. */
class World {
  readonly calls: { path: string; at: number }[] = [];
  readonly platform = new FakePlatform();
  readonly clock: VirtualClock;
  fault: { path: string; spoil: Fault } | null = null;
  mostInFlight = 0;
  readonly #inFlight = new Map<string, number>();
  readonly #root = document.body.appendChild(document.createElement('div'));
  readonly #mounted: ReturnType<typeof mountPanel>;

  constructor(streams: boolean) {
    this.clock = new VirtualClock(start, (url, init) => this.#fetch(url, init));
    const backend = fakeBackend(() => this.clock.now());
    const fleet = fakePrometheus(() => this.clock.now(), 4);
    const live = withStream(backend, () => this.clock);
    this.#answer = (url, init) => {
      if (url.startsWith(prometheus)) return fleet(url);
      return streams ? live.answer({ url, init, at: this.clock.now() }) : backend(url, init);
    };
    this.#mounted = mountPanel(this.#root, this.platform, this.clock);
    this.#mounted.panel.selection.view.value = 'backend';
  }

  readonly #answer: (url: string, init: RequestInit) => Promise<Response>;

  get panel() {
    return this.#mounted.panel;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const path = new URL(url).pathname.replace(/^\/api\/monitoring\/memory\//, '');
    const endpoint = `${new URL(url).origin} ${path}`;
    if (url.startsWith(origin) || url.startsWith(prometheus)) this.calls.push({ path, at: this.clock.now() });
    this.#inFlight.set(endpoint, (this.#inFlight.get(endpoint) ?? 0) + 1);
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight.get(endpoint) ?? 0);
    const good = () => this.#answer(url, init);
    try {
      const spoilt = this.fault?.path === path ? this.fault.spoil : null;
      return await (spoilt ? spoilt({ url, init, at: this.clock.now() }, good, this.clock) : good());
    } finally {
      this.#inFlight.set(endpoint, (this.#inFlight.get(endpoint) ?? 0) - 1);
    }
  }

  to(path: string) {
    return this.calls.filter((call) => call.path === path);
  }

  async run(duration: number): Promise<void> {
    await this.clock.advance(duration);
    await this.clock.paint();
    await this.clock.advance(0);
  }

  find(handle: string): HTMLElement | null {
    return this.#root.querySelector(`[data-testid="${handle}"]`);
  }

  /** Lets time pass where nothing of it is drawn; what a person who looks is shown is asked for all the same. */
  async runUnseen(duration: number): Promise<void> {
    const stop = this.panel.pairing.backends.value[0]?.watch();
    this.panel.selection.view.value = 'settings';
    await this.run(duration);
    this.panel.selection.view.value = 'backend';
    stop?.();
    await this.run(10);
    await pause();
    await this.run(10);
  }

  async click(handle: string): Promise<void> {
    for (let tries = 0; !this.find(handle) && tries < 100; tries++) await this.run(10).then(pause);
    this.find(handle)?.click();
    await this.run(50);
    await pause();
    await this.run(50);
  }

  /** Nothing on the screen that no person could read. */
  check(): void {
    const text = this.#root.textContent ?? '';
    expect(text).not.toMatch(/\bNaN\b|undefined|Infinity|\[object/);
    expect(this.#root.innerHTML).not.toMatch(/d="[^"]*NaN|width: ?NaN/);
  }

  spinning(): number {
    return this.#root.querySelectorAll('.outcome__running').length;
  }

  async close(): Promise<void> {
    this.#mounted.unmount();
    this.#root.remove();
    await this.clock.advance(200_000);
    expect(this.clock.timers).toBe(0);
  }
}

/** Effects of components run on a real timer of the library. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

async function connected(world: World): Promise<void> {
  const answer = world.panel.pairing.connect(origin, 'canary-token-0123456789-0123456789');
  await world.run(3_000);
  expect(await answer).toBeNull();
}

describe.each(endpoints)('%s', (path) => {
  it.each(faults)('%s: calm, readable, and well again with the next good answer', async (_, spoil, bad) => {
    const world = new World(path === 'stream');
    if (path !== 'stats') await connected(world);
    world.fault = { path, spoil };
    if (path === 'stats') await connected(world);
    // A gap is what history is asked for.
    world.clock.show(false);
    await world.run(20_000);
    world.clock.show(true);
    const before = world.to(path).length;
    await world.runUnseen(tenMinutes);
    world.check();
    expect(world.spinning()).toBe(0);
    const asked = world.to(path).length - before;
    if (bad) expect(asked).toBeLessThanOrEqual(20);
    if (bad && path === 'stats') expect(world.calls.length - world.to('stats').length).toBe(0);
    expect(world.mostInFlight).toBeLessThanOrEqual(1);

    world.fault = null;
    await world.runUnseen(75_000);
    world.check();
    const [backend] = world.panel.pairing.backends.value;
    expect(backend?.state.value).toMatchObject({ status: 'connected', detail: '' });
    expect(backend?.details.value.problems).toEqual({});
    if (path === 'stream') expect(backend?.state.value.live).toBe('stream');
    await world.close();
  });
});

describe.each(actions)('POST %s', (path, handle, confirm, outcome) => {
  it.each(faults)('%s: sent once, said as what it is, and possible again', async (name, spoil, bad) => {
    const world = new World(false);
    await connected(world);
    world.fault = { path, spoil };
    const act = async () => {
      await world.click(handle);
      await world.run(1_000);
      if (confirm) await world.click(confirm);
    };
    await act();
    await world.runUnseen(longestPatience);
    world.check();
    expect(world.spinning()).toBe(0);
    expect(world.to(path)).toHaveLength(1);
    const state = world.find(`outcome-${outcome}`)?.dataset.state;
    const expected = ['401', '403', '429'].includes(name) ? 'refused' : 'unknown';
    if (bad) expect(state).toBe(expected);
    else expect(['done', 'unknown']).toContain(state);

    world.fault = null;
    world.panel.selection.view.value = 'backend';
    await world.run(10);
    await act();
    await world.run(5_000);
    expect(world.to(path)).toHaveLength(2);
    world.panel.selection.view.value = 'backend';
    await world.run(500);
    expect(world.find(`outcome-${outcome}`)?.dataset.state).toBe('done');
    world.check();
    await world.close();
  });
});

describe.each(['/api/v1/query', '/api/v1/query_range'])('Prometheus %s', (path) => {
  it.each(faults)('%s: calm, readable, and well again with the next good answer', async (name, spoil, bad) => {
    const world = new World(false);
    world.find('backend-tab-fleet')?.click();
    await world.run(10);
    world.fault = { path, spoil };
    const answer = world.panel.pairing.fleet.connect(prometheus);
    await world.runUnseen(tenMinutes);
    expect(await answer).toBeNull();
    world.check();
    // NaN is a value that Prometheus may tell: it is left out, and nothing failed.
    if (bad && name !== 'NaN') expect(world.to(path).length).toBeLessThanOrEqual(20);
    expect(world.mostInFlight).toBeLessThanOrEqual(1);
    world.fault = null;
    await world.runUnseen(75_000);
    world.check();
    expect(world.find('fleet-status')?.dataset.status).toBe('connected');
    expect(world.panel.pairing.fleet.state.value.instances).toHaveLength(4);
    await world.close();
  });
});
