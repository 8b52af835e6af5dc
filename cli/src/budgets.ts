import type { Bytes, VerdictWord } from '@memory-plus/core/model';
import { verdictWords } from '@memory-plus/core/model';
import { InputError } from './errors.ts';

/** What a recording may cost. */
export interface Budgets {
  /** Growth of the floor that is allowed, in bytes per minute. Above zero it also judges growth that is no leak yet. */
  readonly maxLeakRate: Bytes;
  readonly maxSlowRenders: number;
  readonly maxHeap: Bytes;
  /** The mildest verdict that fails. */
  readonly failOn: Exclude<VerdictWord, 'insufficient-data' | 'clean'>;
}

/** A leak fails, and so does a slow render; the heap has no limit. */
export const defaultBudgets: Budgets = {
  maxLeakRate: 0,
  maxSlowRenders: 0,
  maxHeap: Number.POSITIVE_INFINITY,
  failOn: 'leak',
};

const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** "50MB", "1.5 GB", "800000" (bytes). Throws an `InputError` that names the setting. */
export function parseBytes(value: unknown, setting: string): Bytes {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?\s*$/i.exec(String(value));
  const unit = units[(match?.[2] ?? 'b').toLowerCase()];
  if (!match || unit === undefined)
    throw new InputError(`${setting}: "${String(value)}" is no size; write for example 50MB, 1.5GB or 800KB.`);
  return Number(match[1]) * unit;
}

/** "1MB/min", "20 KB/s"; without a time it is per minute. Returns bytes per minute. */
export function parseRate(value: unknown, setting: string): Bytes {
  const match = /^(.*?)(?:\s*\/\s*(s|min|h))?\s*$/i.exec(String(value));
  const times: Readonly<Record<string, number>> = { s: 60, min: 1, h: 1 / 60 };
  const size = typeof value === 'number' ? value : match?.[1];
  try {
    return parseBytes(size, setting) * (times[(match?.[2] ?? 'min').toLowerCase()] ?? 1);
  } catch {
    throw new InputError(`${setting}: "${String(value)}" is no rate; write for example 1MB/min, 20KB/s or 5MB/h.`);
  }
}

export function parseCount(value: unknown, setting: string): number {
  if (value === 'unlimited') return Number.POSITIVE_INFINITY;
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new InputError(`${setting}: "${String(value)}" must be a whole number from 0, or "unlimited".`);
  return number;
}

export function parseFailOn(value: unknown, setting: string): Budgets['failOn'] {
  const words = verdictWords.slice(2) as Budgets['failOn'][];
  const word = words.find((w) => w === value);
  if (!word) throw new InputError(`${setting}: "${String(value)}" must be one of ${words.join(', ')}.`);
  return word;
}

/** Reader of each setting, the same for the command line and the configuration file. */
export const budgetReaders: { readonly [K in keyof Budgets]: (value: unknown, setting: string) => Budgets[K] } = {
  maxLeakRate: parseRate,
  maxSlowRenders: parseCount,
  maxHeap: parseBytes,
  failOn: parseFailOn,
};
