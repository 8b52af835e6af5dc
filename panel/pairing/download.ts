import type { Bytes, EpochMs, Milliseconds } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';
import { formatFileSize, formatSeconds } from '../strings/format.ts';
import { parseRetryAfter } from './back-off.ts';
import { deadline, type Network, reasonOf, requestOptions } from './request.ts';

const text = en.pairing;

/** Larger snapshots cannot be opened in a tab. */
export const maxSnapshotBytes: Bytes = 2_000_000_000;
/** A server reads a large snapshot through before its first byte comes. */
const longestSilence: Milliseconds = 60_000;
/** Pieces are handed to the browser in blobs of this size, which it may keep on disk. */
const blobBytes: Bytes = 16_000_000;

export type Download =
  | { readonly ok: true; readonly file: File }
  | { readonly ok: false; readonly status: number | null; readonly detail: string; readonly retryAt: EpochMs | null };

export interface DownloadQuestion {
  readonly url: string;
  readonly token: string | null;
  readonly name: string;
  readonly signal: AbortSignal;
  /** Bytes so far. */
  readonly progress: (bytes: Bytes) => void;
  readonly most?: Bytes;
}

/** Fetches a snapshot to its end. What breaks off midway is no snapshot. Never throws. */
export async function download(question: DownloadQuestion, network: Network): Promise<Download> {
  const { url, token, name, signal } = question;
  const silence = deadline(network, longestSilence, signal);
  try {
    const accept = 'application/octet-stream';
    const response = await network.fetch(url, requestOptions({ token, signal: silence.signal, accept }));
    if (response.status !== 200 || !response.body) {
      const now = network.now();
      const wait = parseRetryAfter(response.headers.get('retry-after'), now);
      const reason = await reasonOf(response);
      const retryAt = wait === null ? null : now + wait;
      return { ok: false, status: response.status, detail: reason || `HTTP ${response.status}`, retryAt };
    }
    const parts = await readParts(response.body.getReader(), question, silence.extend);
    return parts
      ? { ok: true, file: new File(parts, name) }
      : failed(text.fileTooLarge(formatFileSize(maxSnapshotBytes)));
  } catch {
    if (signal.aborted) return failed(text.cancelled);
    return failed(silence.timedOut() ? text.silent(formatSeconds(longestSilence)) : text.brokeOff);
  } finally {
    silence.cancel();
  }
}

/** Null where there is too much. */
async function readParts(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  { progress, most = maxSnapshotBytes }: DownloadQuestion,
  heard: () => void,
): Promise<Blob[] | null> {
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return [...parts, new Blob(pieces)];
    heard();
    bytes += value.byteLength;
    waiting += value.byteLength;
    pieces.push(value);
    progress(bytes);
    if (waiting >= blobBytes) {
      parts.push(new Blob(pieces));
      pieces = [];
      waiting = 0;
    }
    if (bytes > most) {
      reader.cancel().catch(() => {});
      return null;
    }
  }
}

function failed(detail: string): Download {
  return { ok: false, status: null, detail, retryAt: null };
}
