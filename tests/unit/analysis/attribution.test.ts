import { type Attribution, attributeGrowth } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MB, modelPair, type PairModel } from './pair-model.ts';

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);

/** Routes that are accused at any of the looks, one after every other floor. */
function everAccused(model: PairModel): Set<string> {
  const { floors, calls } = modelPair(model);
  const accused = new Set<string>();
  for (let seen = 9; seen <= floors.length; seen += 2)
    for (const { route, proven } of attributeGrowth(floors.slice(0, seen), calls).routes)
      if (proven) accused.add(route);
  return accused;
}

// Hundreds of series are simulated; nothing here is about speed.
describe('which requests a server grows by', { timeout: 60_000 }, () => {
  it('is the one guilty route of five, with what each of its requests leaves', () => {
    let within = 0;
    for (const seed of seeds(40)) {
      const { floors, calls } = modelPair({ seed, leak: 0.4 * MB, scatter: 0.4 * MB, walk: 0.2 * MB });
      const { routes } = attributeGrowth(floors, calls);
      expect(routes.filter(({ proven }) => proven).map(({ route }) => route)).toEqual(['route 0']);
      const { perRequest } = routes[0] ?? expect.fail();
      if (perRequest && perRequest.low <= 0.4 * MB && 0.4 * MB <= perRequest.high) within++;
    }
    // 95 % of 40 are 38; fewer than 34 would come by chance once in fifty runs of other seeds.
    expect(within).toBeGreaterThanOrEqual(34);
  });

  it('is found beside jumps that no request explains', () => {
    const found = seeds(30).filter((seed) => {
      const { floors, calls } = modelPair({ seed, leak: 2 * MB, scatter: 0.5 * MB, jumps: 0.05 });
      return attributeGrowth(floors, calls).routes[0]?.proven;
    });
    expect(found.length).toBeGreaterThanOrEqual(27);
  });

  it.each<[string, Omit<PairModel, 'seed'>]>([
    ['a random walk', { walk: 2 * MB }],
    ['floors that scatter', { scatter: MB }],
    ['a leak of time alone', { drift: 50_000, scatter: 0.5 * MB }],
    ['jumps by chance', { jumps: 0.1, scatter: 0.5 * MB }],
  ])('is none in %s, whenever one looks', (_name, model) => {
    const wrong = seeds(60).filter((seed) => everAccused({ ...model, seed }).size > 0);
    // At most 2 % over the life of a series, by design; more than 4 of 60 would come by chance once in two hundred.
    expect(wrong.length).toBeLessThanOrEqual(4);
  });

  it('accuses nobody beside the guilty', () => {
    const wrong = seeds(40).filter((seed) => everAccused({ seed, leak: 2 * MB, scatter: MB, walk: 0.5 * MB }).size > 1);
    expect(wrong.length).toBeLessThanOrEqual(3);
  });

  it('cannot be told where a route is called by the clock', () => {
    for (const seed of seeds(20)) {
      for (const growth of [{ leak: 0.3 * MB }, { drift: 60_000 }]) {
        const { floors, calls } = modelPair({ seed, routes: 1, even: true, scatter: 0.3 * MB, ...growth });
        const [only] = attributeGrowth(floors, calls).routes;
        expect(only).toMatchObject({ proven: false });
        expect(only?.doubts).toContain('inseparable');
        expect(only?.atMost).toBeGreaterThan(0);
      }
    }
  });

  it('cannot be told of two routes that are always called together', () => {
    const { floors, calls } = modelPair({ seed: 3, routes: 1, leak: MB, scatter: 0.1 * MB });
    const twin = { route: 'twin', ends: calls.routes[0]?.ends.map((end) => end + 1) ?? [] };
    const { routes } = attributeGrowth(floors, { ...calls, routes: [...calls.routes, twin] });
    for (const route of routes) expect(route).toMatchObject({ proven: false });
  });

  it('needs floors, and says so', () => {
    const { floors, calls } = modelPair({ seed: 1, leak: MB, floors: 6 });
    for (const { proven, doubts } of attributeGrowth(floors, calls).routes) {
      expect(proven).toBe(false);
      expect(doubts).toContain('points');
    }
    expect(attributeGrowth([], calls)).toMatchObject({ spans: 0, window: null, growth: 0, routes: [] });
  });

  it('is the same on either clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e8, max: 1e8 }), fc.nat(50), (clockOffset, seed) => {
        const { floors, calls } = modelPair({ seed, leak: MB, scatter: 0.3 * MB });
        const ahead = floors.map(({ at, bytes }) => ({ at: at + clockOffset, bytes }));
        const told = ({ routes }: Attribution) =>
          routes.map(({ route, requests, doubts }) => ({ route, requests, doubts }));
        expect(told(attributeGrowth(ahead, calls, clockOffset))).toEqual(told(attributeGrowth(floors, calls)));
      }),
      { numRuns: 30 },
    );
  });

  it('uses no floor of a time whose requests were let go of', () => {
    const { floors, calls } = modelPair({ seed: 2, leak: MB });
    const since = floors[10]?.at ?? 0;
    const { spans, window } = attributeGrowth(floors, { ...calls, completeSince: since });
    expect(spans).toBe(floors.length - 11);
    expect(window?.from).toBe(since);
  });

  it('never fails, and gives no number that is none', () => {
    const floor = fc.record({ at: fc.nat(1e6), bytes: fc.nat(1e9) });
    const route = fc.record({ route: fc.string(), ends: fc.array(fc.nat(1e6), { maxLength: 30 }) });
    fc.assert(
      fc.property(fc.array(floor, { maxLength: 20 }), fc.array(route, { maxLength: 12 }), (points, routes) => {
        const floors = points.sort((a, b) => a.at - b.at);
        const sorted = routes.map(({ route: name, ends }) => ({ route: name, ends: ends.sort((a, b) => a - b) }));
        const calls = { routes: sorted, completeSince: 0, numbered: { sent: 0, handled: 0 } };
        for (const { perRequest, share, atMost } of attributeGrowth(floors, calls).routes)
          for (const value of [perRequest?.value, perRequest?.low, perRequest?.high, share, atMost])
            if (typeof value === 'number') expect(value).not.toBeNaN();
      }),
    );
  });
});
