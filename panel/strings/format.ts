import { megabyte, sayBytes } from '@memory-plus/core/analysis';
import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function formatCount(count: number): string {
  return whole.format(count);
}

/** A duration of a render or frame: "112 ms", "8.4 ms", "–" where it is not known. */
export function formatMs(duration: Milliseconds | null): string {
  if (duration === null) return '–';
  return `${duration >= 20 ? whole.format(duration) : duration.toFixed(1).replace(/\.0$/, '')} ms`;
}

/** "97.1 MB": one digit more than prose, so that a live value is seen to move. */
export function formatBytes(bytes: Bytes | null): string {
  if (bytes === null) return '–';
  const unit = megabyte();
  const mega = bytes / unit.bytes;
  return mega >= 1 && mega < 1000 ? `${mega.toFixed(1)} ${unit.name}` : sayBytes(bytes);
}

/** A moment of the recording, from its start: "8:32", "1:04:05". */
export function formatClock(sinceStart: Milliseconds): string {
  const seconds = Math.max(0, Math.floor(sinceStart / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1).replace(/\.0$/, '') : Math.round(percent)} %`;
}

/** "+3 ms", "−1.2 s": the sign says which clock is ahead. */
export function formatOffset(offset: Milliseconds): string {
  const size = Math.abs(offset);
  const text = size < 10_000 ? `${Math.round(size)} ms` : `${(size / 1000).toFixed(1)} s`;
  return `${offset < 0 ? '−' : '+'}${text}`;
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as a person dates it: "24 Nov 2026, 15:04", in their own zone and order. */
export function formatDate(at: EpochMs): string {
  return date.format(at);
}

/** "+1,234" or "−5": a change always says its direction. */
export function signed(value: number, say: (size: number) => string): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${say(Math.abs(value))}`;
}
