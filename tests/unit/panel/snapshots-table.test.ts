import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnRows, rowAfterKey } from '../../../panel/components/virtual-table.tsx';
import { RowCache } from '../../../panel/views/snapshots/rows.ts';
import { MessageError, parseAnswer, parseReply, parseRequest } from '../../../panel/workers/messages.ts';

const count = fc.nat(2_000_000);

describe('the rows that are drawn', () => {
  it('hold all that can be seen, and few others', () => {
    fc.assert(
      fc.property(count, fc.nat(200), count, (first, visible, total) => {
        const { from, to } = drawnRows({ first, visible }, total);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(total);
        expect(to - from).toBeLessThanOrEqual(visible + 24);
        if (first < total) {
          expect(from).toBeLessThanOrEqual(first);
          expect(to).toBeGreaterThanOrEqual(Math.min(total, first + visible));
        }
      }),
    );
  });

  it('are walked by keys without leaving the table', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
    fc.assert(
      fc.property(fc.array(keys), fc.integer({ min: 1, max: 100_000 }), (pressed, total) => {
        let active = -1;
        for (const key of pressed) {
          active = rowAfterKey(key, active, 20, total) ?? active;
          expect(active).toBeGreaterThanOrEqual(0);
          expect(active).toBeLessThan(total);
        }
      }),
    );
    expect(rowAfterKey('x', 3, 20, 10)).toBeNull();
    expect(rowAfterKey('End', -1, 20, 0)).toBeNull();
  });
});

describe('rows on their way', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const numbers = (total: number) => {
    const asked: number[] = [];
    const cache = new RowCache<number, { total: number; rows: number[] }>(
      async (from, size) => {
        asked.push(from);
        return { total, rows: Array.from({ length: Math.min(size, total - from) }, (_, at) => from + at) };
      },
      () => undefined,
    );
    return { cache, asked };
  };

  it('are asked for once, and are what was asked for', async () => {
    const { cache, asked } = numbers(100_000);
    await settled();
    cache.want(250, 420);
    cache.want(260, 430);
    await settled();
    expect(asked).toEqual([0, 200, 300, 400]);
    for (const index of [0, 99, 250, 429]) expect(cache.rowAt(index)).toBe(index);
    expect(cache.rowAt(150)).toBeUndefined();
    expect(cache.total).toBe(100_000);
  });

  it('are forgotten when many others were seen, and come back', async () => {
    const { cache } = numbers(100_000);
    await settled();
    for (let from = 0; from < 100_000; from += 100) cache.want(from, from + 30);
    await settled();
    expect(cache.rowAt(0)).toBeUndefined();
    expect(cache.rowAt(99_990)).toBe(99_990);
    cache.want(0, 30);
    await settled();
    expect(cache.rowAt(7)).toBe(7);
  });

  it('tell why they do not come', async () => {
    const cache = new RowCache<number, { total: number; rows: number[] }>(
      () => Promise.reject(new Error('This snapshot is not open.')),
      () => undefined,
    );
    await settled();
    expect(cache.problem).toBe('This snapshot is not open.');
  });
});

describe('messages', () => {
  it('that are none are refused on both sides', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        for (const parse of [parseRequest, parseReply]) expect(() => parse(junk)).toThrow(MessageError);
      }),
    );
  });

  it('with wrong fields are refused', () => {
    const ask = { file: 0, text: '', order: 'count', from: 0, count: 10 };
    expect(parseRequest({ id: 1, kind: 'classes', ask })).toEqual({ id: 1, kind: 'classes', ask });
    for (const wrong of [
      { file: -1 },
      { file: 0.5 },
      { text: 7 },
      { order: 'name' },
      { from: '0' },
      { count: Number.NaN },
    ])
      expect(() => parseRequest({ id: 1, kind: 'classes', ask: { ...ask, ...wrong } })).toThrow(MessageError);
    expect(() => parseRequest({ id: 1, kind: 'open', ask: { files: ['a'] } })).toThrow(MessageError);
    expect(() => parseReply({ id: 1, type: 'progress', progress: { file: 0, fraction: 2, phase: 'reading' } })).toThrow(
      MessageError,
    );
    expect(() => parseAnswer('classes', { rows: 3 })).toThrow(MessageError);
  });
});
