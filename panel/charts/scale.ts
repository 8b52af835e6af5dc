import { units, writeDecimal } from '@memory-plus/core/words';

/** Where an axis begins and ends, and the values that it names. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const steps = [1, 2, 2.5, 5, 10];

/** An axis of round numbers, about `wanted` steps of them (of one: only the ends are named), that holds `low` to `high`. A flat series does not fill the lane with its noise. */
export function roundAxis(low: number, high: number, wanted: number, unit = 1): Axis {
  const least = Math.max(Math.abs(high) * 0.1, unit);
  const middle = (low + high) / 2;
  const from = Math.max(0, Math.min(low, middle - least / 2)) / unit;
  const to = Math.max(high, middle + least / 2) / unit;
  const rough = Math.max(to - from, 1e-9) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((s) => s * power >= rough * 0.7) ?? 10) * power;
  const min = Math.floor(from / step) * step;
  const ticks: number[] = [];
  for (let i = 0; ticks.length === 0 || (ticks[ticks.length - 1] ?? 0) < to * unit; i++)
    ticks.push((min + i * step) * unit);
  const max = ticks[ticks.length - 1] ?? to * unit;
  return { min: min * unit, max, ticks: wanted > 1 ? ticks : [min * unit, max] };
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const timeSteps = [
  ...[100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * hour),
];

/** Moments to name on a time axis from `from` to `to` (milliseconds since the recording began), at most `most` of them. */
export function timeTicks(from: number, to: number, most: number): readonly number[] {
  const span = Math.max(1, to - from);
  const step = timeSteps.find((s) => span / s <= Math.max(1, most)) ?? 24 * hour * Math.ceil(span / (24 * hour * most));
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** "0:30.5", "0:30", "4 min", "1 h 30": as short as the step between neighbours allows. */
export function timeLabel(tick: number, step: number): string {
  const minutes = Math.floor(tick / minute);
  const hours = Math.floor(tick / hour);
  if (step < second) return `${minutes}:${writeDecimal((tick % minute) / second, 1).padStart(4, '0')}`;
  if (step < minute) return `${minutes}:${String(Math.round((tick % minute) / second)).padStart(2, '0')}`;
  if (hours === 0 || (tick % hour !== 0 && hours < 1)) return units('minutes', { value: String(minutes) });
  const text = units('hours', { value: String(hours) });
  return tick % hour === 0 ? text : `${text} ${minutes % 60}`;
}
