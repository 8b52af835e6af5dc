import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdSet } from '../../../src/heap-snapshot/answers/id-set.ts';

const id = fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 0xffffffff }));

it('holds what was put in and nothing else', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 400 }), fc.array(id), (ids, others) => {
      const set = new IdSet(Uint32Array.from(ids));
      const truth = new Set(ids);
      for (const one of [...ids, ...others, ...ids.map((known) => (known ^ 1) >>> 0)])
        expect(set.has(one)).toBe(truth.has(one));
    }),
    { numRuns: 50 },
  );
}, 60_000);
