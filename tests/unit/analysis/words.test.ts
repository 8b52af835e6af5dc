import { byteUnits, megabyte, sayBytes, sayBytesIn, sayMovement, sayRate } from '@memory-plus/core/analysis';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MB } from './heaps.ts';

/** Megabytes a minute as an estimate in bytes a second. */
const perMinute = (value: number, low: number, high: number) => ({
  value: (value * MB) / 60,
  low: (low * MB) / 60,
  high: (high * MB) / 60,
});

afterEach(() => sayBytesIn('binary'));

describe('a rate', () => {
  it.each([
    ['a rise', perMinute(1.9, 1.6, 2.2), '1.9 ± 0.3 MB/min', 'rises 1.9 ± 0.3 MB/min'],
    ['a lopsided rise', perMinute(1.9, 1.5, 9), '1.9 MB/min (1.5 to 9.0)', 'rises 1.9 MB/min (1.5 to 9.0)'],
    ['a fall', perMinute(-3, -3.5, -2.5), '−3.0 ± 0.5 MB/min', 'falls 3.0 ± 0.5 MB/min'],
    ['a lopsided fall', perMinute(-20, -90, -15), '−20 MB/min (−90 to −15)', 'falls 20 MB/min (15 to 90)'],
    [
      'a fall that may be a rise',
      perMinute(-101, -137, 168),
      '−101 MB/min (−137 to +168)',
      'falls 101 MB/min (between falling 137 and rising 168)',
    ],
    [
      'a rise that may be a fall',
      perMinute(2, -1, 30),
      '2.0 MB/min (−1.0 to +30)',
      'rises 2.0 MB/min (between falling 1.0 and rising 30)',
    ],
    ['a standstill', perMinute(0, -0.2, 0.2), '0 ± 205 KB/min', 'rises 0 ± 205 KB/min'],
  ])('says %s', (_, rate, said, moved) => {
    expect(sayRate(rate)).toBe(said);
    expect(sayMovement(rate)).toBe(moved);
  });

  it('says a fall as the same rise with a minus', () => {
    const size = fc.double({ min: 2e4, max: 1e8, noNaN: true });
    fc.assert(
      fc.property(size, fc.double({ min: 0, max: 0.4, noNaN: true }), (value, share) => {
        const rise = { value, low: value * (1 - share), high: value * (1 + share) };
        const fall = { value: -value, low: -rise.high, high: -rise.low };
        expect(sayRate(fall)).toBe(`−${sayRate(rise)}`);
        expect(sayMovement(fall)).toBe(sayMovement(rise).replace('rises', 'falls'));
      }),
    );
  });
});

describe('sizes', () => {
  it.each([
    ['binary', '1.5 MB', '2 GB', '512 KB', 1_048_576],
    ['exact', '1.5 MiB', '2 GiB', '512 KiB', 1_048_576],
    ['decimal', '1.6 MB', '2.1 GB', '524 kB', 1_000_000],
  ] as const)('%s', (units, some, many, few, bytes) => {
    sayBytesIn(units);
    expect([1.5 * MB, 2048 * MB, MB / 2].map(sayBytes)).toEqual([some, many, few]);
    expect(megabyte().bytes).toBe(bytes);
    expect(sayBytes(999)).toBe('999 B');
  });

  it('never differ by more than two digits can from the bytes they stand for', () => {
    const factors: Record<string, [number, number]> = {
      B: [1, 1],
      KB: [1024, 1024],
      kB: [1000, 1000],
      KiB: [1024, 1024],
      MB: [1024 ** 2, 1000 ** 2],
      MiB: [1024 ** 2, 1024 ** 2],
      GB: [1024 ** 3, 1000 ** 3],
      GiB: [1024 ** 3, 1024 ** 3],
    };
    fc.assert(
      fc.property(fc.constantFrom(...byteUnits), fc.integer({ min: 1, max: 1e12 }), (units, size) => {
        sayBytesIn(units);
        const [number = '', name = ''] = sayBytes(size).split(' ');
        const factor = factors[name]?.[units === 'decimal' ? 1 : 0] ?? Number.NaN;
        expect(Math.abs(Number(number) * factor - size)).toBeLessThanOrEqual(size * 0.051);
      }),
    );
  });
});
