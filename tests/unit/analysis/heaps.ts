import type { LeakAnalysis } from '@memory-plus/core/analysis';
import type { Row } from '@memory-plus/core/model';

export const MB = 1024 * 1024;

export interface HeapModel {
  readonly seconds: number;
  /** What is alive after so many seconds. */
  readonly live: (second: number) => number;
  /** Time between major collections, and the garbage that gathers in between. */
  readonly every?: number;
  readonly garbage?: number;
  readonly startAt?: number;
  readonly limit?: number;
}

/** A heap of a given live set: a small tooth each 5 s, a large one at each major collection. */
export function* heapRows(model: HeapModel): Generator<{ row: Row<'heap'>; collected: boolean }> {
  const { seconds, live, every = 30, garbage = 30 * MB, startAt = 1_000_000, limit = 4096 * MB } = model;
  for (let s = 0; s < seconds; s++) {
    const old = ((s % every) / every) * garbage;
    const young = (s % 5) * 0.8 * MB;
    const used = Math.round(live(s) + old + young);
    const row = { at: startAt + s * 1000, used, total: used + 10 * MB, limit, floor: false };
    yield { row, collected: s % every === 0 };
  }
}

/** Feeds a heap and returns whether `leak` was ever said. */
export function feedHeap(analysis: LeakAnalysis, model: HeapModel, withCollections = false): boolean {
  let ever = false;
  for (const { row, collected } of heapRows(model)) {
    if (withCollections && collected) analysis.collection({ at: row.at, after: row.used, pause: null });
    analysis.heap(row);
    ever ||= analysis.verdict(row.at).word === 'leak';
  }
  return ever;
}
