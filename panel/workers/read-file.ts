import { type Heap, loadHeap, SnapshotError, type SnapshotProgress } from '@memory-plus/core/heap-snapshot';
import { recordingFormat } from '@memory-plus/core/recording';
import { fileTexts as text } from '../strings/en-files.ts';
import type { OpenProgress, Problem } from './messages.ts';

/** Why a file could not be opened. */
export class OpenError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Part of the work that is reading; the rest is what the graph takes. About what 60 MB took in a worker of Chromium. */
const readingShare = 0.5;

/** Reads a file as a stream, gzip or not. Throws an OpenError that says what is wrong with it. */
export async function readSnapshot(
  file: File,
  onProgress: (progress: Omit<OpenProgress, 'file'>) => void,
): Promise<Heap> {
  const gzip = await isGzip(file);
  try {
    const tell = throttled(onProgress);
    const counted = file.stream().pipeThrough(counting(file.size, (share) => tell(share * readingShare, 'reading')));
    const chunks = gzip ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
    return await loadHeap(chunksOf(chunks), {
      onProgress: ({ phase, done, total }: SnapshotProgress) => {
        if (phase === 'reading' || total === null) return;
        tell(readingShare + (1 - readingShare) * (done / total), 'computing');
      },
    });
  } catch (error) {
    throw new OpenError(await explain(file, gzip, error));
  }
}

/** The browser could not read on, or not decompress. */
class StreamError extends Error {}

/** A stream as an iterable: not every browser lets a stream be iterated over. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  const next = () =>
    reader.read().catch((cause) => {
      throw new StreamError('The stream broke.', { cause });
    });
  try {
    for (let part = await next(); !part.done; part = await next()) yield part.value;
  } finally {
    // Reading ended early where the engine found that the file is none: the rest is not read.
    await reader.cancel().catch(() => undefined);
  }
}

async function isGzip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await firstBytes(file, 2));
  return first === 0x1f && second === 0x8b;
}

async function firstBytes(file: File, count: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(0, count).arrayBuffer();
  } catch (error) {
    throw new OpenError({ file: file.name, sort: 'unreadable', message: sayUnreadable(error) });
  }
}

function counting(
  size: number,
  onShare: (share: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let read = 0;
  return new TransformStream({
    transform(chunk, controller) {
      read += chunk.length;
      onShare(size > 0 ? Math.min(1, read / size) : 1);
      controller.enqueue(chunk);
    },
  });
}

/** Tells at most every half percent: a message for each chunk would be thousands. */
function throttled(onProgress: (progress: Omit<OpenProgress, 'file'>) => void) {
  let told = -1;
  return (fraction: number, phase: OpenProgress['phase']) => {
    if (fraction < 1 && fraction - told < 0.005) return;
    told = fraction;
    onProgress({ fraction, phase });
  };
}

async function explain(file: File, gzip: boolean, error: unknown): Promise<Problem> {
  if (await isRecording(file)) return { file: file.name, sort: 'recording', message: '' };
  if (error instanceof SnapshotError) {
    const foreign = ['not-json', 'foreign', 'compressed'].includes(error.problem);
    return { file: file.name, sort: foreign ? 'foreign' : 'unreadable', message: error.message };
  }
  const cause = error instanceof StreamError ? error.cause : error;
  const damaged = gzip && error instanceof StreamError && !(cause instanceof DOMException);
  const message = damaged ? text.damaged : sayUnreadable(cause);
  return { file: file.name, sort: 'unreadable', message };
}

function sayUnreadable(error: unknown): string {
  if (error instanceof RangeError) return text.noMemory;
  if (error instanceof DOMException && ['NotFoundError', 'NotReadableError'].includes(error.name)) return text.gone;
  return text.browserSays(error instanceof Error ? error.message : String(error));
}

/** Whether the file begins as a recording that the tab exported. */
async function isRecording(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 2048)
    .text()
    .catch(() => '');
  const family = recordingFormat.split('@')[0] ?? recordingFormat;
  return new RegExp(`"format"\\s*:\\s*"${family}@`).test(head);
}
