import { type Row, type TableName, tables } from '@memory-plus/core/model';
import { toRow, toTuple } from '@memory-plus/core/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sources } from '../../../frontend/src/sources/index.ts';
import { environmentOf, HandClock, openWindow, Rows } from '../../unit/frontend/page.ts';
import { bundle } from '../browser/bundle.ts';
import { collectGarbage, startChromium, type TestBrowser } from '../browser/chromium.ts';
import { act, rowsOf } from './rows.ts';

const slowButton = `
  const button = document.body.appendChild(document.createElement('button'));
  button.id = 'slow';
  button.append('slow');
  button.addEventListener('click', function onSlowClick() {
    const end = performance.now() + 90;
    while (performance.now() < end);
  });
`;
const settings = () => ({ heapInterval: 100, slowRender: 16 });

describe.each(sources)('source $name', (source) => {
  it('starts and stops, twice, where the browser has nothing of what it needs', () => {
    const clock = new HandClock();
    const natives = clock.natives({
      WeakRef: undefined,
      FinalizationRegistry: undefined,
      PerformanceObserver: undefined,
      MutationObserver: undefined,
    });
    const environment = environmentOf(openWindow(), natives);
    const rows = new Rows();
    const support = source.support(environment);
    if (!support.available) expect(support.because).not.toBe('');
    const stop = source.start(environment, rows.emit, settings);
    environment.ticks.fire(1_000);
    environment.collections.fire(1_000);
    stop();
    stop();
    const told = rows.all.length;
    environment.ticks.fire(9_000);
    environment.collections.fire(9_000);
    clock.advance(10_000);
    expect(rows.all.length).toBe(told);
    const { ticks, collections, unmounts, wishes } = environment;
    expect([ticks, collections, unmounts, wishes].some(({ used }) => used)).toBe(false);
    expect(clock.timers).toBe(0);
    for (const { table, row } of rows.all) expect(toRow(table, toTuple(table, row as never))).toBeDefined();
  });
});

describe('in Chromium', () => {
  let chromium: TestBrowser;
  beforeAll(async () => {
    chromium = await startChromium();
  }, 60_000);
  afterAll(() => chromium?.close());
  const open = async () => chromium.open(await bundle('tests/contract/frontend/fixtures/monitor.ts'));

  it('tells heap, floor, collections, elements, slow frames with their script, interactions, life and its own cost', async () => {
    const page = await open();
    await page.evaluate(() => window.monitorTest.start());
    // The browser names scripts of the page only, not what a debugger evaluates.
    await page.addScriptTag({ content: slowButton });
    await page.click('#slow');
    await page.evaluate(() => window.monitorTest.mark('clicked'));
    await collectGarbage(page, 2);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const heap = await rowsOf(page, 'heap');
    expect(heap.some(({ floor }) => floor)).toBe(true);
    expect(heap.filter(({ floor }) => !floor).length).toBeGreaterThan(5);
    expect((await rowsOf(page, 'collections')).length).toBeGreaterThanOrEqual(2);
    expect((await rowsOf(page, 'dom'))[0]?.nodes).toBeGreaterThan(3);
    const script = (await rowsOf(page, 'frameScripts')).find(({ name }) => name.startsWith('onSlowClick'));
    const frame = (await rowsOf(page, 'frames')).find(({ at }) => at === script?.frame);
    expect(frame?.duration).toBeGreaterThan(80);
    expect(script).toMatchObject({
      frame: frame?.at,
      invoker: 'BUTTON#slow.onclick',
    });
    expect((await rowsOf(page, 'interactions')).map(({ target }) => target)).toContain('button#slow');
    expect((await rowsOf(page, 'lifecycle'))[0]).toMatchObject({ event: 'start' });
    expect((await rowsOf(page, 'costs')).length).toBeGreaterThan(0);
    expect((await rowsOf(page, 'marks')).map(({ label }) => label)).toEqual(['clicked']);
    const capabilities = new Map((await rowsOf(page, 'capabilities')).map((row) => [row.name, row]));
    for (const { name } of sources) expect(capabilities.has(name)).toBe(true);
    expect(capabilities.get('heap')?.detail).toMatch(/^precise/);
    const all = (await page.evaluate(() => window.monitorTest.rows)) as Partial<Record<TableName, Row<TableName>[]>>;
    for (const [table, rows] of Object.entries(all))
      for (const row of rows ?? []) {
        expect(Object.keys(row)).toEqual(Object.keys(tables[table as TableName]));
        expect(toRow(table as TableName, toTuple(table as TableName, row as never))).toBeDefined();
      }
    await page.close();
  });

  it('tells caches, marks and watched objects that the page noted in its own copy of the library', async () => {
    const page = await open();
    await page.evaluate(() => window.monitorTest.start());
    await page.addScriptTag({ content: await bundle('tests/contract/frontend/fixtures/library.ts') });
    await act(page, () => {
      const { memoryMonitor } = window.library;
      memoryMonitor.registerCache('users', { size: () => 2 });
      memoryMonitor.hit('users');
      memoryMonitor.mark('from the page');
      const held = {};
      Object.assign(window, { held });
      memoryMonitor.watch(held, 'the dialog');
      memoryMonitor.watch({}, 'a dying one');
    });
    await collectGarbage(page, 3);
    await act(page, () => {});
    expect((await rowsOf(page, 'caches')).at(-1)).toMatchObject({ name: 'users', hits: 1, misses: 0, size: 2 });
    expect((await rowsOf(page, 'marks')).map(({ label }) => label)).toEqual(['from the page']);
    const retained = await rowsOf(page, 'retained');
    expect(new Set(retained.map(({ label }) => label))).toEqual(new Set(['the dialog']));
    await page.close();
  });

  it('takes from the page only sound rows of the tables that a page may fill', async () => {
    const page = await open();
    await page.evaluate(() => {
      const at = Date.now();
      const rows = [
        ['heap', { at, used: 1, total: 1, limit: 1, floor: false }],
        ['marks', { at, label: 5 }],
        ['marks', { at, label: 'x'.repeat(10_000) }],
        ['caches', null],
        ['__proto__', {}],
        null,
        ['marks', { at, label: 'sound', extra: '<img>' }],
      ];
      const hostile = { version: 1, read: () => ({ cursor: 1, rows }) };
      const throwing = {
        version: 1,
        read() {
          throw new Error('no');
        },
      };
      Object.assign(window, { [Symbol.for('memory-plus.monitors')]: [null, 7, throwing, hostile] });
      window.monitorTest.start();
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const marks = await rowsOf(page, 'marks');
    expect(new Set(marks.map(({ label }) => label))).toEqual(new Set(['sound']));
    expect(Object.keys(marks[0] ?? {})).toEqual(['at', 'label']);
    expect((await rowsOf(page, 'heap')).every(({ used }) => used > 1)).toBe(true);
    await page.close();
  });
});
