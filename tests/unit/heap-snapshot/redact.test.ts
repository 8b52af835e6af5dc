import { loadHeap, parseSnapshot, redactSnapshot, SnapshotError, summarise } from '@memory-plus/core/heap-snapshot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, inChunks, type NodeSpec, snapshotText } from './make-snapshot.ts';

const nodes: readonly NodeSpec[] = [
  { type: 'synthetic', name: '', edges: [{ type: 'shortcut', name: 'w', to: 1 }] },
  {
    type: 'object',
    name: 'Window / https://user:hunter2@shop.example/cart?token=hunter2#hunter2',
    size: 8,
    edges: [
      { type: 'property', name: 'password', to: 2 },
      { type: 'property', name: 'odd "name" é', to: 3 },
      { type: 'property', name: '<symbol kept key>', to: 3 },
      {
        type: 'internal',
        name: '12 / part of key (hunter2 @3) -> value (hunter2 @5) pair in WeakMap (table @7)',
        to: 4,
      },
    ],
  },
  { type: 'string', name: 'hunter2 \\" é 😀', size: 24 },
  { type: 'native', name: '<input value="hunter2">', size: 40, detachedness: 2 },
  { type: 'regexp', name: '/hunter2/', size: 16, edges: [{ type: 'context', name: 'scope', to: 5 }] },
  { type: 'concatenated string', name: '', size: 16 },
  { type: 'sliced string', name: 'hunter2 in part', size: 16 },
  { type: 'closure', name: 'login', size: 32 },
  { type: 'native', name: '<symbol id="hunter2">', size: 40 },
];

async function redacted(bytes: Uint8Array, size = 100): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of redactSnapshot(inChunks(bytes, size))) parts.push(part);
  return Buffer.concat(parts);
}

describe('redaction', () => {
  it('takes contents out and keeps structure, sizes and names', async () => {
    const bytes = bytesOf(snapshotText(nodes).replace('"samples":[]', '"samples":[],"notes":["hunter2",{"a":"]"}]'));
    for (const size of [1, 7, 100_000]) {
      const result = await redacted(bytes, size);
      const text = new TextDecoder().decode(result);
      expect(text).not.toContain('hunter2');
      expect(() => JSON.parse(text)).not.toThrow();
      const before = await parseSnapshot([bytes]);
      const after = await parseSnapshot([result]);
      for (const column of [
        'nodeTypes',
        'nodeNames',
        'nodeIds',
        'selfSizes',
        'firstEdges',
        'edgeTypes',
        'edgeNames',
        'edgeTargets',
      ] as const)
        expect(after[column]).toEqual(before[column]);
      expect([...after.nodeNames].map((name) => after.strings.get(name))).toEqual([
        '',
        'Window / https://shop.example/cart',
        expect.stringMatching(/^redacted-\d+$/),
        '<input>',
        expect.stringMatching(/^redacted-\d+$/),
        '',
        expect.stringMatching(/^redacted-\d+$/),
        'login',
        '<symbol>',
      ]);
      expect([...after.edgeNames].map((name) => after.strings.get(name))).toEqual([
        'w',
        'password',
        'odd "name" é',
        '<symbol kept key>',
        '12 / part of key (x @3) -> value (x @5) pair in WeakMap (table @7)',
        'scope',
      ]);
    }
  });

  it('keeps every number of every class', async () => {
    const bytes = bytesOf(snapshotText(nodes));
    const before = await loadHeap([bytes]);
    const after = await loadHeap([await redacted(bytes)]);
    expect(after.aggregates).toEqual(before.aggregates);
    expect(after.retainedSizes).toEqual(before.retainedSizes);
  });

  it('lets no content of a string through, whatever it is, and stays JSON', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }),
        fc.integer({ min: 20, max: 500 }),
        async (contents, size) => {
          const strings = contents.map((content): NodeSpec => ({ type: 'string', name: `secret ${content}` }));
          const text = new TextDecoder().decode(await redacted(bytesOf(snapshotText([...nodes, ...strings])), size));
          expect(text).not.toContain('secret');
          expect(JSON.parse(text).strings).toHaveLength(
            JSON.parse(snapshotText([...nodes, ...strings])).strings.length,
          );
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);

  it('takes every value and keeps every name and number, on random snapshots', async () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    const graph = fc.integer({ min: 2, max: 15 }).chain((count) =>
      fc.array(
        fc.record({
          type: fc.constantFrom('object', 'closure', 'string', 'concatenated string', 'sliced string', 'regexp'),
          word,
          size: fc.integer({ min: 1, max: 9 }).map((words) => words * 8),
          edges: fc.array(fc.record({ word, to: fc.nat(count - 1) }), { maxLength: 4 }),
        } as const),
        { minLength: count, maxLength: count },
      ),
    );
    await fc.assert(
      fc.asyncProperty(graph, async (rows) => {
        const isValue = (type: string) => type !== 'object' && type !== 'closure';
        const specs = rows.map(
          ({ type, word: text, size, edges }, at): NodeSpec => ({
            type: at === 0 ? 'synthetic' : type,
            name: at === 0 ? '' : isValue(type) ? `VALUE ${text}` : `Name${text}`,
            size,
            edges: edges.map(({ word: name, to }) => ({ type: 'property', name: `prop${name}`, to })),
          }),
        );
        const bytes = bytesOf(snapshotText(specs));
        const result = await redacted(bytes);
        const text = new TextDecoder().decode(result);
        expect(text).not.toContain('VALUE');
        const [before, after] = [await loadHeap([bytes]), await loadHeap([result])];
        for (const { name, type, edges } of specs.slice(1)) {
          if (!isValue(type)) expect(text).toContain(`"${name}"`);
          for (const edge of edges ?? []) expect(text).toContain(`"${edge.name}"`);
        }
        expect(summarise(after)).toEqual(summarise(before));
        expect(after.dominators).toEqual(before.dominators);
        expect(after.retainedSizes).toEqual(before.retainedSizes);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('fails on what is no complete snapshot', async () => {
    const bytes = bytesOf(snapshotText(nodes));
    await expect(redacted(bytes.subarray(0, bytes.length - 5))).rejects.toThrow(SnapshotError);
    await expect(redacted(bytesOf('{"a":1}'))).rejects.toThrow(SnapshotError);
    const text = snapshotText(nodes).replace('"samples":[]', '"samples":["hunter2"]');
    await expect(redacted(bytesOf(text))).rejects.toThrow(/holds text/);
  });
});
