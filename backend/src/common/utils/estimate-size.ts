import type { Bytes } from '@memory-plus/core/model';

/** The walk ends after this many values. */
const mostVisited = 10_000;
/** Of longer collections this many members are looked at, and the rest is taken to be like them. */
const sampledMembers = 500;

interface Visit {
  readonly value: unknown;
  /** How many values this one stands for. */
  readonly weight: number;
}

/**
 * About how much heap a value takes: strings by their characters, buffers by their bytes, objects by their fields, long collections by
 * a sample of their members. Each object counts once, so cycles are no danger; getters are not called. The cost is bounded, whatever
 * the value.
 */
export function estimateSize(value: unknown): Bytes {
  const seen = new Set<object>();
  const open: Visit[] = [{ value, weight: 1 }];
  let bytes = 0;
  for (let visited = 0; visited < mostVisited; visited++) {
    const visit = open.pop();
    if (!visit) break;
    if (typeof visit.value !== 'object' || visit.value === null) {
      bytes += visit.weight * primitiveSize(visit.value);
    } else if (!seen.has(visit.value)) {
      seen.add(visit.value);
      bytes += visit.weight * shallowSize(visit.value);
      openMembers(visit.value, visit.weight, open);
    }
  }
  return bytes;
}

function primitiveSize(value: unknown): Bytes {
  if (typeof value === 'string') return 16 + value.length * 2;
  return typeof value === 'function' ? 64 : 8;
}

function shallowSize(value: object): Bytes {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 96 + value.byteLength;
  if (value instanceof Map || value instanceof Set) return 48 + value.size * 24;
  return 24;
}

function openMembers(value: object, weight: number, open: Visit[]): void {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return;
  if (value instanceof Map) {
    sample(value.keys(), value.size, weight, open);
    sample(value.values(), value.size, weight, open);
  } else if (value instanceof Set || Array.isArray(value)) {
    sample(value.values(), value instanceof Set ? value.size : value.length, weight, open);
  } else {
    for (const key of Object.keys(value)) {
      const held: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      open.push({ value: held, weight });
    }
  }
}

function sample(members: Iterable<unknown>, count: number, weight: number, open: Visit[]): void {
  const taken = Math.min(count, sampledMembers);
  let left = taken;
  for (const value of members) {
    if (left-- <= 0) return;
    open.push({ value, weight: (weight * count) / taken });
  }
}
