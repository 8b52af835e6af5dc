import { rowsOf } from '@memory-plus/core/recording';
import { describe, expect, it, vi } from 'vitest';
import type { PairingStatus } from '../../../panel/pairing/pairing.ts';
import { maxAnswerBytes } from '../../../panel/pairing/request.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { type Answerer, type Call, pairingWorld, start, untilAborted } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const origin = 'http://localhost:3000';
const statsUrl = `${origin}/api/monitoring/memory/stats`;
const token = 'canary-token-0123456789-0123456789';

function json(value: unknown, init: ResponseInit = {}): Response {
  return new Response(typeof value === 'string' ? value : JSON.stringify(value), {
    headers: { 'content-type': 'application/json' },
    ...init,
  });
}

/** A world with a good backend whose answers a test may change. */
function goodWorld(change: (url: string, answer: Record<string, unknown>) => unknown = (_, answer) => answer) {
  const world: ReturnType<typeof pairingWorld> = pairingWorld(async ({ url }) => {
    const answer = await backend(url);
    return answer.ok ? json(change(url, (await answer.json()) as Record<string, unknown>)) : answer;
  });
  const backend = fakeBackend(() => world.clock.now());
  return world;
}

/** A body that never ends: a chunk at a time, as long as somebody reads. */
function endless(chunk: Uint8Array<ArrayBuffer>, seen: { bytes: number }): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      seen.bytes += chunk.byteLength;
      controller.enqueue(chunk);
    },
  });
}

/** A body that begins and then drips nothing more, until the request is aborted. */
function stuck({ init }: Call): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"schema":'));
      init.signal?.addEventListener('abort', () => controller.error(new DOMException('Aborted', 'AbortError')));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}

const faults: readonly (readonly [name: string, answer: Answerer, status: PairingStatus])[] = [
  ['refused', async () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
  ['hanging', untilAborted, 'slow'],
  ['a body that stops', async (call) => stuck(call), 'slow'],
  ['HTTP 500', async () => json({ status: 500 }, { status: 500 }), 'server-error'],
  ['HTTP 503', async () => json('', { status: 503 }), 'server-error'],
  ['HTTP 401', async () => json('', { status: 401 }), 'unauthorised'],
  ['HTTP 403', async () => json('', { status: 403 }), 'unauthorised'],
  ['HTTP 404', async () => json('', { status: 404 }), 'not-a-backend'],
  ['HTTP 429', async () => json('', { status: 429 }), 'slow'],
  ['a web page', async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'not-a-backend'],
  ['half JSON', async () => json('{"schema": "memory-plus/backend@1", "at": 1'), 'not-a-backend'],
  ['nothing', async () => json(''), 'not-a-backend'],
  ['null', async () => json('null'), 'not-a-backend'],
  ['another schema', async () => json({ schema: 'memory-plus/backend@99' }), 'not-a-backend'],
  ['no schema', async () => json({ heap: 1 }), 'not-a-backend'],
  [
    'too large a body',
    async () =>
      new Response(endless(new Uint8Array(100_000).fill(32), { bytes: 0 }), {
        headers: { 'content-type': 'application/json' },
      }),
    'not-a-backend',
  ],
];

describe('faults of a backend', () => {
  it.each(faults)(
    '%s: shown as what it is, asked rarely, one at a time; the next good answer recovers',
    async (_, fault, status) => {
      const world = pairingWorld(fault);
      const backend = fakeBackend(() => world.clock.now());
      await world.pairing.connect(origin, token);
      await world.clock.advance(5_500);
      expect(world.state().status).toBe(status);
      expect(world.state().detail).not.toBe('');
      expect(world.state().retryAt).toBeGreaterThan(world.clock.now() - 1);
      await world.clock.advance(594_500);
      expect(world.calls.length).toBeLessThanOrEqual(20);
      expect(world.mostInFlight()).toBe(1);
      expect(world.world.model.store.size).toBe(0);

      world.world.answer = ({ url }) => backend(url);
      await world.clock.advance(70_000);
      expect(world.state()).toMatchObject({ status: 'connected', detail: '', retryAt: null });
      expect(world.world.model.store.rows('heap')).toBeGreaterThan(0);
      world.pairing.close();
      await world.clock.advance(120_000);
      expect(world.clock.timers).toBe(0);
    },
  );

  it('a body that is too large is read no further', async () => {
    const seen = { bytes: 0 };
    const chunk = new Uint8Array(100_000).fill(32);
    const headers = { 'content-type': 'application/json', 'content-length': '12' };
    const world = pairingWorld(async () => new Response(endless(chunk, seen), { headers }));
    await world.pairing.connect(origin, '');
    await world.clock.advance(500);
    expect(world.statsCalls()).toHaveLength(1);
    expect(seen.bytes).toBeGreaterThan(maxAnswerBytes);
    // A stream reads one chunk ahead.
    expect(seen.bytes).toBeLessThan(maxAnswerBytes + 4 * chunk.byteLength);
  });

  it.each([
    ['text for a number', (s: Record<string, unknown>) => ({ ...s, rss: '12' })],
    ['a negative number', (s: Record<string, unknown>) => ({ ...s, rss: -1 })],
    ['a missing field', ({ heap: _, ...s }: Record<string, unknown>) => s],
    ['an array', (s: Record<string, unknown>) => [s]],
  ])('%s where the schema says otherwise: no row, not a backend', async (_, change) => {
    const world = goodWorld((_, answer) => change(answer));
    await world.pairing.connect(origin, '');
    await world.clock.advance(2_000);
    expect(world.state().status).toBe('not-a-backend');
    expect(world.world.model.store.size).toBe(0);
  });

  it('a number too large for JSON numbers is refused', async () => {
    const good = await (await fakeBackend(() => start)(statsUrl)).text();
    const world = pairingWorld(async () => json(good.replace(/"rss":[\d.]+/, '"rss":1e309')));
    await world.pairing.connect(origin, '');
    await world.clock.advance(2_000);
    expect(world.state()).toMatchObject({ status: 'not-a-backend' });
    expect(world.state().detail).toContain('rss');
  });

  it('tells a redirect from a broken connection, follows none, and sends no token to find out', async () => {
    const world = pairingWorld(async ({ init }) => {
      if (init.redirect === 'error') throw new TypeError('Failed to fetch');
      return { type: 'opaqueredirect' } as Response;
    });
    await world.pairing.connect(origin, token);
    await world.clock.advance(600_000);
    expect(world.state().status).toBe('redirected');
    expect(world.calls.length).toBeLessThanOrEqual(20);
    expect(world.calls.filter(({ init }) => init.redirect === 'manual')).toEqual([world.calls[1]]);
    expect(new Headers(world.calls[1]?.init.headers).has('authorization')).toBe(false);
  });

  it('waits as long as the server asks, but not longer than five minutes', async () => {
    const world = pairingWorld(async () => json('', { status: 429, headers: { 'retry-after': '40' } }));
    await world.pairing.connect(origin, '');
    await world.clock.advance(39_000);
    expect(world.calls).toHaveLength(1);
    await world.clock.advance(2_000);
    expect(world.calls).toHaveLength(2);
    world.world.answer = async () => json('', { status: 503, headers: { 'retry-after': '86400' } });
    await world.clock.advance(41_000);
    const before = world.calls.length;
    await world.clock.advance(301_000);
    expect(world.calls.length).toBe(before + 1);
  });
});

describe('requests', () => {
  it('go to a few fixed paths of the typed origin, without cookies, cache or referrer, with the token in one header', async () => {
    const world = goodWorld();
    await world.pairing.connect(`${origin}/somewhere?token=x`, token);
    await world.clock.advance(60_000);
    const paths = ['stats', 'history?from=0', 'stream', 'health', 'leaks'];
    expect(new Set(world.calls.map(({ url }) => url.replace(/from=\d+/, 'from=0')))).toEqual(
      new Set(paths.map((path) => statsUrl.replace('stats', path))),
    );
    for (const { init } of world.calls) {
      expect(init).toMatchObject({
        method: 'GET',
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      expect(new Headers(init.headers).get('authorization')).toBe(`Bearer ${token}`);
    }
    expect(world.platform.commands).toEqual([`request ${origin}`]);
    expect(world.mostInFlight()).toBe(1);
  });

  it('ask for stats each 2 s and for health each 10 s', async () => {
    const world = goodWorld();
    await world.pairing.connect(origin, '');
    await world.clock.advance(59_000);
    expect(world.statsCalls()).toHaveLength(30);
    expect(world.callsTo('/health')).toHaveLength(6);
    expect(world.callsTo('/leaks')).toHaveLength(6);
  });

  it('stop while nobody looks and go on when somebody does, without jumping the queue', async () => {
    const world = goodWorld();
    await world.pairing.connect(origin, '');
    await world.clock.advance(1_000);
    world.clock.show(false);
    await world.clock.advance(60_000);
    const before = world.statsCalls().length;
    expect(before).toBeLessThanOrEqual(2);
    for (let i = 0; i < 20; i++) {
      world.clock.show(false);
      world.clock.show(true);
    }
    await world.clock.advance(500);
    expect(world.statsCalls().length).toBe(before + 1);
    expect(world.mostInFlight()).toBe(1);
  });

  it('are not made at all where a token would travel in the open, or without permission', async () => {
    const world = goodWorld();
    expect(await world.pairing.connect('http://10.0.0.5:3000', token)).toBe('insecure-token');
    expect(await world.pairing.connect('ws://localhost', '')).toBe('scheme');
    world.platform.permission = false;
    expect(await world.pairing.connect(origin, token)).toBe('no-permission');
    await world.clock.advance(60_000);
    expect(world.calls).toEqual([]);
    expect(world.state().status).toBe('idle');
  });
});

describe('the token', () => {
  it('is kept in session storage only, and never gets into the recording', async () => {
    const world = goodWorld();
    await world.pairing.connect(origin, token);
    await world.clock.advance(20_000);
    expect(JSON.stringify([...world.platform.stored.local])).not.toContain(token);
    expect(JSON.stringify([...world.platform.stored.session])).toContain(token);
    expect(JSON.stringify(world.world.model.store.recording())).not.toContain(token);
    expect(JSON.stringify(world.state())).not.toContain(token);
    world.pairing.disconnect(origin);
    await world.clock.advance(0);
    expect(JSON.stringify([...world.platform.stored.session])).not.toContain(token);
  });

  it('that was stored for an insecure origin is not sent', async () => {
    const calls: Call[] = [];
    const world = pairingWorld(async (call) => {
      calls.push(call);
      return json('');
    });
    world.platform.stored.session.set('backend-tokens', { 'http://10.0.0.5': token });
    world.platform.stored.local.set('backends', {
      'http://shop.localhost': [{ origin: 'http://10.0.0.5', name: 'ten', on: true }],
    });
    const { createPairing } = await import('../../../panel/pairing/pairing.ts');
    createPairing({
      platform: world.platform,
      environment: world.clock,
      model: () => world.world.model,
      changed: () => {},
    });
    await world.clock.advance(1_000);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.every(({ init }) => !new Headers(init.headers).has('authorization'))).toBe(true);
  });
});

describe('rows of a server', () => {
  it.each([0, 3, 86_400_000, -86_400_000])(
    'stand on the clock of the browser, whatever the server says (%i ms off)',
    async (skew) => {
      const world = goodWorld((_, answer) => shifted(answer, skew));
      await world.pairing.connect(origin, '');
      await world.clock.advance(200_000);
      const { model } = world.world;
      expect(world.state().clockOffset).toBeCloseTo(3 + skew, 3);
      const times = [...rowsOf(model.store.recording(), 'heap')].map(({ at }) => at);
      expect(times.length).toBeGreaterThan(90);
      for (const [index, at] of times.entries()) expect(at).toBeCloseTo(start + index * 2_000, -1);
      const collections = [...rowsOf(model.store.recording(), 'collections')];
      expect(collections.map(({ at }) => Math.round((at - start) / 1_000))).toEqual([90, 180]);
    },
  );

  it('of a new process are a new source: a cut, not a fall', async () => {
    let bootId = 'boot-1';
    const world = goodWorld((_, answer) => ({ ...answer, bootId }));
    await world.pairing.connect(origin, '');
    await world.clock.advance(10_000);
    bootId = 'boot-2';
    await world.clock.advance(10_000);
    const { sources } = world.world.model.store;
    expect(sources.map((source) => source.kind === 'server' && source.bootId)).toEqual(['boot-1', 'boot-2']);
    expect([...rowsOf(world.world.model.store.recording(), 'lifecycle', 1)].map(({ event }) => event)).toEqual([
      'restart',
    ]);
    expect(world.state().restarts).toBe(1);
  });

  it('of a process that claims to be new each time end at a limit', async () => {
    let boots = 0;
    const world = goodWorld((_, answer) => ({ ...answer, bootId: `boot-${++boots}` }));
    await world.pairing.connect(origin, '');
    await world.clock.advance(1_100_000);
    expect(world.state().status).toBe('server-error');
    expect(world.world.model.store.sources.length).toBeLessThanOrEqual(501);
  });

  it('go on in a new recording, and their source with them', async () => {
    const world = goodWorld();
    await world.pairing.connect(origin, '');
    await world.clock.advance(4_000);
    world.world.model = RecordingModel.empty('test', world.clock.now(), { heapInterval: 500, slowRender: 16 });
    world.pairing.introduce(world.world.model);
    expect(world.world.model.store.sources).toHaveLength(1);
    await world.clock.advance(4_000);
    expect(world.world.model.store.rows('heap')).toBe(2);
  });
});

function shifted(answer: Record<string, unknown>, skew: number): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) =>
    (key === 'at' || key === 'serverTime') && typeof value === 'number' ? value + skew : value,
  );
}
