import type { Milliseconds } from '@memory-plus/core/model';
import { formatClock, formatDecimal } from './format.ts';

/** Stretches shorter than this are told apart by tenths of a second. */
const shortStretch = 20_000;

/** A moment of the recording, as exact as a stretch of `length` asks for: "1:20", "1:20.4". */
export function formatMoment(sinceStart: Milliseconds, length: Milliseconds): string {
  if (length >= shortStretch) return formatClock(sinceStart);
  const tenths = Math.floor(Math.max(0, sinceStart) / 100);
  // The separator of the language stands between: "0.4" without its zero.
  return `${formatClock(tenths * 100)}${formatDecimal((tenths % 10) / 10, 1).slice(1)}`;
}
