import type { Bytes, EpochMs } from '@memory-plus/core/model';
import type { RecordingEntry } from './entry.ts';

/** Most that kept recordings take up together. */
export const maxKeptBytes: Bytes = 500 * 1024 * 1024;
export const maxKeptRecordings = 500;
/** One that was written to so recently may belong to a panel that is open on another tab. */
const inUseFor = 60_000;

/** How to get back within the bounds. */
export interface Eviction {
  /** To be deleted, the oldest first. */
  readonly evict: readonly RecordingEntry[];
  /** Where that is not enough: what would have to go next, which is pinned. The person is asked. */
  readonly ask: RecordingEntry | null;
}

/** The oldest recordings that nobody pinned go first; `current` and what another panel writes stay. */
export function planEviction(
  entries: readonly RecordingEntry[],
  { current, now, bytes = maxKeptBytes, recordings = maxKeptRecordings }: EvictionBounds,
): Eviction {
  const oldestFirst = [...entries].sort((a, b) => a.lastAt - b.lastAt);
  const mayGo = oldestFirst.filter(({ id, lastAt }) => id !== current && now - lastAt > inUseFor);
  const kept = { bytes: oldestFirst.reduce((sum, entry) => sum + entry.bytes, 0), recordings: oldestFirst.length };
  const over = () => kept.bytes > bytes || kept.recordings > recordings;
  const evict: RecordingEntry[] = [];
  for (const entry of mayGo.filter(({ pinned }) => !pinned)) {
    if (!over()) break;
    evict.push(entry);
    kept.bytes -= entry.bytes;
    kept.recordings--;
  }
  return { evict, ask: over() ? (mayGo.find(({ pinned }) => pinned) ?? null) : null };
}

export interface EvictionBounds {
  /** Id of the recording that is being written. */
  readonly current: string | null;
  readonly now: EpochMs;
  readonly bytes?: Bytes;
  readonly recordings?: number;
}
