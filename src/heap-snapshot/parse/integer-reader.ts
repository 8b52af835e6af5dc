import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';

/** Takes whole records: `length` numbers of `values`, a multiple of the record's width. */
export interface RecordSink {
  take(values: Float64Array, length: number): void;
}

const recordsPerBatch = 4096;

/**
 * Reads an array of non-negative integers from chunks, from after its `[`. Numbers go to a small buffer that stays in the
 * processor's cache, and from there by whole records to the sink, which spreads them over its columns.
 */
export class IntegerArrayReader {
  readonly #sink: RecordSink;
  readonly #width: number;
  readonly #batch: Float64Array;
  readonly #what: string;
  #filled = 0;
  #value = 0;
  #inNumber = false;
  readonly isArray = true;
  done = false;

  constructor(what: string, width: number, sink: RecordSink) {
    this.#what = what;
    this.#width = width;
    this.#sink = sink;
    this.#batch = new Float64Array(width * recordsPerBatch);
  }

  /** Takes bytes from `from` and returns the position after what belongs to the array. */
  read(bytes: Uint8Array, from: number): number {
    const batch = this.#batch;
    const capacity = batch.length;
    const end = bytes.length;
    let at = this.#inNumber ? this.#resume(bytes, from) : from;
    let filled = this.#filled;
    while (at < end) {
      let digit = (bytes[at++] as number) - 48;
      if (digit >>> 0 < 10) {
        let value = digit;
        while (at < end) {
          digit = (bytes[at] as number) - 48;
          if (digit >>> 0 >= 10) break;
          value = value * 10 + digit;
          at++;
        }
        if (at === end) {
          this.#value = value;
          this.#inNumber = true;
          break;
        }
        batch[filled++] = value;
        if (filled === capacity) {
          this.#sink.take(batch, filled);
          filled = 0;
        }
      } else if (digit === 0x5d - 48) {
        this.#filled = filled;
        this.#close();
        return at;
      } else if (digit !== 0x2c - 48 && digit !== 0x0a - 48) this.#accept(digit + 48);
    }
    this.#filled = filled;
    return at;
  }

  /** Goes on with a number that the last chunk ended in. */
  #resume(bytes: Uint8Array, from: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - 48;
      if (digit >>> 0 >= 10) {
        this.#inNumber = false;
        this.#batch[this.#filled++] = this.#value;
        if (this.#filled === this.#batch.length) {
          this.#sink.take(this.#batch, this.#filled);
          this.#filled = 0;
        }
        break;
      }
      this.#value = this.#value * 10 + digit;
    }
    return at;
  }

  #accept(byte: number): void {
    if (byte === 0x20 || byte === 0x0d || byte === 0x09) return;
    throw new SnapshotError(
      byte === 0x7b || byte === 0x22 || byte === 0x5b ? 'foreign' : 'not-json',
      say('noInteger', { field: this.#what, character: String.fromCharCode(byte) }),
    );
  }

  #close(): void {
    if (this.#filled % this.#width !== 0)
      throw new SnapshotError('inconsistent', say('withinRecord', { field: this.#what }));
    if (this.#filled > 0) this.#sink.take(this.#batch, this.#filled);
    this.#filled = 0;
    this.done = true;
  }
}
