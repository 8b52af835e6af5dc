import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';

const blockSize = 1 << 20;
const quote = 0x22;
const backslash = 0x5c;
const wrap = 2 ** 32;

/**
 * The strings of a snapshot, kept as the bytes of the file and decoded one at a time when asked for: most of them never are.
 * The bytes stand in blocks of 1 MiB, so that neither the text nor its size meets a limit of the engine.
 */
export class StringTable {
  readonly #blocks: readonly Uint8Array[];
  readonly #starts: Uint32Array;
  /** Indexes from which starts count on from the next 4 GiB. */
  readonly #wraps: readonly number[];
  readonly count: number;
  readonly #units = new Uint16Array(4096);

  constructor(blocks: readonly Uint8Array[], starts: Uint32Array, count: number, wraps: readonly number[]) {
    this.#blocks = blocks;
    this.#starts = starts;
    this.count = count;
    this.#wraps = wraps;
  }

  /** Position of the first byte after the opening quote. */
  #start(index: number): number {
    const start = this.#starts[index];
    if (start === undefined || index >= this.count)
      throw new SnapshotError('inconsistent', say('stringBeyond', { index, count: this.count }));
    let base = 0;
    for (const from of this.#wraps) if (index >= from) base += wrap;
    return base + start;
  }

  /** The first byte of a string as it stands in the file; 0x22 for the empty string. */
  firstByte(index: number): number {
    const start = this.#start(index);
    return this.#blocks[Math.floor(start / blockSize)]?.[start % blockSize] ?? quote;
  }

  get(index: number): string {
    return this.#decode(this.#start(index), Number.POSITIVE_INFINITY);
  }

  /** At most the first `length` UTF-16 units. */
  head(index: number, length: number): string {
    return this.#decode(this.#start(index), length);
  }

  #decode(start: number, limit: number): string {
    const units = this.#units;
    let text = '';
    let filled = 0;
    let block = Math.floor(start / blockSize);
    let offset = start % blockSize;
    const next = (): number => {
      if (offset === blockSize) {
        block++;
        offset = 0;
      }
      return this.#blocks[block]?.[offset++] ?? quote;
    };
    for (let byte = next(); byte !== quote && text.length + filled < limit; byte = next()) {
      if (filled > units.length - 2) {
        text += String.fromCharCode.apply(null, units.subarray(0, filled) as unknown as number[]);
        filled = 0;
      }
      if (byte === backslash) units[filled++] = escaped(next);
      else if (byte < 0x80) units[filled++] = byte;
      else {
        const point = multibyte(byte, next);
        if (point > 0xffff) units[filled++] = 0xd800 + ((point - 0x10000) >> 10);
        units[filled++] = point > 0xffff ? 0xdc00 + ((point - 0x10000) & 0x3ff) : point;
      }
    }
    return text + String.fromCharCode.apply(null, units.subarray(0, filled) as unknown as number[]);
  }
}

/** The UTF-16 unit after a backslash (RFC 8259, section 7). */
function escaped(next: () => number): number {
  const byte = next();
  if (byte !== 0x75) return simpleEscapes.get(byte) ?? byte;
  let unit = 0;
  for (let i = 0; i < 4; i++) {
    const digit = next();
    unit = unit * 16 + (digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57);
  }
  return unit;
}

const simpleEscapes = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** The code point of a UTF-8 sequence whose first byte is known. */
function multibyte(first: number, next: () => number): number {
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  let point = first & (0x3f >> more);
  for (let i = 0; i < more; i++) point = point * 64 + (next() & 0x3f);
  return point;
}

/** Reads the array of strings from chunks, from after its `[`. */
export class StringTableReader {
  readonly #blocks: Uint8Array[] = [];
  #used = 0;
  #starts = new Uint32Array(1 << 14);
  #count = 0;
  readonly #wraps: number[] = [];
  #inside = false;
  /** Length modulo 2 of the run of backslashes that ended the last chunk. */
  #oddBackslashes = false;
  readonly isArray = true;
  done = false;

  /** Takes bytes from `from` and returns the position after what belongs to the array. */
  read(bytes: Uint8Array, from: number): number {
    const base = (this.#blocks.length - (this.#blocks.length > 0 ? 1 : 0)) * blockSize + this.#used;
    let at = from;
    while (at < bytes.length) {
      if (this.#inside) at = this.#toQuote(bytes, at);
      else {
        const byte = bytes[at++] as number;
        if (byte === quote) this.#open(base + at - from);
        else if (byte === 0x5d) {
          this.done = true;
          break;
        } else if (byte !== 0x2c && byte !== 0x0a && byte !== 0x20 && byte !== 0x0d && byte !== 0x09)
          throw new SnapshotError('not-json', say('noString', { character: String.fromCharCode(byte) }));
      }
    }
    this.#keep(bytes, from, at);
    return at;
  }

  #open(position: number): void {
    if (this.#count === this.#starts.length) {
      const wider = new Uint32Array(this.#starts.length * 2);
      wider.set(this.#starts);
      this.#starts = wider;
    }
    while (position - this.#wraps.length * wrap >= wrap) this.#wraps.push(this.#count);
    this.#starts[this.#count++] = position - this.#wraps.length * wrap;
    this.#inside = true;
    this.#oddBackslashes = false;
  }

  /** Position after the closing quote, after an escaped quote, or the end of the bytes. */
  #toQuote(bytes: Uint8Array, from: number): number {
    // Most strings are short: looking at a few bytes by hand is cheaper than a call.
    const near = Math.min(bytes.length, from + 48);
    let at = from;
    while (at < near && bytes[at] !== quote) at++;
    if (at === near) at = bytes.indexOf(quote, near);
    const end = at < 0 ? bytes.length : at;
    let slashes = 0;
    while (end - slashes > from && bytes[end - slashes - 1] === backslash) slashes++;
    const odd = (slashes % 2 === 1) !== (slashes === end - from && this.#oddBackslashes);
    this.#oddBackslashes = at < 0 && odd;
    if (at < 0) return end;
    this.#inside = odd;
    return at + 1;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (this.#blocks.length === 0 || this.#used === blockSize) {
        this.#blocks.push(new Uint8Array(blockSize));
        this.#used = 0;
      }
      const length = Math.min(blockSize - this.#used, to - at);
      this.#blocks[this.#blocks.length - 1]?.set(bytes.subarray(at, at + length), this.#used);
      this.#used += length;
      at += length;
    }
  }

  finish(): StringTable {
    return new StringTable(this.#blocks, this.#starts, this.#count, this.#wraps);
  }
}
