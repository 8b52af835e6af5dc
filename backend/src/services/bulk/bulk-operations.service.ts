import type { Bytes } from '@memory-plus/core/model';
import type { Occupancy } from '@memory-plus/core/protocol/backend';
import { estimateSize } from '../../common/utils/estimate-size.ts';
import { type BoundedService, checkLimits, occupancyOf } from '../bounded-service.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type BulkReport, type BulkRequest, BulkRun } from './bulk-run.ts';
import { chunksOf } from './chunks.ts';

export interface BulkOptions {
  /** Rows of a chunk; 4,000 unless told otherwise: what lives shortly costs the collector little. */
  readonly chunkRows?: number;
  /** Of a chunk; 8 MB unless told otherwise. A row that is larger is a chunk of its own. */
  readonly chunkBytes?: Bytes;
  /** Operations at the same time; 4 unless told otherwise. */
  readonly maxOperations?: number;
}

export type Rows<T> = AsyncIterable<T> | Iterable<T>;

const mostConcurrency = 4;

interface Running {
  readonly run: { readonly rows: number };
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}

/** Handles any number of rows in chunks: few of them are in memory at a time, and each is emptied as soon as it is done. */
export class BulkOperationsService implements BoundedService {
  readonly #chunkRows: number;
  readonly #chunkBytes: Bytes;
  readonly #maxOperations: number;
  readonly #running = new Set<Running>();
  #refused = 0;

  constructor({ chunkRows = 4_000, chunkBytes = 8 * 1024 * 1024, maxOperations = 4 }: BulkOptions = {}) {
    checkLimits('BulkOperationsService', { chunkRows, chunkBytes, maxOperations });
    this.#chunkRows = chunkRows;
    this.#chunkBytes = chunkBytes;
    this.#maxOperations = maxOperations;
  }

  /**
   * Reads `source` to its end, chunk by chunk, and tells what became of every row.
   * @throws Error when too many operations run; what the source or a callback throws
   */
  async run<T>(source: Rows<T>, request: BulkRequest<T>): Promise<BulkReport> {
    const { concurrency = 1, sizeOf = estimateSize, signal } = request;
    checkLimits('BulkOperationsService', { concurrency });
    if (concurrency > mostConcurrency)
      throw new RangeError(`concurrency is ${concurrency}; give at most ${mostConcurrency}.`);
    if (this.#running.size >= this.#maxOperations) {
      this.#refused++;
      throw new Error(
        `${this.#maxOperations} bulk operations are running, as many as may be at once. Try again later.`,
      );
    }
    const controller = new AbortController();
    const abort = () => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const run = new BulkRun(request, controller.signal);
    const work = run.all(chunksOf(source, { rows: this.#chunkRows, bytes: this.#chunkBytes, sizeOf }));
    const running: Running = { run, controller, ended: work.catch(() => {}) };
    this.#running.add(running);
    try {
      return await work;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#running.delete(running);
    }
  }

  /** A chunk is needed until it is done, so there is nothing to give back. */
  relieve(): void {}

  /** `entries`: rows in memory now. `refused`: operations. */
  statistics(): Occupancy {
    const entries = [...this.#running].reduce((sum, { run }) => sum + run.rows, 0);
    const most = this.#chunkRows * mostConcurrency * this.#maxOperations;
    return occupancyOf('bulk operations', entries, most, { refused: this.#refused });
  }

  /** Aborts what runs, and waits until the chunks at work are done. */
  async onModuleDestroy(): Promise<void> {
    for (const { controller } of this.#running) controller.abort(new Error('The application ends.'));
    await Promise.all([...this.#running].map(({ ended }) => ended));
  }
}

export const bulkOperations: ServiceDefinition = {
  key: 'bulk',
  provide: BulkOperationsService,
  create: ({ bulk }) => new BulkOperationsService(bulk),
};
