import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleDevTools } from '../../bench/snapshots/bundles.mjs';
import { askDevTools, askOurs } from './devtools.ts';
import {
  bytesOf,
  type EdgeSpec,
  edgeTypes,
  inChunks,
  type NodeSpec,
  nodeTypes,
  snapshotText,
} from './make-snapshot.ts';

beforeAll(() => bundleDevTools(), 120_000);

async function expectEqual(bytes: Uint8Array): Promise<void> {
  const { heap: _, ...ours } = await askOurs(inChunks(bytes, 1 << 16));
  expect(ours).toEqual(await askDevTools(inChunks(bytes, 1 << 16)));
}

/** A program that fills its heap with one kind of thing and writes a snapshot to its first argument. */
const programs = {
  'classes, closures and maps': `
    class Session { constructor(id) { this.id = id; this.user = { name: 'user' + id, tags: ['a', 'b'] }; this.later = () => id; } }
    globalThis.kept = Array.from({ length: 3000 }, (_, id) => new Session(id));
    globalThis.map = new Map(globalThis.kept.map((session) => ['key' + session.id, session]));`,
  'weak maps, weak references and sets': `
    globalThis.keys = Array.from({ length: 400 }, (_, id) => ({ id }));
    globalThis.table = new WeakMap(globalThis.keys.map((key) => [key, { value: [key.id] }]));
    globalThis.other = new WeakMap(globalThis.keys.map((key) => [key, globalThis.table.get(key)]));
    globalThis.references = globalThis.keys.map((key) => new WeakRef(key));
    globalThis.set = new Set(globalThis.keys.slice(0, 50));`,
  'plain objects of many shapes': `
    globalThis.shapes = Array.from({ length: 3000 }, (_, at) => {
      const object = { kind: at % 7 };
      for (let property = 0; property < at % 12; property++) object['p' + ((at * 31 + property * 7) % 40)] = property;
      if (at % 5 === 0) object['odd, "name" {' + (at % 3) + '}'] = at;
      if (at % 11 === 0) object['long'.repeat(40)] = at;
      return object;
    });`,
  'strings, buffers and regular expressions': `
    globalThis.texts = Array.from({ length: 2000 }, (_, at) => 'line ' + (at % 100) + ' é\\n"\\\\ 😀');
    globalThis.slices = globalThis.texts.map((text) => (text + text + text).slice(3, 30));
    globalThis.buffers = Array.from({ length: 100 }, (_, at) => Buffer.alloc(20000 + at));
    globalThis.patterns = Array.from({ length: 50 }, (_, at) => new RegExp('a' + at));
    globalThis.big = 2n ** 400n;`,
};

describe('real snapshots of this Node, beside Chrome DevTools', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-plus-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(programs))(
    '%s: every node and every class is equal',
    async (_, program) => {
      const file = join(folder, 'one.heapsnapshot');
      const write = `require('node:v8').writeHeapSnapshot(process.argv[1])`;
      execFileSync(process.execPath, ['-e', `${program};${write}`, file], { stdio: ['ignore', 'ignore', 'inherit'] });
      await expectEqual(readFileSync(file));
    },
    120_000,
  );
});

const names = [
  'Object',
  'Window',
  'Detached Window',
  '<div id="a">',
  '<div>',
  'Detached <p class="b">',
  '(Document DOM trees)',
  '(map descriptors)',
  'system / NativeContext',
  'system / ExternalStringData',
  'Array',
  'Function',
];
const edgeNames = [
  'a',
  'b',
  '__proto__',
  'sloppy_function_map',
  '4',
  'x,y',
  '1 / part of key (K @3) -> value (V @5) pair in WeakMap (table @7)',
  '2 / part of key (K @3) -> value (V @5) pair in WeakMap (table @7)',
  '7 / part of key (K @5) -> value (V @9) pair in WeakMap (table @3)',
];

const edge = (count: number): fc.Arbitrary<EdgeSpec> =>
  fc.constantFrom(...edgeTypes).chain((type) =>
    fc.record({
      type: fc.constant(type),
      name: type === 'element' || type === 'hidden' ? fc.nat(8) : fc.constantFrom(...edgeNames),
      to: fc.nat(count - 1),
    }),
  );

const node = (count: number): fc.Arbitrary<NodeSpec> =>
  fc.record(
    {
      type: fc.constantFrom(...nodeTypes, 'object', 'object', 'native', 'array', 'hidden'),
      name: fc.constantFrom(...names),
      size: fc.nat(5).map((size) => size * 8),
      detachedness: fc.constantFrom(0, 0, 1, 2),
      location: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
      edges: fc.array(edge(count), { maxLength: 6 }),
    },
    { requiredKeys: ['type', 'name', 'edges'] },
  );

const graph = fc.integer({ min: 2, max: 14 }).chain((count) =>
  fc.tuple(
    // DevTools stops at tiny graphs whose root points to one node twice.
    fc.uniqueArray(edge(count), { minLength: 1, maxLength: 5, selector: ({ to }) => to }),
    fc.array(node(count), { minLength: count - 1, maxLength: count - 1 }),
  ),
);

describe('random graphs, beside Chrome DevTools', () => {
  it('every node and every class is equal', async () => {
    await fc.assert(
      fc.asyncProperty(graph, fc.boolean(), async ([rootEdges, rest], withoutDetachedness) => {
        const root: NodeSpec = { type: 'synthetic', name: '', edges: rootEdges };
        await expectEqual(bytesOf(snapshotText([root, ...rest], { withoutDetachedness })));
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
