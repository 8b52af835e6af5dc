import type { Bytes } from '@memory-plus/core/model';

export interface ChunkLimits<T> {
  readonly rows: number;
  readonly bytes: Bytes;
  readonly sizeOf: (row: T) => Bytes;
}

/**
 * Cuts a source into arrays of at most so many rows and bytes. The source is asked for more only when the chunk before was taken, and
 * it is closed when nobody wants more.
 */
export async function* chunksOf<T>(
  source: AsyncIterable<T> | Iterable<T>,
  { rows, bytes, sizeOf }: ChunkLimits<T>,
): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  let size = 0;
  for await (const row of source) {
    const added = sizeOf(row);
    if (chunk.length > 0 && (chunk.length >= rows || size + added > bytes)) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(row);
    size += added;
  }
  if (chunk.length > 0) yield chunk;
}
