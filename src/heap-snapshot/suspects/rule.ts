import type { Heap } from '../heap.ts';

/** What one rule found. */
export interface Finding {
  /** The object to look at: its path says who holds it. */
  readonly node: number;
  /** How many objects are meant. */
  readonly count: number;
  /** Bytes that would go with them. */
  readonly bytes: number;
  /** One plain sentence with the numbers. */
  readonly sentence: string;
  /** True when the objects must be dead (detached, unmounted): no guess any more. */
  readonly proof?: boolean;
}

export interface SuspectRule {
  readonly name: string;
  find(heap: Heap, total: number): Finding[];
}

/** Findings below both of these are left out: part of the whole, and bytes. */
export const smallestShare = 0.01;
export const smallestBytes = 256 * 1024;

export function isWorthSaying(bytes: number, total: number): boolean {
  return bytes >= smallestBytes || bytes >= total * smallestShare;
}
