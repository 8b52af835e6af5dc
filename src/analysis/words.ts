import type { Bytes, Estimate, Milliseconds } from '../model/index.ts';
import { writeDecimal, writeNumber } from '../words/language.ts';
import { say } from '../words/units.ts';

/** Numbers as a person says them: units chosen by size, two significant digits where more would pretend precision. */

/**
 * What a megabyte is. `binary`: 1,024 × 1,024 bytes, called MB as memory tools do; `exact`: the same under its own name, MiB;
 * `decimal`: 1,000,000 bytes, as disks and networks are counted.
 */
export type ByteUnits = 'binary' | 'exact' | 'decimal';
export const byteUnits: readonly ByteUnits[] = ['binary', 'exact', 'decimal'];

interface Scale {
  readonly base: number;
  readonly names: readonly [kilo: UnitName, mega: UnitName, giga: UnitName];
}
type UnitName = `${'kilo' | 'mega' | 'giga'}${'Binary' | 'Exact' | 'Decimal'}`;

const scales: Readonly<Record<ByteUnits, Scale>> = {
  binary: { base: 1024, names: ['kiloBinary', 'megaBinary', 'gigaBinary'] },
  exact: { base: 1024, names: ['kiloExact', 'megaExact', 'gigaExact'] },
  decimal: { base: 1000, names: ['kiloDecimal', 'megaDecimal', 'gigaDecimal'] },
};
let chosen: ByteUnits = 'binary';

/** Says all sizes in `units` from now on: like a language, it is one choice for a whole program. */
export function sayBytesIn(units: ByteUnits): void {
  chosen = units;
}

/** The units that sizes are said in. */
export function bytesSaidIn(): ByteUnits {
  return chosen;
}

/** A megabyte in the units that were chosen, and its name. */
export function megabyte(): { readonly bytes: Bytes; readonly name: string } {
  const { base, names } = scales[chosen];
  return { bytes: base ** 2, name: say(names[1]) };
}

export function sayBytes(bytes: Bytes): string {
  const size = Math.abs(bytes);
  const { base, names } = scales[chosen];
  for (const power of [3, 2, 1] as const)
    if (size >= base ** power)
      return say('size', { value: short(bytes / base ** power), unit: say(names[power - 1] ?? names[0]) });
  return say('B', { value: writeDecimal(bytes, 0) });
}

export function sayDuration(duration: Milliseconds): string {
  const seconds = duration / 1000;
  if (seconds < 90) return say('seconds', { value: digits(seconds) });
  if (seconds < 90 * 60) return say('minutes', { value: digits(seconds / 60) });
  if (seconds < 48 * 3600) return say('hours', { value: digits(seconds / 3600) });
  return say('days', { value: digits(seconds / 86_400) });
}

/**
 * A rate of bytes per second, said per minute with its interval: half its width, or both ends where it is lopsided. A fall has a
 * minus; where the ends point in different directions both say their own.
 */
export function sayRate(rate: Estimate): string {
  const { write, unit } = perMinute(rate);
  const value = write(rate.value);
  if (!isLopsided(rate)) return say('rate', { value, doubt: write((rate.high - rate.low) / 2), unit });
  const high = rate.low < 0 && rate.high > 0 ? `+${write(rate.high)}` : write(rate.high);
  return say('rateBetween', { value, unit, low: write(rate.low), high });
}

/** "rises 1.9 ± 0.3 MB/min", "falls 101 MB/min (between falling 137 and rising 168)". */
export function sayMovement(rate: Estimate): string {
  const falls = rate.value < 0;
  if (isLopsided(rate) && rate.low < 0 && rate.high > 0) {
    const { write, unit } = perMinute(rate);
    const ends = { value: write(Math.abs(rate.value)), unit, low: write(-rate.low), high: write(rate.high) };
    return say(falls ? 'fallsOrRises' : 'risesOrFalls', ends);
  }
  if (!falls) return say('rises', { rate: sayRate(rate) });
  return say('falls', { rate: sayRate({ value: -rate.value, low: -rate.high, high: -rate.low }) });
}

/** More doubt on one side than half a width could tell, and enough of it to matter. */
function isLopsided({ value, low, high }: Estimate): boolean {
  const [down, up] = [value - low, high - value];
  return Math.max(down, up) > 2 * Math.min(down, up) && Math.max(down, up) > Math.abs(value) / 5;
}

function perMinute({ value }: Estimate): { readonly write: (rate: number) => string; readonly unit: string } {
  const { base, names } = scales[chosen];
  const [power, name] = Math.abs(value) * 60 >= base ** 2 / 2 ? [2, names[1]] : [1, names[0]];
  return { write: (rate) => digits((rate * 60) / base ** power).replace('-', '−'), unit: say(name) };
}

/** A size per minute: "1.9 MB/min". */
export function sayPerMinute(bytes: Bytes): string {
  return say('perMinute', { size: sayBytes(bytes) });
}

/** A duration of some frames: "8.4 ms". */
export function sayMilliseconds(duration: Milliseconds): string {
  return say('ms', { value: writeDecimal(duration, 1) });
}

/** "62 %": whole percents of a ratio. */
export function sayPercent(ratio: number): string {
  return say('percent', { value: writeDecimal(ratio * 100, 0) });
}

/** A limit of 4 GB is not said as 4.0. */
function short(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Number.isInteger(rounded) ? writeDecimal(rounded, 0) : digits(value);
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 10 || value === 0) return writeDecimal(Math.round(value), 0);
  return size >= 0.1 ? writeDecimal(value, 1) : writeNumber(value, { maximumSignificantDigits: 1 });
}
