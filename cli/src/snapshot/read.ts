import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Heap, loadHeap, SnapshotError, type SnapshotProgress } from '@memory-plus/core/heap-snapshot';

const chunkBytes = 1 << 20;

/** A file that cannot be opened, or written, in words for a person. */
export class FileError extends Error {}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read or written by this user';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}

export function asFileError(path: string, error: unknown): FileError {
  return new FileError(`${path}: ${reason(error)}.`);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(2), length: 2 });
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** The decompressed bytes of a snapshot file and, where it is known, their number. */
export async function openSnapshot(path: string): Promise<{ chunks: AsyncIterable<Uint8Array>; sizeBytes?: number }> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw new FileError(`${path}: it is a folder. Name a .heapsnapshot file.`);
    const file = () => createReadStream(path, { highWaterMark: chunkBytes });
    if (!(await isGzip(path))) return { chunks: file(), sizeBytes: info.size };
    return { chunks: decompressed(path) };
  } catch (error) {
    throw error instanceof FileError ? error : asFileError(path, error);
  }
}

async function* decompressed(path: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of file.pipe(gunzip)) yield chunk as Uint8Array;
  } catch (error) {
    const cut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    throw cut
      ? new SnapshotError('truncated', 'The compressed file was cut off. Copy it again.')
      : new SnapshotError('not-json', `The compressed file is damaged (${reason(error)}). Copy it again.`);
  } finally {
    file.destroy();
  }
}

/** Loads a snapshot file, gzip or not, and shows on a terminal how far it is. */
export async function readHeap(path: string): Promise<Heap> {
  const { chunks, sizeBytes } = await openSnapshot(path);
  const line = new ProgressLine(path);
  try {
    const onProgress = (progress: SnapshotProgress) => line.show(progress);
    return await loadHeap(chunks, sizeBytes === undefined ? { onProgress } : { onProgress, sizeBytes });
  } catch (error) {
    if (error instanceof SnapshotError) throw new SnapshotError(error.problem, `${path}: ${error.message}`);
    throw asFileError(path, error);
  } finally {
    line.clear();
  }
}

/** One line on the error output, where that is a terminal. */
class ProgressLine {
  readonly #path: string;
  #shown = '';

  constructor(path: string) {
    this.#path = path;
  }

  show({ phase, done, total }: SnapshotProgress): void {
    if (!process.stderr.isTTY) return;
    const share = phase === 'reading' && total !== null && total > 0 ? ` ${Math.floor((done / total) * 100)} %` : '';
    const text = `${this.#path}: ${phase}${share}`;
    if (text === this.#shown) return;
    this.#shown = text;
    process.stderr.write(`\r\x1b[K${text}`);
  }

  clear(): void {
    if (this.#shown !== '') process.stderr.write('\r\x1b[K');
  }
}
