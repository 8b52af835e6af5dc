import type { Bytes } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { estimateSize } from '../../common/utils/estimate-size.ts';
import { type BoundedService, checkLimits, occupancyOf } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { chunksOf } from './chunks.ts';

export interface BulkOptions {
  /** Rows of a chunk; 5,000 unless told otherwise. */
  readonly chunkRows?: number;
  /** Of a chunk; 8 MB unless told otherwise. A row that is larger is a chunk of its own. */
  readonly chunkBytes?: Bytes;
  /** Operations at the same time; 4 unless told otherwise. */
  readonly maxOperations?: number;
}

export type Rows<T> = AsyncIterable<T> | Iterable<T>;

export interface BulkRequest<T> {
  /** Takes one chunk. It must not keep the array: it is emptied afterwards. */
  readonly handle: (chunk: readonly T[], signal: AbortSignal) => Promise<unknown>;
  /** What to do after a chunk failed: go on with the next one, or end. Ends unless told otherwise. */
  readonly onError?: 'stop' | 'continue';
  /** Gets the rows of a chunk that failed before they are let go. */
  readonly onFailed?: (chunk: readonly T[], failure: ChunkFailure) => unknown;
  readonly onProgress?: (progress: BulkProgress) => void;
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
  /** `complete`: the source was read to its end. */
  readonly outcome: 'complete' | 'stopped' | 'aborted';
  /** The first 1,000; `failed` counts the rows of all. */
  readonly failures: readonly ChunkFailure[];
}

const mostFailures = 1_000;

/** Handles any number of rows in chunks: one chunk of an operation is in memory at a time, and it is emptied as soon as it is done. */
export class BulkOperationsService implements BoundedService {
  readonly #chunkRows: number;
  readonly #chunkBytes: Bytes;
  readonly #maxOperations: number;
  readonly #running = new Map<AbortController, { rows: number; ended: Promise<unknown> }>();
  #refused = 0;

  constructor({ chunkRows = 5_000, chunkBytes = 8 * 1024 * 1024, maxOperations = 4 }: BulkOptions = {}) {
    checkLimits('BulkOperationsService', { chunkRows, chunkBytes, maxOperations });
    this.#chunkRows = chunkRows;
    this.#chunkBytes = chunkBytes;
    this.#maxOperations = maxOperations;
  }

  /**
   * Reads `source` to its end, chunk by chunk, and tells what became of every row.
   * @throws Error when too many operations run; what the source throws
   */
  async run<T>(source: Rows<T>, request: BulkRequest<T>): Promise<BulkReport> {
    if (this.#running.size >= this.#maxOperations) {
      this.#refused++;
      throw new Error(
        `${this.#maxOperations} bulk operations are running, as many as may be at once. Try again later.`,
      );
    }
    const controller = new AbortController();
    const abort = () => controller.abort(request.signal?.reason);
    if (request.signal?.aborted) abort();
    request.signal?.addEventListener('abort', abort, { once: true });
    const work = this.#work(source, request, controller);
    this.#running.set(controller, { rows: 0, ended: work.catch(() => {}) });
    try {
      return await work;
    } finally {
      request.signal?.removeEventListener('abort', abort);
      this.#running.delete(controller);
    }
  }

  async #work<T>(source: Rows<T>, request: BulkRequest<T>, controller: AbortController): Promise<BulkReport> {
    const { sizeOf = estimateSize, onError = 'stop', onProgress } = request;
    const { signal } = controller;
    const failures: ChunkFailure[] = [];
    const progress = { done: 0, failed: 0, chunks: 0 };
    let outcome: BulkReport['outcome'] = signal.aborted ? 'aborted' : 'complete';
    // Begins after the operation is on the list of those that run.
    await null;
    if (outcome === 'aborted') return { ...progress, outcome, failures };
    for await (const chunk of chunksOf(source, { rows: this.#chunkRows, bytes: this.#chunkBytes, sizeOf })) {
      if (signal.aborted) {
        outcome = 'aborted';
        chunk.length = 0;
        break;
      }
      this.#holds(controller, chunk.length);
      const failure = await this.#handle(chunk, progress, request, signal);
      if (failure && failures.length < mostFailures) failures.push(failure);
      chunk.length = 0;
      this.#holds(controller, 0);
      onProgress?.({ ...progress });
      if (signal.aborted || (failure && onError === 'stop')) {
        outcome = signal.aborted ? 'aborted' : 'stopped';
        break;
      }
    }
    return { ...progress, outcome, failures };
  }

  async #handle<T>(
    chunk: readonly T[],
    progress: { done: number; failed: number; chunks: number },
    { handle, onFailed }: BulkRequest<T>,
    signal: AbortSignal,
  ): Promise<ChunkFailure | null> {
    const from = progress.done + progress.failed;
    progress.chunks++;
    const rows = chunk.length;
    try {
      await handle(chunk, signal);
      progress.done += rows;
      return null;
    } catch (error) {
      progress.failed += rows;
      const failure = { from, rows, error };
      await onFailed?.(chunk, failure);
      return failure;
    }
  }

  #holds(controller: AbortController, rows: number): void {
    const operation = this.#running.get(controller);
    if (operation) operation.rows = rows;
  }

  /** A chunk is needed until it is done, so there is nothing to give back. */
  relieve(): void {}

  /** `entries`: rows in memory now. `refused`: operations. */
  statistics(): Occupancy {
    const entries = [...this.#running.values()].reduce((sum, { rows }) => sum + rows, 0);
    return occupancyOf('bulk operations', entries, this.#chunkRows * this.#maxOperations, { refused: this.#refused });
  }

  /** Aborts what runs, and waits until its present chunks are done. */
  async onModuleDestroy(): Promise<void> {
    for (const controller of this.#running.keys()) controller.abort(new Error('The application ends.'));
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }
}

export const bulkOperations: ServiceDefinition = {
  key: 'bulk',
  provide: BulkOperationsService,
  create: ({ bulk }) => new BulkOperationsService(bulk),
};
