import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';

/** Something that eats bytes until its value is complete. */
export interface ValueReader {
  readonly done: boolean;
  /** Whether the document takes the `[` that must come first. */
  readonly isArray?: boolean;
  /** Takes bytes from `from` and returns the position after what belongs to the value. */
  read(bytes: Uint8Array, from: number): number;
}

export interface DocumentHandler {
  /** Called before the value of a key. */
  begin(key: string): ValueReader;
  end?(key: string, reader: ValueReader): void;
  /** Gets every byte that is no part of a value that a reader took, in order. */
  outside?(bytes: Uint8Array, from: number, to: number): void;
}

/** The outermost object of a JSON text that comes in chunks: hands each value to a reader and never holds the text. */
export class JsonDocument {
  readonly #handler: DocumentHandler;
  #state: 'start' | 'key' | 'in-key' | 'colon' | 'value' | 'end' = 'start';
  #key = '';
  #reader: ValueReader | null = null;
  /** Bytes so far. */
  seen = 0;

  constructor(handler: DocumentHandler) {
    this.#handler = handler;
  }

  push(bytes: Uint8Array): void {
    if (this.seen === 0) refuseOtherBytes(bytes);
    let at = 0;
    while (at < bytes.length) {
      if (this.#reader !== null) at = this.#readValue(this.#reader, bytes, at);
      else {
        const from = at;
        at = this.#punctuation(bytes, at);
        if (at > from) this.#handler.outside?.(bytes, from, at);
      }
    }
    this.seen += bytes.length;
  }

  #readValue(reader: ValueReader, bytes: Uint8Array, from: number): number {
    const at = reader.read(bytes, from);
    if (reader.done) {
      this.#handler.end?.(this.#key, reader);
      this.#reader = null;
      this.#state = 'key';
    }
    return at;
  }

  #punctuation(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] as number;
    if (this.#state === 'in-key') {
      if (byte === 0x22) this.#state = 'colon';
      else if (this.#key.length > 200) throw this.#unexpected(byte);
      else this.#key += String.fromCharCode(byte);
      return at + 1;
    }
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    if (this.#state === 'start') {
      // The three bytes of a UTF-8 mark may stand first.
      if (this.seen + at < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return at + 1;
      if (byte !== 0x7b) throw this.#unexpected(byte);
      this.#state = 'key';
    } else if (this.#state === 'key') this.#beforeKey(byte);
    else if (this.#state === 'colon') {
      if (byte !== 0x3a) throw this.#unexpected(byte);
      this.#state = 'value';
    } else if (this.#state === 'value') return this.#beginValue(byte, at);
    else throw this.#unexpected(byte);
    return at + 1;
  }

  #beforeKey(byte: number): void {
    if (byte === 0x22) {
      this.#key = '';
      this.#state = 'in-key';
    } else if (byte === 0x7d) this.#state = 'end';
    else if (byte !== 0x2c) throw this.#unexpected(byte);
  }

  #beginValue(byte: number, at: number): number {
    this.#reader = this.#handler.begin(this.#key);
    if (!this.#reader.isArray) return at;
    if (byte !== 0x5b) throw new SnapshotError('foreign', say('noArray', { field: this.#key }));
    return at + 1;
  }

  #unexpected(byte: number): SnapshotError {
    if (this.#state === 'end') return new SnapshotError('not-json', say('textAfter'));
    return new SnapshotError('not-json', say('unexpected', { character: String.fromCharCode(byte) }));
  }

  /** Throws a SnapshotError when the text is not complete. */
  finish(): void {
    if (this.seen === 0) throw new SnapshotError('truncated', say('empty'));
    if (this.#state === 'end') return;
    const bytes = this.seen;
    throw new SnapshotError(
      'truncated',
      this.#reader === null ? say('cutBetween', { bytes }) : say('cutWithin', { bytes, field: this.#key }),
    );
  }
}

function refuseOtherBytes(bytes: Uint8Array): void {
  const [first, second] = bytes;
  const gzip = first === 0x1f && second === 0x8b;
  const zip = first === 0x50 && second === 0x4b;
  if (gzip || zip) throw new SnapshotError('compressed', say('compressed'));
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || (first === 0x7b && second === 0) || (first === 0 && second === 0x7b))
    throw new SnapshotError('not-json', say('utf16'));
}
