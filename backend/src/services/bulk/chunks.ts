import type { Bytes } from '@memory-plus/core/model';

export interface ChunkLimits<T> {
  readonly rows: number;
  readonly bytes: Bytes;
  readonly sizeOf: (row: T) => Bytes;
}

/**
 * Cuts a source into arrays of at most so many rows and bytes; a row that is larger is alone. The source is asked for more only when the
 * chunk before was taken, and it is closed when nobody wants more.
 */
export function chunksOf<T>(
  source: AsyncIterable<T> | Iterable<T>,
  limits: ChunkLimits<T>,
): AsyncGenerator<T[]> | Generator<T[]> {
  return Symbol.asyncIterator in source ? ofAsync(source, limits) : ofSync(source, limits);
}

async function* ofAsync<T>(source: AsyncIterable<T>, limits: ChunkLimits<T>): AsyncGenerator<T[]> {
  const open = new OpenChunk(limits);
  for await (const row of source) {
    const full = open.add(row);
    if (full) yield full;
  }
  if (open.rows.length > 0) yield open.rows;
}

/** As above, without a turn of the event loop's queue for each row, which would cost more than the rest. */
function* ofSync<T>(source: Iterable<T>, limits: ChunkLimits<T>): Generator<T[]> {
  const open = new OpenChunk(limits);
  for (const row of source) {
    const full = open.add(row);
    if (full) yield full;
  }
  if (open.rows.length > 0) yield open.rows;
}

class OpenChunk<T> {
  readonly #limits: ChunkLimits<T>;
  rows: T[] = [];
  #bytes = 0;

  constructor(limits: ChunkLimits<T>) {
    this.#limits = limits;
  }

  /** Takes a row in, and returns the chunk before it when there was no room. */
  add(row: T): T[] | null {
    const { rows: mostRows, bytes: mostBytes, sizeOf } = this.#limits;
    const size = sizeOf(row);
    const hasRoom = this.rows.length === 0 || (this.rows.length < mostRows && this.#bytes + size <= mostBytes);
    const full = hasRoom ? null : this.rows;
    if (full) {
      this.rows = [];
      this.#bytes = 0;
    }
    this.rows.push(row);
    this.#bytes += size;
    return full;
  }
}
