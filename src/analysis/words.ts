import type { Bytes, Estimate, Milliseconds } from '../model/index.ts';
import { writeDecimal, writeNumber } from '../words/language.ts';
import { say } from '../words/units.ts';

/** Numbers as a person says them: units chosen by size, two significant digits where more would pretend precision. */

const KB = 1024;
const MB = 1024 * 1024;
const GB = 1024 * MB;

export function sayBytes(bytes: Bytes): string {
  const size = Math.abs(bytes);
  if (size >= GB) return say('GB', { value: short(bytes / GB) });
  if (size >= MB) return say('MB', { value: short(bytes / MB) });
  if (size >= KB) return say('KB', { value: short(bytes / KB) });
  return say('B', { value: writeDecimal(bytes, 0) });
}

export function sayDuration(duration: Milliseconds): string {
  const seconds = duration / 1000;
  if (seconds < 90) return say('seconds', { value: digits(seconds) });
  if (seconds < 90 * 60) return say('minutes', { value: digits(seconds / 60) });
  if (seconds < 48 * 3600) return say('hours', { value: digits(seconds / 3600) });
  return say('days', { value: digits(seconds / 86_400) });
}

/** A rate of bytes per second, said per minute with its interval: half its width, or both ends where it is lopsided. */
export function sayRate(rate: Estimate): string {
  const large = Math.abs(rate.value) * 60 >= MB / 2;
  const write = (value: number) => digits((value * 60) / (large ? MB : KB));
  const [down, up] = [rate.value - rate.low, rate.high - rate.value];
  const value = write(rate.value);
  if (Math.max(down, up) > 2 * Math.min(down, up) && Math.max(down, up) > rate.value / 5)
    return say(large ? 'lopsidedMB' : 'lopsidedKB', { value, low: write(rate.low), high: write(rate.high) });
  return say(large ? 'perMinuteMB' : 'perMinuteKB', { value, doubt: write((down + up) / 2) });
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
