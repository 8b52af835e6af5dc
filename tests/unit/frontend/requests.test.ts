import { formatServerTiming, toRow, toTuple } from '@memory-plus/core/protocol';
import { describe, expect, it } from 'vitest';
import { maxPerSecond, requestsSource } from '../../../frontend/src/sources/requests.source.ts';
import { metricsOf } from '../protocol/metrics.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

const timing = {
  boot: 'b-1',
  request: 7,
  handling: 3.5,
  heapBefore: 50_000_000,
  heapAfter: 54_000_000,
  concurrent: 1,
  collections: 0,
  route: 'GET /orders/:id',
};

function watching() {
  const clock = new HandClock();
  const takers = new Map<string, (entries: readonly object[]) => void>();
  class Observer {
    static supportedEntryTypes = ['resource', 'navigation'];
    readonly #callback: (list: { getEntries(): readonly object[] }) => void;
    #type = '';
    constructor(callback: (list: { getEntries(): readonly object[] }) => void) {
      this.#callback = callback;
    }
    observe({ type }: { type: string }) {
      this.#type = type;
      takers.set(type, (entries) => this.#callback({ getEntries: () => entries }));
    }
    disconnect() {
      takers.delete(this.#type);
    }
  }
  const natives = clock.natives({ PerformanceObserver: Observer as never });
  const rows = new Rows();
  const environment = environmentOf(openWindow(), natives);
  const stop = requestsSource.start(environment, rows.emit, () => ({ heapInterval: 100, slowRender: 16 }));
  return { clock, rows, stop, takers, tell: (...entries: object[]) => takers.get('resource')?.(entries) };
}

function entry(more: object = {}) {
  return {
    name: 'http://localhost:3000/orders/4711?card=1',
    initiatorType: 'fetch',
    startTime: 100,
    duration: 20,
    responseStatus: 200,
    transferSize: 900,
    requestStart: 104,
    serverTiming: [],
    ...more,
  };
}

describe('requests of a page', () => {
  it('carry what the server tells, and no query', () => {
    const { rows, tell } = watching();
    tell(entry({ serverTiming: metricsOf(formatServerTiming(timing)) }));
    const { route, ...told } = timing;
    expect(rows.of('requests')).toEqual([
      {
        at: 100,
        duration: 20,
        url: 'http://localhost:3000/orders/4711',
        route,
        kind: 'fetch',
        status: 200,
        transferred: 900,
        ...told,
      },
    ]);
    for (const row of rows.of('requests')) expect(toRow('requests', toTuple('requests', row))).toEqual(row);
  });

  it('are named by their path where the server tells nothing', () => {
    const { rows, tell } = watching();
    tell(entry(), entry({ requestStart: 0, transferSize: 0, responseStatus: 0 }));
    const [known, closed] = rows.of('requests');
    expect(known).toMatchObject({ route: '/orders/:id', boot: null, heapBefore: null, handling: null });
    expect(closed).toMatchObject({ status: null, transferred: null });
  });

  it('are those that scripts sent, and the load of the page', () => {
    const { rows, tell, takers } = watching();
    tell(
      entry({ initiatorType: 'img' }),
      entry({ initiatorType: 'xmlhttprequest' }),
      entry({ initiatorType: 'beacon' }),
    );
    tell(entry({ name: 'chrome-extension://abc/x' }), entry({ name: 'data:text/plain,secret' }));
    takers.get('navigation')?.([entry({ initiatorType: 'navigation', startTime: 0 })]);
    expect(rows.of('requests').map(({ kind }) => kind)).toEqual(['xhr', 'beacon', 'navigation']);
  });

  it('are bounded, and what is left out is counted and told', () => {
    const { rows, tell, clock } = watching();
    tell(...Array.from({ length: maxPerSecond + 7 }, () => entry()));
    expect(rows.of('requests')).toHaveLength(maxPerSecond);
    expect(rows.of('capabilities').at(-1)).toMatchObject({ name: 'requests', available: true });
    expect(rows.of('capabilities').at(-1)?.detail).toMatch(/^7 left out/);
    clock.advance(1_000);
    tell(entry());
    expect(rows.of('requests')).toHaveLength(maxPerSecond + 1);
    expect(rows.of('capabilities')).toHaveLength(1);
  });

  it('are no longer watched after the stop', () => {
    const { stop, takers } = watching();
    stop();
    expect(takers.size).toBe(0);
  });
});
