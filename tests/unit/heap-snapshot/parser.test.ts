import {
  loadHeap,
  parseSnapshot,
  SnapshotError,
  type SnapshotProgress,
  StringTable,
} from '@memory-plus/core/heap-snapshot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, inChunks, type NodeSpec, snapshotText } from './make-snapshot.ts';

const nodes: readonly NodeSpec[] = [
  { type: 'synthetic', name: '', edges: [{ type: 'element', name: 1, to: 1 }] },
  {
    type: 'object',
    name: 'Café "quoted" \\ \n 😀',
    size: 4_000_000_000,
    location: [3, 4, 5],
    edges: [
      { type: 'property', name: 'next', to: 2 },
      { type: 'weak', name: 'back', to: 0 },
    ],
  },
  { type: 'string', name: '\\\\"', size: 4_000_000_000, id: 4_294_967_295 },
];
const text = snapshotText(nodes);

async function problem(chunks: Iterable<Uint8Array>): Promise<SnapshotError> {
  const error = await parseSnapshot(chunks).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SnapshotError)) throw new Error(`no SnapshotError but ${String(error)}`);
  return error;
}

describe('reading', () => {
  it('gives the same columns however the bytes are cut', async () => {
    const bytes = bytesOf(text);
    for (let size = 1; size < 40; size++) {
      const tables = await parseSnapshot(inChunks(bytes, size));
      expect([...tables.nodeIds]).toEqual([1, 3, 4_294_967_295]);
      expect([...tables.selfSizes]).toEqual([0, 4e9, 4e9]);
      expect([...tables.firstEdges]).toEqual([0, 1, 3, 3]);
      expect([...tables.edgeTargets]).toEqual([1, 2, 0]);
      expect([...tables.locations]).toEqual([1, 3, 4, 5]);
      expect([...tables.nodeNames].map((name) => tables.strings.get(name))).toEqual(nodes.map(({ name }) => name));
    }
  });

  it('keeps every string, whatever it holds and wherever it is cut', async () => {
    const one = fc.string({
      unit: fc.constantFrom('"', '\\', 'a', '\n', '\t', 'é', '漢', '😀', '\u0001'),
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(one, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        async (names, size) => {
          const rows = names.map((name): NodeSpec => ({ type: 'string', name }));
          const tables = await parseSnapshot(inChunks(bytesOf(snapshotText(rows)), size));
          expect([...tables.nodeNames].map((name) => tables.strings.get(name))).toEqual(names);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('reads strings that are longer than a block, in part and in full', async () => {
    const long = '漢\\'.repeat(700_000);
    const tables = await parseSnapshot(
      inChunks(
        bytesOf(
          snapshotText([
            { type: 'string', name: long },
            { type: 'string', name: 'after' },
          ]),
        ),
        65_536,
      ),
    );
    expect(tables.strings.get(tables.nodeNames[0] ?? 0)).toBe(long);
    expect(tables.strings.head(tables.nodeNames[0] ?? 0, 5)).toBe(long.slice(0, 5));
    expect(tables.strings.get(tables.nodeNames[1] ?? 0)).toBe('after');
  });

  it('finds strings beyond 4 GiB of them', () => {
    const blocks: Uint8Array[] = [];
    blocks[0] = bytesOf('"first"');
    blocks[4096] = bytesOf('__"far",\n"away"');
    const table = new StringTable(blocks, Uint32Array.of(1, 3, 10), 3, [1]);
    expect([0, 1, 2].map((index) => table.get(index))).toEqual(['first', 'far', 'away']);
    expect(table.firstByte(2)).toBe('a'.charCodeAt(0));
    expect(() => table.get(3)).toThrow(SnapshotError);
  });

  it('never wraps a sum of sizes', async () => {
    const heap = await loadHeap([bytesOf(text)]);
    expect(heap.retainedSizes[0]).toBe(8e9);
  });

  it('skips parts that it does not know', async () => {
    const more = text.replace('"samples":[]', '"samples":[1,2],"scopes":[{"a":"]}\\""},[[]],null],"n":-1.5e3,"t":"x"');
    expect((await parseSnapshot([bytesOf(more)])).nodeIds.length).toBe(3);
  });

  it('accepts a UTF-8 mark before the text', async () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...bytesOf(text)]);
    expect((await parseSnapshot([marked])).nodeIds.length).toBe(3);
  });
});

describe('what is wrong is said', () => {
  it.each([
    ['an empty file', '', 'truncated'],
    ['a text', 'hello', 'not-json'],
    ['an image', '\u0089PNG', 'not-json'],
    ['another JSON', '{"a":1}', 'foreign'],
    ['an array', '[1,2]', 'not-json'],
    ['an empty object', '{}', 'foreign'],
    ['a CPU profile', '{"nodes":[{"id":1}]}', 'foreign'],
    ['an allocation profile', '{"head":{"callFrame":{}}}', 'foreign'],
    ['a header without meta', '{"snapshot":{"node_count":1}}', 'foreign'],
    ['a header that is no object', '{"snapshot":7,"nodes":[]}', 'foreign'],
    ['another version', text.replace('"self_size"', '"shallow"'), 'version'],
    ['an undeclared node type', text.replace('"nodes":[9', '"nodes":[99'), 'version'],
    ['too few edges', text.replace('"edge_count":3', '"edge_count":4'), 'inconsistent'],
    ['too many nodes', text.replace('"node_count":3', '"node_count":2'), 'inconsistent'],
    ['an edge into the void', text.replace(/("edges":\[\d+,\d+),7/, '$1,70'), 'inconsistent'],
    ['an edge between nodes', text.replace(/("edges":\[\d+,\d+),7/, '$1,8'), 'inconsistent'],
    ['a name beyond the strings', text.replace('"nodes":[9,1', '"nodes":[9,100'), 'inconsistent'],
    ['a negative number', text.replace('"nodes":[9', '"nodes":[-9'), 'not-json'],
    ['nodes as text', text.replace('"nodes":[9', '"nodes":"[9"'), 'foreign'],
    ['no strings', text.slice(0, text.indexOf(',\n"strings"')).concat('}'), 'foreign'],
    ['more after the end', `${text}{`, 'not-json'],
    ['an impossible count', text.replace('"node_count":3', '"node_count":5000000000'), 'too-large'],
  ])('%s', async (_, wrong, expected) => {
    for (const size of [1, 1 << 16]) {
      const error = await problem(inChunks(bytesOf(wrong), size));
      expect([error.problem, error.message.length > 20]).toEqual([expected, true]);
    }
  });

  it('a compressed file', async () => {
    expect((await problem([new Uint8Array([0x1f, 0x8b, 8, 0])])).problem).toBe('compressed');
    expect((await problem([new Uint8Array([0x50, 0x4b, 3, 4])])).problem).toBe('compressed');
  });

  it.each([
    ['little-endian with a mark', [0xff, 0xfe], 0],
    ['big-endian with a mark', [0xfe, 0xff], 1],
    ['little-endian', [], 0],
    ['big-endian', [], 1],
  ])('UTF-16 text, %s', async (_, mark, high) => {
    const units = Buffer.from(text, 'utf16le');
    const error = await problem([new Uint8Array([...mark, ...(high === 1 ? units.swap16() : units)])]);
    expect([error.problem, error.message]).toEqual(['not-json', expect.stringContaining('UTF-16')]);
  });

  it('a file that was cut off, wherever', async () => {
    const bytes = bytesOf(text);
    for (let length = 1; length < bytes.length; length++)
      expect((await problem([bytes.subarray(0, length)])).problem).toBe('truncated');
  });

  it('bytes that were changed: an error or a snapshot, never anything else', async () => {
    const bytes = bytesOf(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, byte] of changes) damaged[at] = byte;
          const result: unknown = await loadHeap([damaged]).catch((reason: unknown) => reason);
          expect(result instanceof SnapshotError || !(result instanceof Error)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  }, 60_000);
});

describe('progress and cancelling', () => {
  it('says how far it is', async () => {
    const seen: SnapshotProgress[] = [];
    const bytes = bytesOf(text);
    await loadHeap(inChunks(bytes, 500), { onProgress: (progress) => seen.push(progress), sizeBytes: bytes.length });
    const reading = seen.filter(({ phase }) => phase === 'reading');
    expect(reading.at(-1)).toEqual({ phase: 'reading', done: bytes.length, total: bytes.length });
    expect(seen.at(-1)?.phase).toBe('done');
  });

  it('stops while reading and between phases', async () => {
    const bytes = bytesOf(text);
    for (const phase of ['reading', 'detachedness', 'classes', 'aggregates'] as const) {
      const signal = { aborted: false };
      const loading = loadHeap(inChunks(bytes, 500), {
        signal,
        onProgress: (progress) => {
          if (progress.phase === phase) signal.aborted = true;
        },
      });
      await expect(loading).rejects.toMatchObject({ problem: 'cancelled' });
    }
  });
});
