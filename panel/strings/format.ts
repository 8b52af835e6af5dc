import { megabyte, sayBytes } from '@memory-plus/core/analysis';
import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';
import { language, units, writeDecimal, writeNumber } from '@memory-plus/core/words';

/** Numbers, moments and lengths as the language of the panel writes them. */

export function formatCount(count: number): string {
  return writeNumber(count, { maximumFractionDigits: 0 });
}

/** With so many digits after the separator. */
export const formatDecimal = writeDecimal;

/** A duration of a render or frame: "112 ms", "8.4 ms", "–" where it is not known. */
export function formatMs(duration: Milliseconds | null): string {
  if (duration === null) return '–';
  return units('ms', { value: duration >= 20 ? formatCount(duration) : shortDecimal(duration) });
}

/** Whole seconds. */
export function formatSeconds(duration: Milliseconds): string {
  return units('seconds', { value: formatCount(duration / 1000) });
}

export function formatMinutes(minutes: number): string {
  return units('minutes', { value: formatCount(minutes) });
}

/** "97.1 MB": one digit more than prose, so that a live value is seen to move. */
export function formatBytes(bytes: Bytes | null): string {
  if (bytes === null) return '–';
  const unit = megabyte();
  const mega = bytes / unit.bytes;
  if (mega < 1 || mega >= 1000) return sayBytes(bytes);
  return units('size', { value: writeDecimal(mega, 1), unit: unit.name });
}

/** The size of a file, as disks and networks count: "400 MB". */
export function formatFileSize(bytes: Bytes): string {
  return units('size', { value: formatCount(bytes / 1e6), unit: units('megaDecimal') });
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
  return units('percent', { value: percent > 0 && percent < 10 ? shortDecimal(percent) : writeDecimal(percent, 0) });
}

/** "+3 ms", "−1.2 s": the sign says which clock is ahead. */
export function formatOffset(offset: Milliseconds): string {
  const size = Math.abs(offset);
  const text =
    size < 10_000
      ? units('ms', { value: writeDecimal(size, 0) })
      : units('seconds', { value: writeDecimal(size / 1000, 1) });
  return `${offset < 0 ? '−' : '+'}${text}`;
}

/** A moment as a person dates it: "24 Nov 2026, 15:04", in their own zone and order. */
export function formatDate(at: EpochMs): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A moment of the day, to the second. */
export function formatTime(at: EpochMs): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'medium' }).format(at);
}

/** "+1,234" or "−5": a change always says its direction. */
export function signed(value: number, say: (size: number) => string): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${say(Math.abs(value))}`;
}

/** One digit after the separator, and none where it would be a zero. */
function shortDecimal(value: number): string {
  return writeNumber(value, { maximumFractionDigits: 1, useGrouping: false });
}
