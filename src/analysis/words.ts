import type { Bytes, Estimate, Milliseconds } from '../model/index.ts';

/** Numbers as a person says them: units chosen by size, two significant digits where more would pretend precision. */

/**
 * What a megabyte is. `binary`: 1,024 × 1,024 bytes, called MB as memory tools do; `exact`: the same under its own name, MiB;
 * `decimal`: 1,000,000 bytes, as disks and networks are counted.
 */
export type ByteUnits = 'binary' | 'exact' | 'decimal';
export const byteUnits: readonly ByteUnits[] = ['binary', 'exact', 'decimal'];

interface Scale {
  readonly base: number;
  readonly names: readonly [kilo: string, mega: string, giga: string];
}

const scales: Readonly<Record<ByteUnits, Scale>> = {
  binary: { base: 1024, names: ['KB', 'MB', 'GB'] },
  exact: { base: 1024, names: ['KiB', 'MiB', 'GiB'] },
  decimal: { base: 1000, names: ['kB', 'MB', 'GB'] },
};
let scale = scales.binary;

/** Says all sizes in `units` from now on: like a language, it is one choice for a whole program. */
export function sayBytesIn(units: ByteUnits): void {
  scale = scales[units];
}

/** A megabyte in the units that were chosen, and its name. */
export function megabyte(): { readonly bytes: Bytes; readonly name: string } {
  return { bytes: scale.base ** 2, name: scale.names[1] };
}

export function sayBytes(bytes: Bytes): string {
  const size = Math.abs(bytes);
  const { base, names } = scale;
  for (const power of [3, 2, 1] as const)
    if (size >= base ** power) return `${short(bytes / base ** power)} ${names[power - 1]}`;
  return `${Math.round(bytes)} B`;
}

export function sayDuration(duration: Milliseconds): string {
  const seconds = duration / 1000;
  if (seconds < 90) return `${digits(seconds)} s`;
  if (seconds < 90 * 60) return `${digits(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${digits(seconds / 3600)} h`;
  return `${digits(seconds / 86_400)} days`;
}

/**
 * A rate of bytes per second, said per minute with its interval: half its width, or both ends where it is lopsided. A fall has a
 * minus; where the ends point in different directions both say their own.
 */
export function sayRate(rate: Estimate): string {
  const { say, name } = perMinute(rate);
  if (!isLopsided(rate)) return `${say(rate.value)} ± ${say((rate.high - rate.low) / 2)} ${name}`;
  const high = rate.low < 0 && rate.high > 0 ? `+${say(rate.high)}` : say(rate.high);
  return `${say(rate.value)} ${name} (${say(rate.low)} to ${high})`;
}

/** "rises 1.9 ± 0.3 MB/min", "falls 101 MB/min (between falling 137 and rising 168)". */
export function sayMovement(rate: Estimate): string {
  const falls = rate.value < 0;
  const verb = falls ? 'falls' : 'rises';
  if (isLopsided(rate) && rate.low < 0 && rate.high > 0) {
    const { say, name } = perMinute(rate);
    return `${verb} ${say(Math.abs(rate.value))} ${name} (between falling ${say(-rate.low)} and rising ${say(rate.high)})`;
  }
  return `${verb} ${sayRate(falls ? { value: -rate.value, low: -rate.high, high: -rate.low } : rate)}`;
}

/** More doubt on one side than half a width could tell, and enough of it to matter. */
function isLopsided({ value, low, high }: Estimate): boolean {
  const [down, up] = [value - low, high - value];
  return Math.max(down, up) > 2 * Math.min(down, up) && Math.max(down, up) > Math.abs(value) / 5;
}

function perMinute({ value }: Estimate): { readonly say: (rate: number) => string; readonly name: string } {
  const { base, names } = scale;
  const power = Math.abs(value) * 60 >= base ** 2 / 2 ? 2 : 1;
  return {
    say: (rate) => digits((rate * 60) / base ** power).replace('-', '−'),
    name: `${names[power - 1]}/min`,
  };
}

/** A limit of 4 GB is not said as 4.0. */
function short(value: number): string {
  return digits(value).replace(/\.0$/, '');
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 10 || value === 0) return String(Math.round(value));
  return size >= 0.1 ? value.toFixed(1) : value.toPrecision(1);
}
