import type { Row } from '@memory-plus/core/model';
import { describe, expect, it } from 'vitest';
import { cachingOf } from '../../../panel/platform/response-caching.ts';
import { cachesOf, storedBy } from '../../../panel/store/caches.ts';
import { SourceState } from '../../../panel/store/source-state.ts';

const pageOf = () => new SourceState(0, { kind: 'page', id: 'a', startedAt: 0, url: 'http://localhost/', frame: 0 });
const row = (at: number, part: Partial<Row<'caches'>>): Row<'caches'> => ({
  at,
  name: 'images',
  hits: 0,
  misses: 0,
  size: null,
  bytes: null,
  ...part,
});

/** A cache that is asked ten times between two readings. */
function withCache(readings: readonly number[], hitShare: number) {
  const page = pageOf();
  for (const [index, size] of readings.entries()) {
    const asked = 10 * (index + 1);
    const hits = Math.round(asked * hitShare);
    page.add('caches', row(index * 5_000, { hits, misses: asked - hits, size }));
  }
  return cachesOf(page)[0];
}

describe('a cache', () => {
  const rising = Array.from({ length: 16 }, (_, index) => 100 + 40 * index);
  const filled = Array.from({ length: 16 }, (_, index) => Math.min(300, 100 + 60 * index));

  it.each([
    ['rises and answers little', rising, 0.1, ['poor', 'growing']],
    ['rises and answers some', rising, 0.4, ['growing']],
    ['rises and answers well', rising, 0.9, []],
    ['fills up and answers some', filled, 0.4, []],
    ['stays and answers little', filled.map(() => 300), 0.1, ['poor']],
    ['shrinks and answers some', rising.toReversed(), 0.4, []],
    ['has hardly been asked', [10], 0, []],
  ] as const)('that %s', (_, readings, share, flags) => {
    expect(withCache(readings, share)?.flags).toEqual(flags);
  });

  it('has a past of its size and of its last hit rates', () => {
    const page = pageOf();
    page.add('caches', row(0, { hits: 10, misses: 10, size: 5 }));
    page.add('caches', row(1_000, { hits: 12, misses: 12, size: 6 }));
    page.add('caches', row(2_000, { hits: 30, misses: 10, size: 7 }));
    page.add('caches', row(3_000, { hits: 1, misses: 0, size: 1 }));
    page.add('caches', row(4_000, { hits: 11, misses: 0, size: 2 }));
    const past = cachesOf(page)[0]?.past;
    expect(past?.size.value).toEqual([5, 6, 7, 1, 2]);
    expect(past?.rate.value).toEqual([0.5, 1, 1]);
  });

  it('of many names stays bounded', () => {
    const page = pageOf();
    for (let i = 0; i < 500; i++) page.add('caches', row(i, { name: `cache ${i}`, size: 1 }));
    expect(cachesOf(page).filter(({ past }) => past)).toHaveLength(100);
  });

  it('is not what the origin stores on disk', () => {
    const page = pageOf();
    expect(storedBy(page)).toBeNull();
    page.add('caches', row(0, { name: 'storage', bytes: 4_096 }));
    expect(cachesOf(page)).toEqual([]);
    expect(storedBy(page)).toBe(4_096);
  });
});

describe('the HTTP cache', () => {
  const entry = (response: string | null, request: string | null = null, url = 'http://localhost/app.js') => {
    const headers = (value: string | null) => (value === null ? [] : [{ name: 'Cache-Control', value }]);
    return { request: { url, headers: headers(request) }, response: { headers: headers(response) } };
  };

  it.each([
    ['says nothing', entry(null), { forbidden: false, bypassed: false }],
    ['may be kept', entry('public, max-age=3600'), { forbidden: false, bypassed: false }],
    ['must not be kept', entry('No-Store'), { forbidden: true, bypassed: false }],
    ['is old at once', entry('private, max-age=0, must-revalidate'), { forbidden: true, bypassed: false }],
    ['is old later', entry('max-age=01'), { forbidden: false, bypassed: false }],
    ['was asked for past the cache', entry(null, 'no-cache'), { forbidden: false, bypassed: true }],
    ['is none of the network', entry(null, null, 'data:text/plain,x'), null],
  ])('hears of a response that %s', (_, heard, caching) => {
    expect(cachingOf(heard)).toEqual(caching);
  });

  it.each([null, 5, 'x', {}, { request: null }, { request: { url: 5, headers: 'x' }, response: { headers: [null] } }])(
    'takes %j for no response, or for one without headers',
    (heard) => expect(cachingOf(heard)).toBeNull(),
  );

  const answersLittle = () => {
    const page = pageOf();
    page.add('caches', row(0, { name: 'HTTP cache', hits: 1, misses: 39 }));
    return page;
  };

  it('is poor while nothing explains it', () => {
    const page = answersLittle();
    expect(cachesOf(page)[0]).toMatchObject({ flags: ['poor'], cause: null });
    for (let i = 0; i < 20; i++) page.httpCaching.add({ forbidden: i < 5, bypassed: false });
    expect(cachesOf(page)[0]).toMatchObject({ flags: ['poor'], cause: null });
  });

  it.each([
    ['forbidden', { forbidden: true, bypassed: false }],
    ['bypassed', { forbidden: true, bypassed: true }],
  ] as const)('is not called poor where most is %s', (cause, caching) => {
    const page = answersLittle();
    for (let i = 0; i < 20; i++) page.httpCaching.add(i < 11 ? caching : { forbidden: false, bypassed: false });
    expect(cachesOf(page)[0]).toMatchObject({ flags: [], cause });
  });

  it('needs no excuse where it answers well', () => {
    const page = pageOf();
    page.add('caches', row(0, { name: 'HTTP cache', hits: 30, misses: 10 }));
    for (let i = 0; i < 20; i++) page.httpCaching.add({ forbidden: true, bypassed: false });
    expect(cachesOf(page)[0]).toMatchObject({ flags: [], cause: null });
  });
});
