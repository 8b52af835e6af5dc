import type { Bytes } from '@memory-plus/core/model';

export interface BulkRequest<T> {
  /** Takes one chunk. It must not keep the array: it is emptied as soon as the promise is settled. */
  readonly handle: (chunk: readonly T[], signal: AbortSignal) => Promise<unknown>;
  /** What to do after a chunk failed: go on with the next one, or end. Ends unless told otherwise. */
  readonly onError?: 'stop' | 'continue';
  /** Gets the rows of a chunk that failed before they are let go. */
  readonly onFailed?: (chunk: readonly T[], failure: ChunkFailure) => unknown;
  readonly onProgress?: (progress: BulkProgress) => void;
  /** Chunks that are handled at the same time, 4 at most; 1 unless told otherwise, so that they are handled in order. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Bytes of a row; estimated by walking it where this is left out. */
  readonly sizeOf?: (row: T) => Bytes;
}

export interface BulkProgress {
  /** Rows that were handled. */
  readonly done: number;
  readonly failed: number;
  readonly chunks: number;
}

/** Which rows, counted from 0 in the order of the source. */
export interface ChunkFailure {
  readonly from: number;
  readonly rows: number;
  readonly error: unknown;
}

export interface BulkReport extends BulkProgress {
  /** `complete`: the source was read to its end, and every chunk was handled or failed. */
  readonly outcome: 'complete' | 'stopped' | 'aborted';
  /** The first 1,000; `failed` counts the rows of all. */
  readonly failures: readonly ChunkFailure[];
}

const mostFailures = 1_000;

/** One operation: handles chunk after chunk and knows what became of each row that it took. */
export class BulkRun<T> {
  readonly #request: BulkRequest<T>;
  readonly #signal: AbortSignal;
  readonly #atWork = new Set<Promise<void>>();
  readonly #failures: ChunkFailure[] = [];
  readonly #progress = { done: 0, failed: 0, chunks: 0 };
  #position = 0;
  #stopped = false;
  /** Rows in the chunks that are being handled. */
  rows = 0;

  constructor(request: BulkRequest<T>, signal: AbortSignal) {
    this.#request = request;
    this.#signal = signal;
  }

  async all(chunks: AsyncIterable<T[]> | Iterable<T[]>): Promise<BulkReport> {
    const { concurrency = 1 } = this.#request;
    let complete = !this.#signal.aborted;
    try {
      if (complete)
        for await (const chunk of chunks) {
          this.#begin(chunk);
          if (this.#atWork.size >= concurrency) await Promise.race(this.#atWork);
          complete = !this.#stopped && !this.#signal.aborted;
          if (!complete) break;
        }
      await Promise.all(this.#atWork);
    } finally {
      // Also when the source or a callback throws, nothing goes on behind the back of who waits.
      await Promise.allSettled(this.#atWork);
    }
    const outcome = this.#stopped ? 'stopped' : complete ? 'complete' : 'aborted';
    return { ...this.#progress, outcome, failures: this.#failures };
  }

  #begin(chunk: T[]): void {
    const work: Promise<void> = this.#handle(chunk).finally(() => {
      this.rows -= chunk.length;
      chunk.length = 0;
      this.#atWork.delete(work);
    });
    this.#atWork.add(work);
  }

  async #handle(chunk: readonly T[]): Promise<void> {
    const from = this.#position;
    const rows = chunk.length;
    this.#position += rows;
    this.rows += rows;
    this.#progress.chunks++;
    const { handle, onProgress } = this.#request;
    try {
      await handle(chunk, this.#signal);
      this.#progress.done += rows;
    } catch (error) {
      await this.#failed(chunk, { from, rows, error });
    }
    onProgress?.({ ...this.#progress });
  }

  async #failed(chunk: readonly T[], failure: ChunkFailure): Promise<void> {
    this.#progress.failed += failure.rows;
    if (this.#failures.length < mostFailures) this.#failures.push(failure);
    if (this.#request.onError !== 'continue') this.#stopped = true;
    await this.#request.onFailed?.(chunk, failure);
  }
}
