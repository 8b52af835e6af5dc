import { explainStep, mostMoments, otherRoutes, RequestBook, senderOf, wentTo } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const server = { bootId: 'boot', url: 'http://localhost:3000', startedAt: 100 };
const request = (part: Partial<Row<'requests'>> = {}): Row<'requests'> => ({
  at: 1_000,
  duration: 100,
  url: 'http://localhost:3000/reports',
  route: 'GET /reports',
  kind: 'fetch',
  status: 200,
  transferred: 10,
  boot: 'boot',
  request: 1,
  handling: 90,
  heapBefore: 50_000_000,
  heapAfter: 54_000_000,
  concurrent: 0,
  collections: 0,
  ...part,
});
const unknown = {
  boot: null,
  request: null,
  handling: null,
  heapBefore: null,
  heapAfter: null,
  concurrent: null,
  collections: null,
};

describe('a book of requests', () => {
  it('counts every request of a server once, over all documents, whatever the order', () => {
    const call = fc.record({ at: fc.nat(1e6), route: fc.constantFrom('a', 'b', 'c'), document: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(call), (calls) => {
        const books = [new RequestBook(), new RequestBook(), new RequestBook()];
        for (const { at, route, document } of calls) books[document]?.add(request({ at, route }));
        const { routes } = RequestBook.merged(books).to(server);
        expect(routes.reduce((sum, { ends }) => sum + ends.length, 0)).toBe(calls.length);
        for (const { route, ends } of routes) {
          expect(ends).toEqual([...ends].sort((a, b) => a - b));
          expect(ends).toHaveLength(calls.filter((one) => one.route === route).length);
        }
      }),
    );
  });

  it('tells servers apart by boot id, else by origin in their life', () => {
    const rows = [
      request(),
      request({ boot: 'another life' }),
      request(unknown),
      request({ ...unknown, at: 10, duration: 1 }),
      request({ ...unknown, url: 'http://localhost:4000/reports' }),
    ];
    const book = new RequestBook();
    for (const row of rows) book.add(row);
    expect(book.to(server).routes).toEqual([{ route: 'GET /reports', ends: [1_100, 1_100] }]);
    expect(rows.map((row) => wentTo(row, server))).toEqual([true, false, true, false, false]);
  });

  it('says how many requests others sent', () => {
    const book = new RequestBook();
    for (const number of [10, 11, 15]) book.add(request({ request: number }));
    expect(book.to(server).numbered).toEqual({ sent: 3, handled: 6 });
    expect(new RequestBook().to(server).numbered).toEqual({ sent: 0, handled: 0 });
  });

  it('is bounded: old moments go and are told, routes that a page makes up are counted together', () => {
    const book = new RequestBook();
    for (let i = 0; i <= mostMoments; i++) book.add(request({ at: 1_000 + i, duration: 0 }));
    expect(book.size).toBeLessThanOrEqual(mostMoments / 2 + 1);
    const { completeSince, routes } = book.to(server);
    expect(routes[0]?.ends[0]).toBe(completeSince);
    const many = new RequestBook();
    for (let i = 0; i < 1_000; i++) many.add(request({ route: `GET /made/up/${i}x` }));
    const told = many.to(server).routes;
    expect(told.length).toBeLessThanOrEqual(201);
    expect(told.find(({ route }) => route === otherRoutes)?.ends.length).toBe(800);
  });
});

describe('a step of the heap', () => {
  const step = { from: 900, to: 1_200, bytes: 4_000_000 };

  it('is explained by the request that was measured in it', () => {
    const { requests, unexplained } = explainStep(step, [request(), request({ at: 5_000 })]);
    expect(requests).toMatchObject([{ likelihood: 1, bytes: 4_000_000, by: 'measured' }]);
    expect(unexplained).toBe(0);
  });

  it('is shared out where requests shared the heap, and put down to what a route usually does after a collection', () => {
    const shared = explainStep(step, [
      request({ concurrent: 1 }),
      request({ route: 'GET /status', concurrent: 1, heapAfter: 50_000_000 }),
    ]);
    expect(shared.requests).toMatchObject([
      { request: { route: 'GET /reports' }, bytes: 2_000_000, by: 'shared', likelihood: 0.5 },
      { request: { route: 'GET /status' }, bytes: 0, likelihood: 0 },
    ]);
    expect(shared.unexplained).toBe(0.5);
    const collected = explainStep(step, [request({ at: 10 }), request({ collections: 1, heapAfter: 20_000_000 })]);
    expect(collected.requests).toMatchObject([{ bytes: 4_000_000, by: 'usual' }]);
  });

  it('is open to those in flight where nothing was measured', () => {
    const { requests, unexplained } = explainStep(step, [
      request(unknown),
      request({ ...unknown, at: 1_100, duration: 200 }),
    ]);
    expect(requests.map(({ by }) => by)).toEqual(['time', 'time']);
    expect(requests[0]?.likelihood).toBeCloseTo(2 / 3);
    expect(unexplained).toBeCloseTo(0);
    expect(explainStep(step, [])).toEqual({ requests: [], unexplained: 1 });
  });

  it('is always explained by shares that make a whole', () => {
    const row = fc.record({
      at: fc.nat(3_000),
      duration: fc.nat(500),
      heapAfter: fc.option(fc.nat(1e8), { nil: null }),
      concurrent: fc.nat(5),
      collections: fc.nat(2),
      route: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(
        fc.array(row),
        fc.nat(1_500),
        fc.nat(1_500),
        fc.integer({ min: -1e8, max: 1e8 }),
        (rows, from, length, bytes) => {
          const { requests, unexplained } = explainStep({ from, to: from + length, bytes }, rows.map(request));
          const shares = requests.map(({ likelihood }) => likelihood);
          for (const share of [...shares, unexplained]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1 + 1e-9);
          }
          expect(shares.reduce((sum, share) => sum + share, unexplained)).toBeCloseTo(1);
          expect(shares).toEqual([...shares].sort((a, b) => b - a));
        },
      ),
    );
  });
});

describe('the sender of a request', () => {
  const quiet = { interactions: [], frameScripts: [], slowRenders: [], renders: [] };
  const rendered = (component: string, mounts: number, at = 1_050): Row<'renders'> => ({
    at,
    component,
    count: 1,
    mounts,
    slow: 0,
    total: null,
    self: null,
    worst: null,
    worstAt: at,
    how: 'counted',
    buckets: [],
  });

  it('is the interaction whose handlers ran, before anything else', () => {
    const click = { at: 980, duration: 80, delay: 5, processing: 40, name: 'click', target: 'button#reports' };
    const sender = senderOf(request(), { ...quiet, interactions: [click], renders: [rendered('Report', 1)] });
    expect(sender).toMatchObject({ what: 'interaction', name: 'click on button#reports' });
    expect(senderOf(request({ at: 3_000 }), { ...quiet, interactions: [click] })).toBeNull();
  });

  it('is the slow render, or the script of the slow frame, that it was sent in', () => {
    const slow = {
      at: 990,
      component: 'Table',
      duration: 60,
      self: 60,
      phase: 'mount',
      how: 'timed',
      reason: null,
    } as const;
    const script = {
      at: 990,
      frame: 980,
      duration: 60,
      forcedLayout: 0,
      script: 'app.js',
      name: 'load:10',
      invoker: 'TimerHandler:setTimeout',
    };
    expect(senderOf(request(), { ...quiet, slowRenders: [slow] })).toMatchObject({ what: 'component', name: 'Table' });
    expect(senderOf(request(), { ...quiet, frameScripts: [script] })).toMatchObject({
      what: 'script',
      detail: 'app.js',
    });
  });

  it('is a component only where no other one comes into question', () => {
    expect(senderOf(request(), { ...quiet, renders: [rendered('Report', 1)] })).toMatchObject({ name: 'Report' });
    expect(senderOf(request(), { ...quiet, renders: [rendered('Report', 1), rendered('Clock', 0)] })).toMatchObject({
      name: 'Report',
    });
    expect(senderOf(request(), { ...quiet, renders: [rendered('Report', 1), rendered('List', 1)] })).toBeNull();
    expect(senderOf(request(), quiet)).toBeNull();
  });
});
