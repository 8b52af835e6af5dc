import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';
import type { ValueReader } from '../parse/document.ts';
import { type KeptNames, nameOf } from './kept.ts';
import { withoutContents, withoutContentsOfEdge } from './names.ts';

/** A name longer than this is no name. */
const longestName = 10_000;

/** Runs over the array of strings, from after its `[`, and writes it anew with the contents replaced. */
export class StringRewriter implements ValueReader {
  readonly isArray = true;
  done = false;
  readonly #kept: KeptNames;
  readonly #write: (text: string) => void;
  #index = 0;
  #inside = false;
  #escaped = false;
  #uses: number = nameOf.nothing;
  #empty = true;
  /** The bytes of a name so far, one character each. */
  #name = '';

  constructor(kept: KeptNames, write: (text: string) => void) {
    this.#kept = kept;
    this.#write = write;
  }

  read(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#inside) this.#within(byte);
      else if (byte === 0x22) {
        this.#inside = true;
        this.#empty = true;
        this.#uses = this.#kept.uses(this.#index);
        this.#name = '';
      } else if (byte === 0x5d) {
        this.#write(']');
        this.done = true;
        return at + 1;
      } else if (byte !== 0x2c && byte > 0x20)
        throw new SnapshotError('not-json', say('noString', { character: String.fromCharCode(byte) }));
    }
    return bytes.length;
  }

  #within(byte: number): void {
    if (byte === 0x22 && !this.#escaped) {
      this.#inside = false;
      this.#write(`${this.#index === 0 ? '' : ',\n'}"${this.#replacement()}"`);
      this.#index++;
      return;
    }
    this.#escaped = byte === 0x5c && !this.#escaped;
    this.#empty = false;
    if (this.#uses !== nameOf.nothing && this.#name.length <= longestName) this.#name += String.fromCharCode(byte);
  }

  /** The text between the quotes, escaped as it was. */
  #replacement(): string {
    if (this.#empty) return '';
    if (this.#uses === nameOf.nothing || this.#name.length > longestName) return `redacted-${this.#index}`;
    const name = this.#uses === nameOf.edge ? withoutContentsOfEdge(this.#name) : withoutContents(this.#name);
    // What was cut may have ended within an escape; then the name is replaced whole.
    return /(?<!\\)(\\\\)*\\(u.{0,3})?$/s.test(name) ? `redacted-${this.#index}` : name;
  }
}
