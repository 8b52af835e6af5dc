import { beforeEach, describe, expect, it } from 'vitest';
import { maxFollowed, maxLabels, RetainedObjects } from '../../../frontend/src/retained/retained-objects.ts';
import { Rows } from './page.ts';

/** A WeakRef whose target a test lets die. */
class MortalRef<T extends object> {
  static dead = new Set<object>();
  readonly [Symbol.toStringTag] = 'WeakRef';
  constructor(readonly target: T) {}
  deref() {
    return MortalRef.dead.has(this.target) ? undefined : this.target;
  }
}

let rows: Rows;
let objects: RetainedObjects;
beforeEach(() => {
  MortalRef.dead.clear();
  rows = new Rows();
  objects = new RetainedObjects({ WeakRef: MortalRef as unknown as WeakRefConstructor });
});

const follow = (object: object, label = 'Chart', commit = 0) =>
  objects.follow({ what: 'component', label, objects: [object], detail: null, commit });
const collect = (commit = 0) => {
  objects.collected();
  objects.report(rows.all.length, commit, rows.emit);
};

describe('RetainedObjects', () => {
  it('waits for two collections before it tells', () => {
    follow({});
    collect();
    expect(rows.all).toEqual([]);
    collect();
    expect(rows.of('retained')).toMatchObject([{ what: 'component', label: 'Chart', count: 1, collections: 2 }]);
  });

  it('waits for a later commit where frameworks commit', () => {
    follow({}, 'Chart', 3);
    for (let i = 0; i < 4; i++) collect(3);
    expect(rows.all).toEqual([]);
    collect(4);
    expect(rows.of('retained')).toHaveLength(1);
  });

  it('waits as long as a framework itself holds what is alive', () => {
    const [fiber, instance] = [{}, {}];
    let lists: object[] = [fiber];
    const heldByFramework = (alive: readonly object[]) => alive.some((object) => lists.includes(object));
    const parts = [fiber, instance];
    objects.follow({ what: 'component', label: 'Chart', objects: parts, detail: null, commit: 0, heldByFramework });
    for (let i = 0; i < 4; i++) collect();
    expect(rows.all).toEqual([]);
    lists = [];
    collect();
    expect(rows.of('retained')).toMatchObject([{ label: 'Chart', count: 1, collections: 5 }]);
  });

  it('tells the end of a label once when its objects died', () => {
    const object = {};
    follow(object);
    collect();
    collect();
    MortalRef.dead.add(object);
    collect();
    collect();
    expect(rows.of('retained').map(({ count }) => count)).toEqual([1, 0]);
    expect(objects.size).toBe(0);
  });

  it('counts one thing of several objects once, until the last of them dies', () => {
    const [fiber, alternate] = [{}, {}];
    objects.follow({ what: 'component', label: 'Row', objects: [fiber, alternate], detail: null, commit: 0 });
    MortalRef.dead.add(fiber);
    collect();
    collect();
    expect(rows.of('retained')[0]?.count).toBe(1);
    MortalRef.dead.add(alternate);
    collect();
    expect(rows.of('retained').at(-1)?.count).toBe(0);
  });

  it('forgets what came back and what was released', () => {
    const [node, other] = [{}, {}];
    let back = false;
    objects.follow({ what: 'node', label: 'div', objects: [node], detail: null, commit: 0, back: () => back });
    follow(other);
    objects.release(other);
    back = true;
    collect();
    collect();
    expect(rows.all).toEqual([]);
  });

  it('bounds what it follows and the labels it tells', () => {
    for (let i = 0; i < maxFollowed + 3; i++) follow({}, `Component ${i}`);
    expect(objects.missed).toBe(3);
    collect();
    collect();
    expect(rows.of('retained')).toHaveLength(maxLabels + 1);
    expect(rows.of('retained').reduce((sum, { count }) => sum + count, 0)).toBe(maxFollowed);
  });

  it('says where those of a label came from, the most frequent first, and when that is not known', () => {
    const add = (detail: string | null) =>
      objects.follow({ what: 'node', label: 'li', objects: [{}], detail, commit: 0 });
    for (const place of ['removed from ul on /a', 'removed from ol on /b', 'removed from ul on /a', null]) add(place);
    objects.follow({ what: 'node', label: 'p', objects: [{}], detail: null, commit: 0 });
    objects.follow({ what: 'node', label: 'b', objects: [{}], detail: 'removed from p on /', commit: 0 });
    collect();
    collect();
    expect(rows.of('retained').map(({ label, count, detail }) => [label, count, detail])).toEqual([
      ['li', 4, 'removed from ul on /a (2), removed from ol on /b (1), 1 from elsewhere'],
      ['p', 1, null],
      ['b', 1, 'removed from p on /'],
    ]);
  });

  it('says no more of places than a row may hold', () => {
    for (let i = 0; i < 300; i++)
      objects.follow({ what: 'node', label: 'li', objects: [{}], detail: `removed from ul on /${i}`, commit: 0 });
    collect();
    collect();
    const { detail } = rows.of('retained')[0] ?? {};
    expect(detail?.length).toBeLessThanOrEqual(200);
    expect(detail).toMatch(/^removed from ul on \/0 \(1\), .*, \d+ from elsewhere$/);
  });

  it('finds an object that is alive among those it told of, with what can be shown in its stead', () => {
    const [first, second, list] = [{}, {}, {}];
    for (const object of [first, second])
      objects.follow({ what: 'node', label: 'li', objects: [object], detail: null, trace: list, commit: 0 });
    expect(objects.find('node', 'li')).toBeNull();
    collect();
    collect();
    expect(objects.find('node', 'li')).toEqual({ object: first, trace: list });
    expect(objects.find('component', 'li')).toBeNull();
    MortalRef.dead.add(first);
    MortalRef.dead.add(list);
    expect(objects.find('node', 'li')).toEqual({ object: second, trace: null });
    MortalRef.dead.add(second);
    expect(objects.find('node', 'li')).toBeNull();
  });
});
