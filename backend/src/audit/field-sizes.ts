import { EventEmitter } from 'node:events';
import type { AuditedField } from '@memory-plus/core/protocol/backend';

export interface FieldSize {
  readonly field: string;
  readonly kind: AuditedField['kind'];
  readonly size: number;
  readonly bound: number | null;
}

type Measure = Omit<FieldSize, 'field'>;

/** Of the members of a collection this many are looked into; a sum over all would cost what it measures. */
const mostMembers = 200;

/**
 * What the own fields of `instance` hold, in numbers. Keeps nothing of it and calls none of its getters; of things that look like caches
 * it reads `size` and `max`.
 */
export function fieldSizes(instance: object): FieldSize[] {
  const emitter = instance instanceof EventEmitter;
  const sizes: FieldSize[] = emitter ? [{ field: 'listeners', ...entry('listeners', listenersOf(instance)) }] : [];
  for (const [field, { value }] of Object.entries(Object.getOwnPropertyDescriptors(instance))) {
    // Node's own table of listeners, which stands above already.
    if (emitter && field === '_events') continue;
    const measured = typeof value === 'object' && value !== null ? safely(value) : null;
    if (measured) sizes.push({ field, ...measured });
  }
  return sizes;
}

/** A proxy or a getter may throw, which must not end the application that is audited. */
function safely(value: object): Measure | null {
  try {
    return measure(value, 2);
  } catch {
    return null;
  }
}

function measure(value: object, depth: number): Measure | null {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return entry('buffer', value.byteLength);
  if (value instanceof Map) return entry('map', value.size + inside(value.values(), depth));
  if (value instanceof Set) return entry('set', value.size + inside(value.values(), depth));
  if (Array.isArray(value)) return entry('array', value.length + inside(value, depth));
  if (value instanceof EventEmitter) return entry('listeners', listenersOf(value));
  const cache = cacheOf(value);
  if (cache) return cache;
  const subscribers = dataOf(value, 'observers');
  if (Array.isArray(subscribers)) return entry('subscribers', subscribers.length);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  return entry('object', Object.keys(value).length + inside(plainValues(value), depth));
}

function entry(kind: Measure['kind'], size: number, bound: number | null = null): Measure {
  return { kind, size, bound };
}

/** Sizes of the collections among the members. */
function inside(members: Iterable<unknown>, depth: number): number {
  if (depth <= 1) return 0;
  let total = 0;
  let seen = 0;
  for (const member of members) {
    if (++seen > mostMembers) break;
    if (typeof member === 'object' && member !== null) total += measure(member, depth - 1)?.size ?? 0;
  }
  return total;
}

function* plainValues(value: object): Iterable<unknown> {
  for (const key of Object.keys(value)) yield dataOf(value, key);
}

function dataOf(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function listenersOf(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

/**
 * lru-cache, the module's own cache and whatever else tells its size and its limit the same way. One that is bounded by the size of what
 * is in it (`maxSize`) is told in that unit.
 */
function cacheOf(value: object): Measure | null {
  if (!('size' in value && 'max' in value)) return null;
  const { size, max } = value;
  if (typeof size !== 'number' || typeof max !== 'number') return null;
  if (isLimit(max)) return entry('cache', size, max);
  const used: unknown = 'calculatedSize' in value ? value.calculatedSize : undefined;
  const most: unknown = 'maxSize' in value ? value.maxSize : undefined;
  return isLimit(most) && typeof used === 'number' ? entry('cache', used, most) : entry('cache', size);
}

function isLimit(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}
