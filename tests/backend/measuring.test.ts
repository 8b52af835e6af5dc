import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectionObserver, type MajorCollection } from '../../backend/src/common/utils/collection-observer.ts';
import { containerLimit, readMemory } from '../../backend/src/common/utils/memory-statistics.ts';
import { assess, defaultThresholds } from '../../backend/src/common/utils/thresholds.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

describe('the collection observer', () => {
  it('counts every major collection, with the heap that it left', async () => {
    const observer = new CollectionObserver();
    const seen: MajorCollection[] = [];
    observer.start();
    observer.onMajor((collection) => seen.push(collection));
    const before = performance.timeOrigin + performance.now();
    for (let i = 0; i < 20; i++) collect();
    const after = performance.timeOrigin + performance.now();
    while (observer.counts().major < 20) await sleep(10);
    const { major, last, pause } = observer.counts();
    observer.stop();
    expect(seen).toHaveLength(major);
    expect(last).toEqual(seen.at(-1));
    expect(pause).toBeGreaterThan(0);
    for (const { at, after: floor } of seen.slice(0, 20)) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(after + 1);
      expect(floor).toBeGreaterThan(0);
      expect(floor).toBeLessThan(readMemory().heap.limit);
    }
  });

  it('says nothing more after stop', async () => {
    const observer = new CollectionObserver();
    let calls = 0;
    observer.start();
    observer.onMajor(() => calls++);
    observer.stop();
    observer.stop();
    collect();
    await sleep(50);
    expect(calls).toBe(0);
  });
});

describe("the container's limit", () => {
  const total = 16 * 2 ** 30;
  it.each([undefined, 0, 2 ** 63, 2 ** 64, 18446744073709552000, total + 1])('is null for %s', (reported) => {
    expect(containerLimit(reported, total)).toBeNull();
  });
  it('is what the system says else', () => {
    expect(containerLimit(512 * 2 ** 20, total)).toBe(512 * 2 ** 20);
  });
});

describe('the assessment of a reading', () => {
  const reading = { ...readMemory(), heap: { used: 0, total: 50, limit: 100 }, rss: 0, containerLimit: 100 };

  it('takes heap (of the limit) and container as two signals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (used, rss) => {
        const { status, reasons } = assess(
          { ...reading, heap: { ...reading.heap, used }, rss },
          null,
          defaultThresholds,
        );
        const worst = Math.max(used, rss);
        expect(status).toBe(worst >= 85 ? 'critical' : worst >= 75 ? 'warning' : 'ok');
        expect(reasons.map(({ signal }) => signal)).toEqual([
          ...(used >= 75 ? ['heap'] : []),
          ...(rss >= 75 ? ['container'] : []),
        ]);
      }),
    );
  });

  it('never accuses a heap because V8 took little from the system so far', () => {
    const full = { ...reading, heap: { used: 50, total: 50, limit: 100 } };
    expect(assess(full, null, defaultThresholds).status).toBe('ok');
  });
});
