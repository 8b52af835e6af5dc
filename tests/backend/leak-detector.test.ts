import { setTimeout as sleep } from 'node:timers/promises';
import { leakReportSchema } from '@memory-plus/core/protocol/backend';
import { afterEach, describe, expect, it } from 'vitest';
import { growingSites, HeapSampler, sitesOf } from '../../backend/src/common/leaks/heap-sampler.ts';
import { fingerprint, ReportBook } from '../../backend/src/common/leaks/report-book.ts';
import { RetainedTracker } from '../../backend/src/common/leaks/retained-tracker.ts';
import { MemoryLeakDetectorService } from '../../backend/src/common/services/memory-leak-detector.service.ts';
import { findCollect, GarbageCollector } from '../../backend/src/common/utils/garbage-collection.ts';

type Node = Parameters<typeof sitesOf>[0];

const megabyte = 1024 * 1024;
const collect = findCollect() ?? (() => {});
const kept: unknown[] = [];

/** Named so that the profile can name it. */
function rememberEverySession(count: number): void {
  for (let i = 0; i < count; i++) kept.push({ user: `user ${i}`, roles: [i, i + 1], at: { seen: i } });
}

describe('the sampler', () => {
  afterEach(() => {
    kept.length = 0;
  });

  it('names the function whose allocations grew, and the file without its folder', async () => {
    const sampler = new HeapSampler();
    sampler.start();
    rememberEverySession(20_000);
    const before = await sampler.read();
    rememberEverySession(300_000);
    const after = await sampler.read();
    sampler.stop();
    if (!before || !after) throw new Error('the sampler did not answer');
    const [worst] = growingSites(after, before);
    expect(worst).toMatchObject({ function: 'rememberEverySession' });
    expect(worst?.script).toMatch(/^leak-detector\.test\.ts:\d+$/);
    expect(worst?.growth).toBeGreaterThan(10 * megabyte);
  });

  it('calls a callback after the function that it stands in', () => {
    const frame = (functionName: string, url: string, lineNumber: number) => ({
      functionName,
      url,
      lineNumber,
      scriptId: '',
      columnNumber: 0,
    });
    const node = (callFrame: ReturnType<typeof frame>, selfSize: number, ...children: Node[]): Node => ({
      callFrame,
      selfSize,
      children,
    });
    const app = 'file:///srv/app/reports.js';
    const tree = node(
      frame('(root)', '', 0),
      0,
      node(
        frame('make', app, 9),
        0,
        node(
          frame('from', '', 0),
          0,
          node(frame('', app, 11), 700, node(frame('push', 'file:///srv/node_modules/list/index.js', 1), 300)),
        ),
      ),
    );
    expect(growingSites(sitesOf(tree), null)).toEqual([
      { function: 'make (callback)', script: 'reports.js:12', callers: ['make'], live: 1000, growth: null },
    ]);
  });

  it('says nothing when it does not run', async () => {
    expect(await new HeapSampler().read()).toBeNull();
  });
});

describe('the tracker of objects that should be dead', () => {
  const nextTurn = () => sleep(0);

  it('names those that stay, by label, and forgets those that went', async () => {
    const tracker = new RetainedTracker({ age: 10 });
    const leaked: object[] = [];
    const openSession = () => {
      const session = {};
      leaked.push(session);
      tracker.track(session, 'Session', 0);
    };
    for (let i = 0; i < 7; i++) openSession();
    for (let i = 0; i < 1000; i++) tracker.track({}, 'Request', 0);
    for (const at of [5, 6, 20]) {
      await nextTurn();
      collect();
      tracker.collected(at);
    }
    expect(tracker.retained(20)).toEqual([{ label: 'Session', count: 7, collections: 3, oldest: 20 }]);
    expect(tracker.size).toBe(7);
    leaked.length = 0;
    await nextTurn();
    collect();
    expect(tracker.collected(30)).toEqual([
      { at: 30, what: 'watched', label: 'Session', count: 0, collections: 0, detail: null },
    ]);
  });

  it('does not accuse by a handful what it watches on its own, nor before time', () => {
    const tracker = new RetainedTracker();
    const objects = Array.from({ length: 5 }, () => ({}));
    for (const object of objects.slice(0, 4)) tracker.track(object, 'Request', 0, true);
    tracker.collected(1);
    tracker.collected(2);
    expect(tracker.retained(59_999)).toEqual([]);
    expect(tracker.retained(60_000)).toEqual([]);
    tracker.track(objects[4] ?? {}, 'Request', 0, true);
    tracker.collected(3);
    tracker.collected(4);
    expect(tracker.retained(60_000)).toMatchObject([{ label: 'Request', count: 5 }]);
  });

  it('is bounded, and counts what it could not watch', () => {
    const tracker = new RetainedTracker({ most: 10 });
    const objects = Array.from({ length: 15 }, () => ({}));
    for (const object of objects) tracker.track(object, 'Many', 0);
    expect([tracker.size, tracker.untracked]).toEqual([10, 5]);
  });
});

describe('reports', () => {
  const site = { function: 'keep', script: 'cache.js:12', callers: [], live: 1, growth: 1 };
  const evidence = { rate: null, points: 5, collections: 5, window: null, floor: null, timeToLimit: null, how: 'test' };
  const verdict = { word: 'leak', rule: 'floor-growth', evidence, sentences: ['It grows.'] } as const;
  const findings = { at: 1, verdict, confirmation: null, sites: [site], retained: [] };

  it('have one id per bug, whatever its line and size', () => {
    const moved = { ...site, script: 'cache.js:99', live: 9, growth: 5 };
    expect(fingerprint('floor-growth', [moved], [])).toBe(fingerprint('floor-growth', [site], []));
    const other = { ...site, function: 'other' };
    expect(fingerprint('floor-growth', [other], [])).not.toBe(fingerprint('floor-growth', [site], []));
  });

  it('count what is found again, and know what was known', () => {
    const book = new ReportBook();
    expect(book.add(findings)).toMatchObject({ state: 'new', count: 1, firstSeen: 1 });
    expect(book.add({ ...findings, at: 2 })).toMatchObject({ state: 'known', count: 2, firstSeen: 1, lastSeen: 2 });
    const id = book.list()[0]?.id ?? '';
    expect(new ReportBook([id]).add(findings)).toMatchObject({ state: 'known', count: 1 });
    expect(book.clear()).toBe(1);
    expect(book.add({ ...findings, verdict: { ...verdict, word: 'clean', rule: null } })).toBeNull();
  });

  it('are bounded: the one not seen for the longest goes first', () => {
    const book = new ReportBook();
    for (let i = 0; i < 150; i++) book.add({ ...findings, sites: [{ ...site, function: `f${i}` }] });
    expect(book.list()).toHaveLength(100);
    expect(book.list()[0]?.sites[0]?.function).toBe('f149');
  });
});

describe('the detector', () => {
  /** Fifteen minutes of a process: readings each 5 s and a collection every 20 s, which leaves `floor(seconds)`. */
  async function run(floor: (seconds: number) => number, options: { snapshots?: () => Promise<void> } = {}) {
    let now = 1_000_000;
    let forced = 0;
    const detector = new MemoryLeakDetectorService(
      {
        collector: new GarbageCollector(0, () => forced++),
        flushCollections: () => {},
        snapshot: options.snapshots ?? (async () => {}),
        onError: (error) => expect.fail(String(error)),
        now: () => now,
      },
      { profileOnSuspicion: false, snapshotOnLeak: options.snapshots !== undefined },
    );
    const rest = { rss: 300 * megabyte, external: 0, arrayBuffers: 0, containerLimit: null };
    for (let seconds = 0; seconds < 900; seconds += 5) {
      now += 5_000;
      const garbage = ((seconds % 20) / 5) * 8 * megabyte;
      if (seconds % 20 === 0) {
        detector.collected({ at: now, after: floor(seconds), pause: 10 });
        await sleep(0);
      }
      const used = floor(seconds) + garbage;
      detector.read({ at: now, heap: { used, total: used * 1.2, limit: 4096 * megabyte }, ...rest }, null);
    }
    return { detector, check: await detector.check(), forced: () => forced };
  }
  const noise = (seconds: number) => Math.sin(seconds * 12.9898) * 0.5 * megabyte;

  it('proves a leak of 5 MB a minute, confirms it once and reports it', async () => {
    const { detector, check, forced } = await run((seconds) => (40 + seconds / 12) * megabyte + noise(seconds));
    expect(check.verdict.word).toBe('leak');
    expect(forced()).toBeGreaterThan(0);
    expect(leakReportSchema.parse(check.report)).toMatchObject({
      word: 'leak',
      confirmation: { freed: expect.any(Number) },
    });
    expect(detector.raised()).toContain('leak');
    expect(detector.reports()).toHaveLength(1);
    expect(detector.clearHistory()).toMatchObject({ reports: 1 });
    expect(detector.reports()).toEqual([]);
  });

  it('is silent on a service that is busy and clean, and forces no collection', async () => {
    const { detector, check, forced } = await run((seconds) => 60 * megabyte + noise(seconds));
    expect(['clean', 'insufficient-data']).toContain(check.verdict.word);
    expect(check.report).toBeNull();
    expect(detector.alerts()).toEqual([]);
    expect(forced()).toBe(0);
  });

  it('is silent on a cache that fills and then is full', async () => {
    const { check } = await run((seconds) => (40 + 30 * (1 - Math.exp(-seconds / 100))) * megabyte + noise(seconds));
    expect(['suspect', 'leak']).not.toContain(check.verdict.word);
  });

  it('asks for one snapshot when the settings allow it', async () => {
    let taken = 0;
    const { detector } = await run((seconds) => (40 + seconds / 6) * megabyte, {
      snapshots: async () => {
        taken++;
      },
    });
    await detector.check();
    expect(taken).toBe(1);
  });

  it('takes new settings at once, and keeps those that were not named', async () => {
    const { detector } = await run(() => 50 * megabyte);
    const before = detector.settings;
    expect(detector.configure({ growthThreshold: 100 * megabyte, enabled: undefined })).toEqual({
      ...before,
      growthThreshold: 100 * megabyte,
    });
    detector.stop();
  });
});
