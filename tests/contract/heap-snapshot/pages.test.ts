import { findSuspects, type Heap, hunt, loadHeap, pathText } from '@memory-plus/core/heap-snapshot';
import type { CDPSession } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleOptions, bundle, reactAlias } from '../browser/bundle.ts';
import { run, startChromium, type TestBrowser } from '../browser/chromium.ts';

let chromium: TestBrowser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

/** One session for all snapshots of a page: when it ends, V8 forgets which object has which id. */
async function takeSnapshot(session: CDPSession): Promise<Heap> {
  const chunks: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const take = ({ chunk }: { chunk: string }) => void chunks.push(encoder.encode(chunk));
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return loadHeap(chunks);
}

/** Before an action that is done many times, after it, and a few times later. */
const rounds = [3, 60, 63] as const;

interface Case {
  readonly name: string;
  readonly file: string;
  readonly options: BundleOptions;
  /** Rule, word, number and way of the first suspect. */
  readonly suspect: readonly [string, string, number, RegExp];
}

const cases: readonly Case[] = [
  {
    name: 'detached elements in a list',
    file: 'detached-dom.ts',
    options: {},
    suspect: ['detached-dom', 'leak', rounds[2], /→closed Array \[\d+\] Detached <div>$/],
  },
  {
    name: 'intervals that write into elements which are gone',
    file: 'timer-closure.ts',
    options: {},
    suspect: ['detached-dom', 'leak', rounds[2], /DOMTimer .*→ticker Detached <div>$/],
  },
  {
    name: 'listeners of the window',
    file: 'listener.ts',
    options: {},
    suspect: ['listeners', 'suspect', rounds[2], /Window.*EventListener$/],
  },
  {
    name: 'unmounted components of React',
    file: 'component.ts',
    options: { alias: reactAlias(19, 'production') },
    suspect: ['unmounted-component', 'leak', rounds[2], /→subscribers Set.*Function \.bound_argument_0 \w+$/],
  },
];

describe.each(cases)('$name', ({ file, options, suspect }) => {
  const play = async (clean: boolean) => {
    const page = await chromium.open();
    const session = await page.createCDPSession();
    await session.send('HeapProfiler.enable');
    await run(page, await bundle(`tests/pages/${file}`, options));
    const heaps: Heap[] = [];
    let round = 0;
    for (const until of rounds) {
      for (; round < until; round++) await page.evaluate((...args) => window.leakPage.step(...args), round, clean);
      // What a step undoes in a task of its own.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
      heaps.push(await takeSnapshot(session));
    }
    await page.close();
    const [baseline, target, final] = heaps as [Heap, Heap, Heap];
    return { suspects: findSuspects(final), hunted: hunt(baseline, target, final) };
  };

  it('is suspected first, with who holds it, and hunted', async () => {
    const { suspects, hunted } = await play(false);
    const [rule, word, count, path] = suspect;
    expect(suspects[0]).toMatchObject({ rule, word, count });
    expect(suspects[0]?.pathText).toMatch(path);
    const [first] = hunted.clusters;
    expect(first?.count).toBe(rounds[1] - rounds[0]);
    expect(pathText(first?.path ?? [])).toMatch(path);
  });

  it('is not accused as its clean twin', async () => {
    const { suspects, hunted } = await play(true);
    expect(suspects).toEqual([]);
    expect(hunted.clusters.filter(({ word }) => word === 'leak')).toEqual([]);
  });
});
