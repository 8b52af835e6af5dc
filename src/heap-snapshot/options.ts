import { say } from '../words/snapshot-files.ts';
import { SnapshotError } from './errors.ts';

/** The part of an AbortSignal that the engine looks at. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** How far the work is. `total` is null while it is not known. */
export interface SnapshotProgress {
  readonly phase:
    | 'reading'
    | 'detachedness'
    | 'ownership'
    | 'dominators'
    | 'distances'
    | 'classes'
    | 'aggregates'
    | 'done';
  readonly done: number;
  readonly total: number | null;
}

export interface SnapshotOptions {
  readonly onProgress?: (progress: SnapshotProgress) => void;
  readonly signal?: CancelSignal;
  /** Size of the (decompressed) input in bytes where it is known, for progress only. */
  readonly sizeBytes?: number;
  /** Awaited between phases, so that a worker can hear a cancel message; no timer is used here. */
  readonly breathe?: () => Promise<void>;
}

/** Chunks of the decompressed file, of any size. */
export type SnapshotChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new SnapshotError('cancelled', say('cancelled'));
}
