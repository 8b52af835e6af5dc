import { findSuspects, type Heap, hunt, loadHeap, pathText } from '@memory-plus/core/heap-snapshot';
import { describe, expect, it } from 'vitest';
import { leakPrograms } from './leak-programs.ts';
import { nodes, snapshotsOf, versionOf } from './node-process.ts';

/** What one program leaves of its own in a round or two. */
const littleBytes = 100 * 1024;

async function threeOf(text: string, leaking: boolean, node: string): Promise<readonly [Heap, Heap, Heap]> {
  const { baseline, target, final } = snapshotsOf(
    `const leaking = ${leaking};${text}`,
    ['baseline', 'target', 'final'],
    node,
  );
  return [await loadHeap([baseline]), await loadHeap([target]), await loadHeap([final])];
}

describe.each(nodes.map((node) => [versionOf(node), node]))('programs that leak, in Node %s', (_, node) => {
  it.each(Object.entries(leakPrograms))(
    '%s',
    async (_, { text, sentence, path, hunted }) => {
      const heaps = await threeOf(text, true, node);
      const first = findSuspects(heaps[2])[0];
      expect(first?.sentence).toMatch(sentence);
      expect(first?.pathText).toMatch(path);
      if (hunted === null) return;
      const { clusters, growing } = hunt(...heaps);
      const ways = [clusters[0]?.path, growing[0]?.path].map((steps) => pathText(steps ?? []));
      expect(ways.join('\n')).toMatch(hunted);
    },
    60_000,
  );

  it('a program that keeps nothing is not accused', async () => {
    expect(findSuspects(await loadHeap([snapshotsOf(`write('one')`, ['one'], node).one]))).toEqual([]);
  }, 60_000);

  it.each(Object.entries(leakPrograms))(
    '%s: the twin that lets go is not accused',
    async (_, { text }) => {
      const heaps = await threeOf(text, false, node);
      expect(findSuspects(heaps[2])).toEqual([]);
      const { clusters, growing } = hunt(...heaps);
      expect(clusters.filter(({ retainedSize }) => retainedSize > littleBytes)).toEqual([]);
      expect(growing).toEqual([]);
    },
    60_000,
  );
});
