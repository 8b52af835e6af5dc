import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Bytes, Milliseconds } from '@memory-plus/core/model';

export interface LogFileOptions {
  /** Then it becomes `<path>.1`, and the one before that goes. 10 MB unless told otherwise. */
  readonly maxBytes?: Bytes;
  /** After a failure nothing is tried for this long. A minute unless told otherwise. */
  readonly pause?: Milliseconds;
  /** Told once when the file cannot be written, and again after it could. */
  readonly onFailure?: (message: string) => void;
}

const longestLine = 10_000;

/**
 * A log of one line an entry, on disk for this user only and never larger than twice its limit. Each line is written at once, so the
 * last one before a crash is there too; a disk that is full or read-only disturbs nobody.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: Bytes;
  readonly #pause: Milliseconds;
  readonly #onFailure: (message: string) => void;
  /** Null before the first line. */
  #bytes: Bytes | null = null;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #failed = false;

  constructor(
    path: string,
    { maxBytes = 10 * 1024 * 1024, pause = 60_000, onFailure = () => {} }: LogFileOptions = {},
  ) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#pause = pause;
    this.#onFailure = onFailure;
  }

  write(level: string, text: string): void {
    if (performance.now() < this.#pausedUntil) return;
    const line = `${new Date().toISOString()} ${level} ${oneLine(text).slice(0, longestLine)}\n`;
    try {
      this.#append(line);
      this.#failed = false;
    } catch (error) {
      this.#pausedUntil = performance.now() + this.#pause;
      if (!this.#failed) this.#onFailure(`The log ${this.#path} cannot be written: ${messageOf(error)}`);
      this.#failed = true;
    }
  }

  #append(line: string): void {
    this.#bytes ??= this.#open();
    const bytes = Buffer.byteLength(line);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) {
      renameSync(this.#path, `${this.#path}.1`);
      this.#bytes = 0;
    }
    appendFileSync(this.#path, line, { mode: 0o600 });
    this.#bytes += bytes;
  }

  /** Goes on with the file that is there, and returns its size. */
  #open(): Bytes {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }
}

/** What a client or a program wrote cannot begin a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+\s*/g, ' | ').replaceAll(/\p{Cc}/gu, ' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
