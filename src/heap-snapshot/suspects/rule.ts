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
  /** Whether it says something else than who holds the bytes, and so stands beside another finding about the same. */
  readonly besides?: boolean;
  readonly find: (heap: Heap, total: number) => Finding[];
}

/** A finding is worth a line from so many bytes on; in a small heap, where it has this share of the whole, from fewer on. */
const largeBytes = 256 * 1024;
const smallestBytes = 128 * 1024;
const smallestShare = 0.01;

export function isWorthSaying(bytes: number, total: number): boolean {
  return bytes >= largeBytes || (bytes >= smallestBytes && bytes >= total * smallestShare);
}
