import { rowsOf } from '@memory-plus/core/recording';
import { describe, expect, it, vi } from 'vitest';
import { createPairing } from '../../../panel/pairing/pairing.ts';
import { groupServers } from '../../../panel/store/documents.ts';
import { fakeBackend } from '../../panel-page/fake-backend.ts';
import { pairingWorld } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const [api, jobs] = ['http://localhost:3000', 'http://localhost:4000'];
const token = 'canary-token-0123456789-0123456789';

/** Two backends, each with a process of its own; whatever else is asked is not there. */
function twoBackends() {
  const world: ReturnType<typeof pairingWorld> = pairingWorld(async ({ url, init }) => {
    const server = url.startsWith(api) ? first : url.startsWith(jobs) ? second : null;
    return server ? server(url, init) : new Response('', { status: 404 });
  });
  const first = fakeBackend(() => world.clock.now());
  const second = fakeBackend(() => world.clock.now(), { bootId: 'boot-2', floor: 90 });
  return world;
}

const connectBoth = async (world: ReturnType<typeof twoBackends>) => {
  expect(await world.pairing.connect(api, token)).toBeNull();
  await world.clock.advance(1_000);
  expect(await world.pairing.connect(jobs, '')).toBeNull();
  await world.clock.advance(10_000);
};

describe('several backends', () => {
  it('are sources of their own with a name and a place each; a token goes to its own origin only', async () => {
    const world = twoBackends();
    await connectBoth(world);
    world.pairing.rename(jobs, '  Jobs  ');
    const groups = groupServers(world.world.model.states);
    expect(groups.map(({ url, name, slot }) => [url, name, slot])).toEqual([
      [api, 'localhost:3000', 0],
      [jobs, 'Jobs', 1],
    ]);
    for (const { url, init } of world.calls)
      expect(new Headers(init.headers).has('authorization')).toBe(url.startsWith(`${api}/`));
    world.pairing.rename(jobs, '   ');
    expect(groupServers(world.world.model.states)[1]?.name).toBe('localhost:4000');
  });

  it('can be switched off and on again: the same process goes on in the same source', async () => {
    const world = twoBackends();
    await connectBoth(world);
    world.pairing.switch(jobs, false);
    const asked = world.calls.filter(({ url }) => url.startsWith(jobs)).length;
    await world.clock.advance(30_000);
    expect(world.calls.filter(({ url }) => url.startsWith(jobs))).toHaveLength(asked);
    expect(world.pairing.backends.value.map(({ on }) => on)).toEqual([true, false]);
    world.pairing.switch(jobs, true);
    await world.clock.advance(5_000);
    expect(world.pairing.backends.value[1]?.state.value).toMatchObject({ status: 'connected', restarts: 0 });
    expect(world.world.model.store.sources).toHaveLength(2);
  });

  it('are remembered for the site, without tokens on disk, and come back as they were', async () => {
    const world = twoBackends();
    await connectBoth(world);
    world.pairing.rename(jobs, 'Jobs');
    world.pairing.switch(jobs, false);
    await world.clock.advance(0);
    world.pairing.close();
    expect(JSON.stringify([...world.platform.stored.local])).not.toContain(token);
    const again = () =>
      createPairing({
        platform: world.platform,
        environment: world.clock,
        model: () => world.world.model,
        changed: () => {},
      });
    const sameSite = again();
    await world.clock.advance(3_000);
    expect(sameSite.backends.value.map(({ name, on, hasToken }) => [name.value, on, hasToken.value])).toEqual([
      ['localhost:3000', true, true],
      ['Jobs', false, false],
    ]);
    expect(sameSite.state.value.status).toBe('connected');
    sameSite.close();
    world.platform.accessAnswer = { state: 'granted', url: 'https://other.example/' };
    const otherSite = again();
    await world.clock.advance(3_000);
    expect(otherSite.backends.value).toEqual([]);
    expect(otherSite.remembered.value).toBe('');
  });

  it('are eight at most; an address that never answered makes way for the next', async () => {
    const world = pairingWorld(async (call) =>
      dead(call.url) ? new Response('', { status: 404 }) : backend(call.url),
    );
    const dead = (url: string) => url.includes(':9999');
    const backend = fakeBackend(() => world.clock.now());
    await world.pairing.connect('http://localhost:9999', '');
    await world.clock.advance(1_000);
    expect(world.state().status).toBe('not-a-backend');
    for (let port = 3000; port < 3008; port++) {
      expect(await world.pairing.connect(`http://localhost:${port}`, '')).toBeNull();
      await world.clock.advance(500);
    }
    expect(world.pairing.backends.value).toHaveLength(8);
    expect(await world.pairing.connect('http://localhost:3100', '')).toBe('too-many');
    world.pairing.disconnect('http://localhost:3000');
    expect(await world.pairing.connect('http://localhost:3100', '')).toBeNull();
  });

  it('that are stored wrongly are left out', async () => {
    const world = twoBackends();
    world.platform.stored.local.set('backends', {
      'http://shop.localhost': [{ origin: 'javascript:alert(1)' }, null, 7, { origin: api, name: 5, on: 'yes' }],
    });
    world.platform.stored.session.set('backend-tokens', { 'http://10.0.0.5': token, [api]: token, [jobs]: 5 });
    const pairing = createPairing({
      platform: world.platform,
      environment: world.clock,
      model: () => world.world.model,
      changed: () => {},
    });
    await world.clock.advance(100);
    expect(pairing.backends.value.map(({ origin, name, on }) => [origin, name.value, on])).toEqual([
      [api, 'localhost:3000', false],
    ]);
  });
});

describe('the page’s own origin', () => {
  it('is suggested where a backend answers there, and asked without the token', async () => {
    const world = pairingWorld(async ({ url }) =>
      url.startsWith('http://shop.localhost/') ? backend(url) : new Response('', { status: 404 }),
    );
    const backend = fakeBackend(() => world.clock.now());
    const looked = world.pairing.look();
    await world.clock.advance(100);
    await looked;
    expect(world.pairing.suggestion.value).toBe('http://shop.localhost');
    expect(world.calls.every(({ init }) => !new Headers(init.headers).has('authorization'))).toBe(true);
    await world.pairing.connect('http://shop.localhost', '');
    await world.clock.advance(1_000);
    expect(world.pairing.suggestion.value).toBeNull();
  });

  it('is not asked where Memory+ may not measure', async () => {
    const world = twoBackends();
    world.platform.accessAnswer = { state: 'not-granted', url: `${api}/shop`, pattern: 'http://localhost/*' };
    await world.pairing.look();
    await world.clock.advance(100);
    expect(world.calls).toEqual([]);
    expect(world.pairing.suggestion.value).toBeNull();
  });
});

describe('what came in place of a backend', () => {
  it.each<[string, () => Response, RegExp]>([
    [
      'a web page by its title',
      () => new Response('<!doctype html><title>Grafana</title>', { headers: { 'content-type': 'text/html' } }),
      /a web page, “Grafana”/,
    ],
    ['other JSON by its fields', () => Response.json({ name: 'x', version: 1 }), /JSON with the fields name, version/],
    ['a newer API by its schema', () => Response.json({ schema: 'memory-plus/backend@7' }), /“memory-plus\/backend@7”/],
    ['nothing', () => new Response('', { status: 404 }), /HTTP 404, nothing is at that path/],
    [
      'a refusal by its reason',
      () =>
        new Response(JSON.stringify({ type: 'x', title: 'No', status: 403, detail: 'This Host is not listed.' }), {
          status: 403,
          headers: { 'content-type': 'application/problem+json' },
        }),
      /HTTP 403, This Host is not listed\./,
    ],
  ])('is named: %s', async (_, answer, detail) => {
    const world = pairingWorld(async () => answer());
    await world.pairing.connect(api, '');
    await world.clock.advance(1_000);
    expect(world.state().detail).toMatch(detail);
    expect(rowsOf(world.world.model.store.recording(), 'heap').next().done).toBe(true);
  });
});
