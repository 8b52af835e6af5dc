import type { Bytes, Estimate, Milliseconds } from '../model/index.ts';

/** Numbers as a person says them: units chosen by size, two significant digits where more would pretend precision. */

const KB = 1024;
const MB = 1024 * 1024;
const GB = 1024 * MB;

export function sayBytes(bytes: Bytes): string {
  const size = Math.abs(bytes);
  if (size >= GB) return `${short(bytes / GB)} GB`;
  if (size >= MB) return `${short(bytes / MB)} MB`;
  if (size >= KB) return `${short(bytes / KB)} KB`;
  return `${Math.round(bytes)} B`;
}

export function sayDuration(duration: Milliseconds): string {
  const seconds = duration / 1000;
  if (seconds < 90) return `${digits(seconds)} s`;
  if (seconds < 90 * 60) return `${digits(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${digits(seconds / 3600)} h`;
  return `${digits(seconds / 86_400)} days`;
}

/** A rate of bytes per second, said per minute with its interval: half its width, or both ends where it is lopsided. */
export function sayRate(rate: Estimate): string {
  const [unit, name] = Math.abs(rate.value) * 60 >= MB / 2 ? [MB, 'MB'] : [KB, 'KB'];
  const say = (value: number) => digits((value * 60) / unit);
  const [down, up] = [rate.value - rate.low, rate.high - rate.value];
  if (Math.max(down, up) > 2 * Math.min(down, up) && Math.max(down, up) > rate.value / 5)
    return `by ${say(rate.value)} ${name}/min (${say(rate.low)} to ${say(rate.high)})`;
  return `${say(rate.value)} ± ${say((down + up) / 2)} ${name}/min`;
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
