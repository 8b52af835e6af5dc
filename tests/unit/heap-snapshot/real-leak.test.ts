import { diffById, findSuspects, type Heap, hunt, loadHeap, pathText } from '@memory-plus/core/heap-snapshot';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotsOf } from './node-process.ts';

/** Opens and closes pages; a cache, a list of listeners and a closure keep what they should let go. */
const program = `
const { EventEmitter } = require('node:events');
class Page { constructor() { this.rows = Array.from({ length: 50 }, (_, at) => ({ at, text: 'row ' + at })); } }
globalThis.cache = new Map();
globalThis.bus = new EventEmitter().setMaxListeners(0);
function open(kept) {
  const page = new Page();
  if (!kept) return;
  cache.set('page ' + cache.size, page);
  for (let at = 0; at < 20; at++) bus.on('tick', () => page.rows);
}
function handler() { const big = Array.from({ length: 100000 }, (_, at) => ({ at })); return function onTick() { return big.length; }; }
open(true); write('baseline');
for (let at = 0; at < 30; at++) open(true);
globalThis.late = handler();
write('target');
for (let at = 0; at < 10; at++) open(true);
write('final');`;

describe('a program that leaks', () => {
  const heaps: Record<string, Heap> = {};
  const heap = (name: string): Heap => {
    const found = heaps[name];
    if (found === undefined) throw new Error(`no snapshot ${name}`);
    return found;
  };

  beforeAll(async () => {
    const written = snapshotsOf(program, ['baseline', 'target', 'final']);
    for (const [name, bytes] of Object.entries(written)) heaps[name] = await loadHeap([bytes]);
  }, 120_000);

  it('is seen in one snapshot: the closure with what it holds, and the listeners', () => {
    const found = findSuspects(heap('final'));
    const closure = found.find(({ rule }) => rule === 'closure');
    expect(closure?.sentence).toMatch(/onTick keeps [\d.]+ MB alive through the variable "big"/);
    expect(closure?.pathText).toMatch(/\.late Function .*→big Array$/);
    // The list is what the closure holds: it is not told twice.
    expect(found.some(({ rule }) => rule === 'accumulation')).toBe(false);
    expect(found.find(({ rule }) => rule === 'listeners')).toMatchObject({ count: 820 });
  });

  it('is seen in three: what stayed, by how it is held, and what grew', () => {
    const { clusters, growing } = hunt(heap('baseline'), heap('target'), heap('final'));
    const pages = clusters.find(({ className }) => className === 'Page');
    expect(pages).toMatchObject({ count: 30, word: 'suspect' });
    expect(pathText(pages?.path ?? [])).toContain('.cache Map');
    expect(growing.map(({ collection, entries }) => [collection.className, entries])).toEqual([
      ['Array', [20, 620, 820]],
      ['Map', [1, 31, 41]],
    ]);
  });

  it('is seen in a diff, and a snapshot does not differ from itself', () => {
    const { classes } = diffById(heap('baseline'), heap('final'));
    expect(classes.find(({ name }) => name === 'Page')).toMatchObject({ added: 40, removed: 0 });
    expect(diffById(heap('final'), heap('final')).classes).toEqual([]);
  });
});
