import {
  biggestRetainers,
  clusterPaths,
  diffByClass,
  diffById,
  dominatorLevel,
  findSuspects,
  hunt,
  nodeById,
  pathText,
  retainerPath,
  SnapshotError,
  search,
  summarise,
  topmost,
} from '@memory-plus/core/heap-snapshot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EdgeSpec, heapOf, type NodeSpec } from './make-snapshot.ts';

const property = (name: string, to: number): EdgeSpec => ({ type: 'property', name, to });
const root = (...to: number[]): NodeSpec => ({
  type: 'synthetic',
  name: '',
  edges: to.map((node) => ({ type: 'shortcut', name: `g${node}`, to: node })),
});
const object = (name: string, size: number, ...edges: EdgeSpec[]): NodeSpec => ({ type: 'object', name, size, edges });

describe('paths', () => {
  it('take the shortest way, prefer names, and leave weak references out', async () => {
    const heap = await heapOf([
      root(1),
      object('Window', 8, { type: 'internal', name: 'hidden_link', to: 3 }, property('app', 3), property('far', 2), {
        type: 'weak',
        name: 'w',
        to: 5,
      }),
      object('Far', 8, property('x', 4)),
      object('App', 8, { type: 'context', name: 'kept', to: 4 }),
      object('Leak', 8, { type: 'element', name: 7, to: 5 }),
      object('Item', 8),
    ]);
    const path = retainerPath(heap, 5);
    expect(pathText(path ?? [])).toMatch(/^Window \.(app App →kept|far Far \.x) Leak \[7\] Item$/);
    expect(pathText(retainerPath(heap, 3) ?? [])).toBe('Window .app App');
    expect(path?.[0]?.edge).toBeNull();
  });

  it('say when nothing but a weak reference holds an object', async () => {
    const heap = await heapOf([root(1), object('Window', 8, { type: 'weak', name: 'w', to: 2 }), object('Gone', 8)]);
    expect(retainerPath(heap, 2)).toBeNull();
  });

  it('are as long as the distance says and made of edges that exist, on random graphs', async () => {
    const graph = fc.integer({ min: 2, max: 12 }).chain((count) =>
      fc.array(
        fc.array(fc.tuple(fc.constantFrom('property', 'element', 'internal', 'weak'), fc.nat(count - 1)), {
          maxLength: 4,
        }),
        { minLength: count, maxLength: count },
      ),
    );
    await fc.assert(
      fc.asyncProperty(graph, async (lists) => {
        const nodes = lists.map(
          (list, at): NodeSpec => ({
            type: at === 0 ? 'synthetic' : 'object',
            name: `N${at}`,
            size: 8,
            edges: list.map(([type, to]) => ({
              type: type as EdgeSpec['type'],
              name: type === 'element' ? to : `p${to}`,
              to,
            })),
          }),
        );
        const heap = await heapOf(nodes);
        for (const node of nodes.keys()) {
          const path = retainerPath(heap, node);
          const distance = heap.distances[node] ?? -5;
          if (path === null || node === 0 || distance < 0 || distance >= 100_000_000) continue;
          expect(path.length).toBe(distance + 1);
          for (let at = 1; at < path.length; at++)
            expect(
              lists[path[at - 1]?.node ?? -1]?.some(
                ([type, to]) => to === path[at]?.node && type === path[at]?.edge?.type,
              ),
            ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('group equal ones, whatever their numbers', async () => {
    const items = Array.from({ length: 30 }, (_, at) => object('Item', 100 + at));
    const heap = await heapOf([
      root(1),
      object('Window', 8, property('list', 2), property('other', 3)),
      object('Array', 8, ...items.map((_, at): EdgeSpec => ({ type: 'element', name: at, to: at + 3 }))),
      ...items,
    ]);
    const clusters = clusterPaths(
      heap,
      items.map((_, at) => at + 3),
    );
    expect(clusters.map(({ className, count, retainedSize }) => [className, count, retainedSize])).toEqual([
      ['Item', 29, 29 * 100 + (29 * 30) / 2],
      ['Item', 1, 100],
    ]);
    expect(clusters[0]?.example.selfSize).toBe(129);
  });

  it('counts of a set only what no other of it dominates', async () => {
    const heap = await heapOf([
      root(1, 4),
      object('A', 1, property('b', 2)),
      object('B', 1, property('c', 3)),
      object('C', 1),
      object('D', 1),
    ]);
    expect(topmost(heap, [3, 2, 4])).toEqual([2, 4]);
    expect(topmost(heap, [1, 2, 3, 4])).toEqual([1, 4]);
    expect(topmost(heap, [3])).toEqual([3]);
  });
});

describe('summary, dominators and search', () => {
  const nodes = [
    root(1),
    object('Window', 10, property('a', 2), property('b', 3)),
    object('Cache', 20, property('text', 4)),
    object('Cache', 30),
    { type: 'string', name: 'Secret Token', size: 40 } satisfies NodeSpec,
  ];

  it('add up', async () => {
    const heap = await heapOf(nodes);
    const summary = summarise(heap);
    expect(summary.totalSize).toBe(100);
    expect(summary.kinds.strings).toBe(40);
    expect(
      summary.classes.map(({ name, count, selfSize, retainedSize }) => [name, count, selfSize, retainedSize]),
    ).toEqual([
      ['Window', 1, 10, 100],
      ['Cache', 2, 50, 90],
      ['(string)', 1, 40, 40],
    ]);
    expect(summarise(heap, { limit: 1, order: 'count' }).classes.map(({ name }) => name)).toEqual(['Cache']);
  });

  it('walk down', async () => {
    const heap = await heapOf(nodes);
    const [top] = dominatorLevel(heap);
    expect([top?.className, top?.retainedSize, top?.dominated]).toEqual(['Window', 100, 2]);
    expect(dominatorLevel(heap, { node: 1 }).map(({ retainedSize }) => retainedSize)).toEqual([60, 30]);
    expect(biggestRetainers(heap, 2).map(({ node }) => node)).toEqual([1, 2]);
  });

  it('find by name, class, id and size', async () => {
    const heap = await heapOf(nodes);
    expect(search(heap, { text: 'token' }).rows.map(({ node }) => node)).toEqual([4]);
    expect(search(heap, { text: 'cache' })).toMatchObject({ total: 2, rows: [{ node: 2 }, { node: 3 }] });
    expect(search(heap, { text: 'cache', minimumSelfSize: 25 }).rows.map(({ node }) => node)).toEqual([3]);
    expect(search(heap, { id: 5, minimumRetainedSize: 1 }).rows.map(({ node }) => node)).toEqual([2]);
    expect(search(heap, { limit: 1 })).toMatchObject({ total: 5, rows: [{ node: 0 }] });
    expect(nodeById(heap, 9)).toBe(4);
    expect(() => nodeById(heap, 4)).toThrow(SnapshotError);
  });
});

describe('differences', () => {
  it('by id tell apart what came and what went', async () => {
    const before = await heapOf([
      root(1),
      object('Window', 8, property('a', 2), property('b', 3)),
      object('Old', 100),
      object('Kept', 10),
    ]);
    const after = await heapOf([
      root(1),
      object('Window', 8, property('b', 2), property('c', 3), property('d', 4)),
      { ...object('Kept', 10), id: 7 },
      { ...object('New', 40), id: 101 },
      { ...object('New', 50), id: 103 },
    ]);
    const diff = diffById(before, after);
    expect(diff.survivors).toBe(0.75);
    expect(
      diff.classes.map(({ name, added, removed, sizeChange, retainedSizeChange }) => [
        name,
        added,
        removed,
        sizeChange,
        retainedSizeChange,
      ]),
    ).toEqual([
      ['New', 2, 0, 90, 90],
      ['Old', 0, 1, -100, -100],
    ]);
    expect(diffById(before, before).classes).toEqual([]);
  });

  it('by id warn when the snapshots are of different processes', async () => {
    const strangers = [root(1), object('Window', 8)].map((node, at) => ({ ...node, id: 1000 + at }));
    expect(diffById(await heapOf([root(1), object('Window', 8)]), await heapOf(strangers)).warning).toContain(
      'by class',
    );
  });

  it('by class sort plain objects of both by the same shapes', async () => {
    const plain = (count: number) => [
      root(1),
      object('Window', 8, ...Array.from({ length: count }, (_, at) => property(`w${at}`, at + 2))),
      ...Array.from({ length: count }, () => object('Object', 24, property('id', 1), property('name', 1))),
    ];
    const diff = diffByClass(await heapOf(plain(1)), await heapOf(plain(5)));
    expect(diff.classes.map(({ name, added, sizeChange }) => [name, added, sizeChange])).toEqual([
      ['{id, name}', 4, 96],
    ]);
  });
});

describe('the hunt over three snapshots', () => {
  const page = (items: number, detachedIds: readonly number[], more: readonly NodeSpec[] = []) => {
    const list = Array.from({ length: items }, (_, at) => ({ ...object('Row', 16), id: 1001 + at * 2 }));
    const elements = detachedIds.map(
      (id): NodeSpec => ({ type: 'native', name: '<li class="row">', size: 64, id, detachedness: 2 }),
    );
    const all = [...list, ...elements, ...more];
    return heapOf([
      { ...root(1), id: 1 },
      {
        ...object(
          'Window',
          8,
          property('rows', 2),
          ...elements.map((_, at) => property(`e${at}`, 3 + items + at)),
          ...more.map((_, at) => property(`m${at}`, 3 + items + elements.length + at)),
        ),
        id: 3,
      },
      { ...object('Array', 16, ...list.map((_, at): EdgeSpec => ({ type: 'element', name: at, to: at + 3 }))), id: 5 },
      ...all,
    ]);
  };

  it('finds what stayed, tells proof from suspicion, and sees collections grow', async () => {
    const other = [{ ...object('Helper', 500), id: 9001 }];
    const result = hunt(await page(20, []), await page(40, [8001, 8003], other), await page(60, [8001, 8003], other));
    expect(
      result.clusters.map(({ word, className, count, retainedSize }) => [word, className, count, retainedSize]),
    ).toEqual([
      ['leak', 'Detached <li>', 2, 128],
      ['suspect', 'Helper', 1, 500],
      ['suspect', 'Row', 20, 320],
    ]);
    expect([result.count, result.bytes]).toEqual([23, 948]);
    expect(result.growing.map(({ collection, entries }) => [collection.id, entries])).toEqual([[5, [20, 40, 60]]]);
    expect(pathText(result.growing[0]?.path ?? [])).toBe('Window .rows Array');
  });

  it('finds nothing where the action was undone', async () => {
    const result = hunt(await page(20, []), await page(40, [8001]), await page(20, []));
    expect([result.count, result.clusters, result.growing]).toEqual([0, [], []]);
  });

  it('refuses snapshots of different processes', async () => {
    const stranger = await heapOf([
      { ...root(1), id: 70_001 },
      { ...object('Window', 8), id: 70_003 },
    ]);
    const own = await page(20, []);
    expect(() => hunt(own, own, stranger)).toThrow(/different processes/);
  });
});

describe('suspects', () => {
  it('name detached elements and unmounted components as leaks, mounted ones not', async () => {
    const fiber = (...edges: EdgeSpec[]) => object('FiberNode', 100, property('memoizedProps', 1), ...edges);
    const heap = await heapOf([
      root(1),
      object('Window', 8, property('root', 2), property('kept', 5), property('element', 6)),
      object('FiberRootNode', 8, property('current', 3)),
      fiber(property('stateNode', 2), property('child', 4)),
      fiber(property('return', 3)),
      fiber(property('type', 7)),
      { type: 'native', name: '<div id="x">', size: 64, detachedness: 2 },
      { type: 'closure', name: 'OldPage', size: 8 },
    ]);
    const leaks = findSuspects(heap).filter(({ word }) => word === 'leak');
    expect(leaks.map(({ rule, count, pathText: path }) => [rule, count, path])).toEqual([
      ['unmounted-component', 1, 'Window .kept FiberNode'],
      ['detached-dom', 1, 'Window .element Detached <div>'],
    ]);
    expect(leaks[0]?.sentence).toContain('OldPage');
  });

  it('know a shortened React by its fields, and leave what React keeps until its next commit', async () => {
    const fiber = (...edges: EdgeSpec[]) =>
      object(
        't',
        100,
        ...['memoizedProps', 'pendingProps', 'type', 'elementType'].map((name) => property(name, 1)),
        ...edges,
      );
    const heap = await heapOf([
      root(1),
      object('Window', 8, property('root', 2), property('kept', 5)),
      object('e', 8, property('current', 3)),
      fiber(property('stateNode', 2), property('child', 4), property('deletions', 6)),
      fiber(property('return', 3)),
      fiber(),
      object('Array', 8, { type: 'element', name: 0, to: 7 }),
      fiber(),
    ]);
    const leaks = findSuspects(heap).filter(({ word }) => word === 'leak');
    expect(leaks.map(({ rule, count, pathText: path }) => [rule, count, path])).toEqual([
      ['unmounted-component', 1, 'Window .kept t'],
    ]);
  });

  it('do not take an element for detached that was made to look at its style', async () => {
    const heap = await heapOf([
      root(1),
      object('Window', 8, property('style', 2)),
      { type: 'native', name: 'CSSStyleDeclaration', size: 208, detachedness: 2, edges: [property('element', 3)] },
      { type: 'native', name: '<div>', size: 64, detachedness: 2 },
    ]);
    expect(findSuspects(heap)).toEqual([]);
  });

  it("leave Node's own wrappers alone, which call themselves detached", async () => {
    const heap = await heapOf([
      root(1),
      object('global', 8, property('x', 2)),
      { type: 'native', name: 'Node / BindingData', size: 640, detachedness: 2 },
    ]);
    expect(findSuspects(heap)).toEqual([]);
    expect(summarise(heap).detached.count).toBe(0);
  });

  it('find listener lists, timers and duplicated texts', async () => {
    const texts = Array.from(
      { length: 3 },
      (): NodeSpec => ({ type: 'string', name: 'again and again', size: 200_000 }),
    );
    const heap = await heapOf([
      root(1),
      object(
        'Window',
        8,
        property('emitter', 2),
        ...texts.map((_, at) => property(`t${at}`, at + 6)),
        ...Array.from({ length: 120 }, (_, at) => property(`timer${at}`, at + 9)),
      ),
      object('Server', 8, property('_events', 3)),
      object('Object', 8, property('data', 4)),
      object('Array', 8, ...Array.from({ length: 60 }, (_, at): EdgeSpec => ({ type: 'element', name: at, to: 5 }))),
      { type: 'closure', name: 'onData', size: 64 },
      ...texts,
      ...Array.from({ length: 120 }, () => object('Timeout', 10)),
    ]);
    const found = Object.fromEntries(findSuspects(heap).map((suspect) => [suspect.rule, suspect]));
    expect(found['duplicated-strings']?.bytes).toBe(400_000);
    expect(found.listeners?.sentence).toContain('60 listeners of a Server wait for "data"');
    expect(found.timers?.count).toBe(120);
  });
});
