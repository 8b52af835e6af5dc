import { bucketCount } from '@memory-plus/core/model';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { RenderStack } from '../../../frontend/src/adapters/render-stack.ts';
import {
  maxCommits,
  maxComponents,
  maxSlowRenders,
  otherComponents,
  RenderLog,
} from '../../../frontend/src/renders/render-log.ts';
import { HandClock, Rows } from './page.ts';

let clock: HandClock;
let rows: Rows;
let log: RenderLog;

beforeEach(() => {
  clock = new HandClock();
  rows = new Rows();
  log = newLog();
});

function newLog() {
  const settings = { heapInterval: 500, slowRender: 16 };
  return new RenderLog({
    natives: clock.natives(),
    emit: rows.emit,
    settings: () => settings,
    guard: (work) => work(),
  });
}

const chart = { name: 'Chart' };
const measured = { at: 5, mount: false, self: 2, total: 3, how: 'measured' } as const;

describe('RenderLog', () => {
  it('adds the renders of a window up into one row', () => {
    log.add(chart, { ...measured, mount: true });
    log.add(chart, { ...measured, at: 6, total: 9 });
    clock.advance(250);
    const { buckets, ...row } = rows.of('renders')[0] ?? {};
    expect(row).toEqual({
      at: 1_250,
      component: 'Chart',
      count: 2,
      mounts: 1,
      slow: 0,
      total: 12,
      self: 4,
      worst: 9,
      worstAt: 6,
      how: 'measured',
    });
    expect(buckets?.filter((_, i) => i % 2 === 1)).toEqual([1, 1]);
    clock.advance(1_000);
    expect(rows.of('renders')).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  it('keeps what is measured apart from what is only counted', () => {
    log.add(chart, measured);
    log.add(chart, { ...measured, self: null, total: null, how: 'counted' });
    log.flush();
    expect(rows.of('renders').map(({ how, self, worst }) => [how, self, worst])).toEqual([
      ['measured', 2, 3],
      ['counted', null, null],
    ]);
  });

  it('tells a bounded number of slow renders and counts them all', () => {
    for (let i = 0; i < maxSlowRenders + 7; i++) log.addSlow(chart, { ...measured, total: 20 }, () => 'props (a)');
    log.flush();
    expect(rows.of('slowRenders')).toHaveLength(maxSlowRenders);
    expect(rows.of('slowRenders')[0]).toMatchObject({ duration: 20, phase: 'update', reason: 'props (a)' });
    expect(rows.of('renders')[0]?.slow).toBe(maxSlowRenders + 7);
  });

  it('loses no commit when there are too many to tell', () => {
    const row = { at: 1, framework: 'react', components: 3, duration: 2, how: 'measured' } as const;
    for (let i = 0; i < maxCommits + 5; i++) log.commit(row);
    log.flush();
    expect(rows.of('commits')).toHaveLength(maxCommits + 1);
    expect(rows.of('commits').at(-1)).toMatchObject({ framework: 'react (5 commits)', components: 15, duration: 10 });
  });

  it('keeps every count, whatever renders come (property)', () => {
    const render = fc.record({
      name: fc.integer({ min: 0, max: maxComponents * 2 }),
      self: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
      mount: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(render, { maxLength: 1_000 }), (renders) => {
        rows = new Rows();
        log = newLog();
        for (const { name, self, mount } of renders)
          log.add({ name: `C${name}` }, { at: 1, mount, self, total: null, how: self === null ? 'counted' : 'timed' });
        log.flush();
        const all = rows.of('renders');
        expect(all.reduce((sum, row) => sum + row.count, 0)).toBe(renders.length);
        expect(all.reduce((sum, row) => sum + row.mounts, 0)).toBe(renders.filter(({ mount }) => mount).length);
        expect(all.length).toBeLessThanOrEqual(maxComponents + 2);
        const bucketed = all.reduce((sum, row) => sum + row.buckets.reduce((s, n, i) => (i % 2 ? s + n : s), 0), 0);
        expect(bucketed).toBe(renders.filter(({ self }) => self !== null).length);
        for (const { buckets } of all) expect(buckets.length).toBeLessThanOrEqual(2 * bucketCount);
      }),
      { numRuns: 30 },
    );
  });

  it('says how many stand under the name for the others', () => {
    for (let i = 0; i < maxComponents + 40; i++) log.add({ name: `C${i}` }, { ...measured, self: i });
    log.flush();
    expect(rows.of('renders').find(({ component }) => component === otherComponents)?.count).toBe(40);
  });
});

describe('RenderStack', () => {
  const close = (stack: RenderStack, key: object, name: string, at: number, total: number) =>
    stack.close(key, { component: { name }, at, mount: false, total, how: 'timed' });

  it('blames the slow child and not those around it', () => {
    const stack = new RenderStack(log, 'preact', clock.natives());
    const [app, list, item] = [{}, {}, {}];
    stack.open(app, 0);
    stack.open(list, 1);
    stack.open(item, 2);
    close(stack, item, 'Item', 22, 20);
    close(stack, list, 'List', 23, 22);
    close(stack, app, 'App', 24, 24);
    log.flush();
    expect(rows.of('slowRenders').map(({ component, self }) => [component, self])).toEqual([['Item', 20]]);
    expect(rows.of('renders').map(({ component, self }) => [component, self])).toEqual([
      ['Item', 20],
      ['List', 2],
      ['App', 2],
    ]);
    expect(rows.of('commits')).toMatchObject([{ framework: 'preact', components: 3, duration: 24 }]);
  });

  it('blames the parent of many short children, and forgets a child that threw', () => {
    const stack = new RenderStack(log, 'preact', clock.natives());
    const app = {};
    stack.open(app, 0);
    for (let i = 0; i < 10; i++) {
      const child = {};
      stack.open(child, 2 * i);
      if (i < 9) close(stack, child, 'Child', 2 * i + 2, 2);
    }
    close(stack, app, 'App', 20, 20);
    log.flush();
    expect(rows.of('slowRenders').map(({ component }) => component)).toEqual(['App']);
  });

  it('begins anew when the framework has returned with an error, and tells what rendered until then', async () => {
    const stack = new RenderStack(log, 'preact', clock.natives());
    const [app, item, next] = [{}, {}, {}];
    stack.open(app, 0);
    stack.open(item, 1);
    close(stack, item, 'Item', 2, 1);
    await Promise.resolve();
    expect(rows.of('commits')).toMatchObject([{ components: 1, duration: null }]);
    stack.open(next, 3);
    close(stack, next, 'Next', 4, 1);
    expect(rows.of('commits')).toMatchObject([{}, { components: 1, duration: 1 }]);
  });

  it('closes nothing that is not open', () => {
    const stack = new RenderStack(log, 'preact', clock.natives());
    close(stack, {}, 'Stranger', 1, 1);
    stack.drop({});
    log.flush();
    expect(rows.all).toEqual([]);
  });
});
