import { describe, expect, it } from 'vitest';
import { lookInterval, maxFound } from '../../../frontend/src/caches/found-cache-source.ts';
import { maxFibers, providedValues } from '../../../frontend/src/caches/provided-values.ts';
import { storageInterval, storageSource } from '../../../frontend/src/sources/storage.source.ts';
import { swrSource } from '../../../frontend/src/sources/swr.source.ts';
import { tanstackQuerySource } from '../../../frontend/src/sources/tanstack-query.source.ts';
import { environmentOf, HandClock, openWindow, Rows } from './page.ts';

const settings = () => ({ heapInterval: 100, slowRender: 16 });

function queryClient() {
  const queries: object[] = [];
  const listeners = new Set<(event: unknown) => void>();
  const cache = {
    getAll: () => queries,
    subscribe(listener: (event: unknown) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const use = (data?: string) => {
    for (const listener of listeners) listener({ type: 'observerAdded', query: { state: { data } } });
  };
  return { client: { getQueryCache: () => cache }, queries, listeners, use };
}

function open() {
  const window = openWindow();
  const clock = new HandClock();
  return { window, environment: environmentOf(window, clock.natives()), rows: new Rows() };
}

/** A chain of fibers below `container`, the last one a context provider. */
function provide(container: object, value: object, depth: number): void {
  let fiber: object = { tag: 10, memoizedProps: { value } };
  for (let i = 0; i < depth; i++) fiber = { tag: 0, child: fiber };
  Object.assign(container, { __reactContainer$x: { stateNode: { current: fiber } } });
}

describe('caches that are found in the page', () => {
  it('counts hits and misses of queries that begin to be used, and lets go at the stop', () => {
    const { window, environment, rows } = open();
    const { client, queries, listeners, use } = queryClient();
    Object.assign(window, { __TANSTACK_QUERY_CLIENT__: client });
    const stop = tanstackQuerySource.start(environment, rows.emit, settings);
    environment.ticks.fire(1_000);
    queries.push({});
    use();
    use('data');
    use('data');
    for (const listener of listeners) listener({ type: 'observerRemoved' });
    environment.ticks.fire(1_000_000);
    expect(rows.of('caches').map(({ hits, misses, size }) => [hits, misses, size])).toEqual([
      [0, 0, 0],
      [2, 1, 1],
    ]);
    expect(listeners.size).toBe(1);
    stop();
    expect(listeners.size).toBe(0);
  });

  it('follows a bounded number of them, each under a name of its own', () => {
    const { window, environment, rows } = open();
    const stop = swrSource.start(environment, rows.emit, settings);
    const root = window.document.getElementById('root') as HTMLElement;
    for (let i = 0; i < maxFound + 3; i++) {
      provide(root, { mutate() {}, cache: new Map([['key', i]]) }, 3);
      environment.ticks.fire(1 + i * 10 * lookInterval);
    }
    expect(new Set(rows.of('caches').map(({ name }) => name)).size).toBe(maxFound);
    expect(rows.of('capabilities')).toHaveLength(1);
    stop();
  });

  it.each([null, 7, {}, { getQueryCache: () => null }, { getQueryCache: () => ({ getAll: 5 }) }])(
    'takes %o for no client',
    (other) => {
      const { window, environment, rows } = open();
      Object.assign(window, { __TANSTACK_QUERY_CLIENT__: other });
      const stop = tanstackQuerySource.start(environment, rows.emit, settings);
      environment.ticks.fire(1_000);
      stop();
      expect(rows.all).toEqual([]);
    },
  );

  it('looks only at the top of the trees of React', () => {
    const { window } = open();
    const root = window.document.getElementById('root') as HTMLElement;
    const value = {};
    provide(root, value, maxFibers - 1);
    expect(providedValues(window.document)).toEqual([value]);
    provide(root, value, maxFibers);
    expect(providedValues(window.document)).toEqual([]);
    Object.assign(root, { __reactContainer$x: null });
    expect(providedValues(window.document)).toEqual([]);
  });
});

describe('the storage estimate', () => {
  it('is a cache row with bytes, told when it changed and not after the stop', async () => {
    const { window, environment, rows } = open();
    let usage = 100;
    Object.defineProperty(window.navigator, 'storage', { value: { estimate: async () => ({ usage }) } });
    expect(storageSource.support(environment).available).toBe(true);
    const stop = storageSource.start(environment, rows.emit, settings);
    for (const round of [0, 1, 2]) {
      environment.ticks.fire(round * storageInterval + 1);
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (round === 1) usage = 200;
    }
    expect(rows.of('caches')).toMatchObject([
      { name: 'storage', hits: 0, misses: 0, size: null, bytes: 100 },
      { name: 'storage', bytes: 200 },
    ]);
    usage = 300;
    environment.ticks.fire(9 * storageInterval);
    stop();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(rows.of('caches')).toHaveLength(2);
  });
});
