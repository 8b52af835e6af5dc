import { deviations } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseFleetAddress } from '../../../panel/pairing/address.ts';
import { FleetInstance, rank } from '../../../panel/pairing/fleet-instance.ts';
import { figuresOf, prometheusAnswer, queryUrl, readingsByInstance } from '../../../panel/pairing/prometheus.ts';
import { fakePrometheus } from '../../panel-page/fake-prometheus.ts';
import { pairingWorld, start } from './virtual-time.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 60_000 });

const MB = 1024 * 1024;
const prometheus = 'http://localhost:9090';

describe('a fleet', () => {
  it('is read for the last hour and then as it goes on, outliers first', async () => {
    const world: ReturnType<typeof pairingWorld> = pairingWorld(({ url }) => server(url));
    const server = fakePrometheus(() => world.clock.now(), 12);
    expect(await world.pairing.fleet.connect(`${prometheus}/graph?g0.expr=up`)).toBeNull();
    await world.clock.advance(1_000);
    const { fleet } = world.pairing;
    expect(fleet.state.value).toMatchObject({ status: 'connected', job: 'api', more: 0, step: 15_000 });
    const [first, second] = fleet.state.value.instances;
    expect(first?.instance).toMatchObject({ name: '10.0.0.3:3000', verdict: { word: 'leak' } });
    expect(second).toMatchObject({ instance: { name: '10.0.0.5:3000', verdict: { word: 'clean' } } });
    expect(second?.why).toMatch(/far above the others’ 1[34]\d MB/);
    expect(fleet.state.value.instances.slice(2).map(({ why }) => why)).toEqual(Array(10).fill(null));
    const points = first?.instance.used.length ?? 0;
    expect(points).toBe(241);
    await world.clock.advance(60_000);
    expect(fleet.state.value.instances[0]?.instance.used.length).toBe(points + 4);
    expect(world.calls.every(({ init }) => !new Headers(init.headers).has('authorization'))).toBe(true);
    world.pairing.close();
    await world.clock.advance(100_000);
    expect(world.clock.timers).toBe(0);
  });

  it('of more than a hundred is bounded, and says how many are left out', async () => {
    const world: ReturnType<typeof pairingWorld> = pairingWorld(({ url }) => server(url));
    const server = fakePrometheus(() => world.clock.now(), 140);
    await world.pairing.fleet.connect(prometheus);
    await world.clock.advance(2_000);
    const { instances, more, step } = world.pairing.fleet.state.value;
    expect([instances.length, more]).toEqual([100, 40]);
    expect(step).toBeGreaterThan(15_000);
    const range = world.calls.find(({ url }) => url.includes('query_range'));
    expect(new URL(range?.url ?? '').searchParams.get('query')).toContain('instance=~"10\\\\.0\\\\.0\\\\.1:3000|');
  });

  it('says what is no Prometheus', async () => {
    const world = pairingWorld(
      async () => new Response('<title>Login</title>', { headers: { 'content-type': 'text/html' } }),
    );
    await world.pairing.fleet.connect(prometheus);
    await world.clock.advance(500);
    expect(world.pairing.fleet.state.value).toMatchObject({ status: 'not-a-backend', detail: 'a web page, “Login”' });
    world.platform.permission = false;
    expect(await world.pairing.fleet.connect(prometheus)).toBe('no-permission');
    expect(await world.pairing.fleet.connect('ftp://x')).toBe('scheme');
  });
});

describe('an instance', () => {
  const readings = (from: number, count: number, figures: (index: number) => object) =>
    Array.from({ length: count }, (_, index) => ({ at: start + (from + index) * 15_000, ...figures(index) }));

  it('that restarts is cut, not judged by its fall', () => {
    const instance = new FleetInstance('a');
    instance.add(readings(0, 100, (index) => ({ used: (100 + index) * MB, collections: index, startedAt: 1 })));
    instance.add(readings(100, 5, () => ({ used: 20 * MB, collections: 0, startedAt: 9_000 })));
    expect(instance.restarts).toBe(1);
    expect(instance.verdict.word).toBe('insufficient-data');
  });

  it('takes each reading once, and nothing that is no number', () => {
    const instance = new FleetInstance('a');
    const told = readings(0, 10, () => ({ used: MB }));
    instance.add(told);
    instance.add(told);
    expect(instance.used.length).toBe(10);
    const answer = prometheusAnswer(
      JSON.stringify({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { __name__: 'memory_plus_heap_used_bytes', instance: 'a' },
              values: [
                [1, 'NaN'],
                [2, '+Inf'],
                [3, '7'],
              ],
            },
          ],
        },
      }),
    );
    expect(answer.ok && [...readingsByInstance(answer.value)]).toEqual([['a', [{ at: 3_000, used: 7 }]]]);
  });

  it('stands out among its peers by robust deviations: one astray hides neither itself nor others', () => {
    const value = fc.double({ min: 100, max: 110, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 40 }), (peers) => {
        const scores = deviations([...peers, 1_000, 2_000]);
        expect(scores.at(-1)).toBeGreaterThan(3.5);
        expect(scores.at(-2)).toBeGreaterThan(3.5);
      }),
    );
    expect(deviations([5, 5, 5, null])).toEqual([0, 0, 0, null]);
    expect(rank([])).toEqual([]);
  });
});

describe('queries', () => {
  it('quote what a server named', () => {
    expect(figuresOf('a"b\\', ['x.y'])).toContain('job="a\\"b\\\\"');
    expect(figuresOf('a', ['x.y|z'])).toContain('instance=~"x\\\\.y\\\\|z"');
  });

  it('go below the path that was typed', () => {
    const base = (typed: string) => {
      const address = parseFleetAddress(typed);
      return address.valid ? address.base : address.because;
    };
    expect(base('ops.example.org/prometheus/')).toBe('https://ops.example.org/prometheus');
    expect(base('localhost:9090/graph')).toBe(prometheus);
    expect(base('http://localhost:9090/api/v1/query?query=up')).toBe(prometheus);
    expect(base('')).toBe('empty');
    expect(queryUrl(prometheus, 'up', { from: 1_000, to: 2_500, step: 500 })).toBe(
      `${prometheus}/api/v1/query_range?query=up&start=1&end=2.5&step=0.5`,
    );
  });
});
