import { settingFields } from '@memory-plus/core/protocol/backend';
import { rowsOf } from '@memory-plus/core/recording';
import { describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../../panel/pairing/pairing.ts';
import { fakeBackend, problem } from '../../panel-page/fake-backend.ts';
import { type Answerer, pairingWorld, untilAborted } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const origin = 'http://localhost:3000';
const token = 'canary-token-0123456789-0123456789';

/** A connected backend; `posts` answers what changes something, and snapshots. */
async function connected(posts: Answerer | null = null) {
  const world: ReturnType<typeof pairingWorld> = pairingWorld(async (call) => {
    if (posts && (call.init.method === 'POST' || /snapshots\/./.test(call.url))) return posts(call);
    return server(call.url, call.init);
  });
  const server = fakeBackend(() => world.clock.now());
  await world.pairing.connect(origin, token);
  await world.clock.advance(3_000);
  const [backend] = world.pairing.backends.value as [Backend];
  const sent = () => world.calls.filter(({ init }) => init.method === 'POST');
  const recorded = () => [...rowsOf(world.world.model.store.recording(), 'actions')];
  return { ...world, backend, admin: backend.admin, sent, recorded };
}

describe('an action', () => {
  it('is sent once however often it is clicked, with the token in one header, and its result recorded', async () => {
    const world = await connected();
    for (let clicks = 0; clicks < 5; clicks++) void world.admin.collect();
    expect(world.admin.outcomes.gc.value?.state).toBe('running');
    await world.clock.advance(1_000);
    expect(world.sent()).toHaveLength(1);
    const [{ url, init }] = world.sent() as [(typeof world.calls)[0]];
    expect(url).toBe(`${origin}/api/monitoring/memory/gc`);
    expect(new Headers(init.headers).get('authorization')).toBe(`Bearer ${token}`);
    expect(init).toMatchObject({ body: '{}', redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(JSON.stringify(init.body)).not.toContain(token);
    expect(world.admin.outcomes.gc.value).toMatchObject({ state: 'done', value: { freed: 33 * 1024 * 1024 } });
    expect(world.recorded()).toMatchObject([{ action: 'gc', result: 'done', detail: '214 MB → 181 MB' }]);
  });

  it.each([401, 403, 404, 409, 501, 507])('refused with %i says why, and is not repeated', async (status) => {
    const world = await connected(async () => problem(status, 'Because of this.'));
    await world.admin.check();
    await world.clock.advance(600_000);
    expect(world.admin.outcomes['leak-check'].value).toMatchObject({
      state: 'refused',
      status,
      detail: 'Because of this.',
      retryAt: null,
    });
    expect(world.sent()).toHaveLength(1);
    expect(world.recorded()).toMatchObject([{ action: 'leak-check', result: 'refused' }]);
  });

  it('refused for being too early says when it may be tried again', async () => {
    const world = await connected(async () => problem(429, 'Too recent.', { 'retry-after': '42' }));
    await world.admin.snapshot(1_000);
    const outcome = world.admin.outcomes.snapshot.value;
    expect(outcome).toMatchObject({ state: 'refused', status: 429, retryAt: world.clock.now() + 42_000 });
  });

  it.each<[string, Answerer]>([
    ['a lost connection', async () => Promise.reject(new TypeError('Failed to fetch'))],
    ['no answer', untilAborted],
    ['HTTP 500', async () => problem(500, 'Oops.')],
    ['HTTP 502', async () => new Response('', { status: 502 })],
    ['a damaged answer', async () => Response.json({ schema: 'memory-plus/backend@1', before: 'x' })],
    ['a web page', async () => new Response('<html>')],
  ])('whose end is %s has an unknown result, and is not repeated', async (_, answer) => {
    const world = await connected(answer);
    void world.admin.collect();
    await world.clock.advance(120_000);
    expect(world.admin.outcomes.gc.value?.state).toBe('unknown');
    expect(world.sent()).toHaveLength(1);
    expect(world.recorded()).toMatchObject([{ action: 'gc', result: 'unknown' }]);
    world.admin.dismiss('gc');
    expect(world.admin.outcomes.gc.value).toBeNull();
  });

  it('is never sent in the open, and its token neither stored on disk nor recorded', async () => {
    const world = await connected();
    await world.admin.configure({ enabled: false });
    await world.clock.advance(1_000);
    expect(JSON.parse(String(world.sent()[0]?.init.body))).toEqual({ enabled: false });
    expect(JSON.stringify(world.world.model.store.recording())).not.toContain(token);
    expect(JSON.stringify([...world.platform.stored.local])).not.toContain(token);
    expect(world.calls.every(({ url }) => url.startsWith(`${origin}/`) && !url.includes(token))).toBe(true);
    expect(world.pairing.setToken(origin, null)).toBeNull();
    await world.admin.clearHistory();
    expect(new Headers(world.sent()[1]?.init.headers).has('authorization')).toBe(false);
  });
});

describe('a stored snapshot', () => {
  const entries = ['a', 'b'].map((id, index) => ({ id, at: index * 1000, bytes: 9, nodes: 1, pause: 5 }));

  it('is fetched to its end, one after the other', async () => {
    const world = await connected(async ({ url }) => new Response(`{"snapshot":"${url.at(-1)}"}`));
    const files = await world.admin.fetchSnapshots(entries);
    expect(await Promise.all((files ?? []).map((file) => file.text()))).toEqual([
      '{"snapshot":"a"}',
      '{"snapshot":"b"}',
    ]);
    expect(files?.map(({ name }) => name)).toEqual([
      'localhost-3000-1970-01-01T00-00-00.heapsnapshot',
      'localhost-3000-1970-01-01T00-00-01.heapsnapshot',
    ]);
    expect(world.admin.fetching.value).toBeNull();
  });

  it('that breaks off is none', async () => {
    const world = await connected(async () => {
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode('{"snapshot":'));
          controller.error(new TypeError('network error'));
        },
      });
      return new Response(body);
    });
    expect(await world.admin.fetchSnapshots(entries)).toBeNull();
    expect(world.admin.fetching.value).toMatchObject({ state: 'failed', status: null });
    expect(world.calls.filter(({ url }) => /snapshots\/./.test(url))).toHaveLength(1);
  });

  it('can be cancelled, and one that is refused says why', async () => {
    const world = await connected(untilAborted);
    const fetched = world.admin.fetchSnapshots(entries);
    expect(await world.admin.fetchSnapshots(entries)).toBeNull();
    world.admin.cancelFetch();
    expect(await fetched).toBeNull();
    expect(world.admin.fetching.value).toBeNull();
    const refusing = await connected(async () => problem(404, 'There is no such snapshot.'));
    expect(await refusing.admin.fetchSnapshots(entries)).toBeNull();
    expect(refusing.admin.fetching.value).toMatchObject({ status: 404, detail: 'There is no such snapshot.' });
  });
});

describe('the form of settings', () => {
  it('has every setting of the schema, with its limits', () => {
    expect(settingFields.map(({ name }) => name)).toEqual([
      'enabled',
      'checkInterval',
      'growthThreshold',
      'collectOnSuspicion',
      'profileOnSuspicion',
      'snapshotOnLeak',
    ]);
    expect(settingFields[1]).toMatchObject({ kind: 'integer', min: 10_000, max: 86_400_000 });
    for (const { help, kind, name } of settingFields) if (kind === 'integer') expect(help, name).not.toBe('');
  });
});
