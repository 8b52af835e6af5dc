import type { Milliseconds } from '@memory-plus/core/model';
import { formatClock } from './format.ts';

/** Stretches shorter than this are told apart by tenths of a second. */
const shortStretch = 20_000;

/** A moment of the recording, as exact as a stretch of `length` asks for: "1:20", "1:20.4". */
export function formatMoment(sinceStart: Milliseconds, length: Milliseconds): string {
  if (length >= shortStretch) return formatClock(sinceStart);
  const tenths = Math.floor(Math.max(0, sinceStart) / 100);
  return `${formatClock(tenths * 100)}.${tenths % 10}`;
}
