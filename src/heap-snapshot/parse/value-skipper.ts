/** Runs over one JSON value that comes in chunks, whatever it holds, and knows where it ends. */
export class ValueSkipper {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;
  done = false;

  /** Returns the position after what belongs to the value. A number ends before the `,`, `}` or `]` that follows it. */
  read(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#inString) this.#within(byte);
      else if (byte === 0x22) {
        this.#inString = true;
        this.#begun = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        this.#depth++;
        this.#begun = true;
      } else if (byte === 0x7d || byte === 0x5d || byte === 0x2c) {
        if (this.#depth === 0) {
          this.done = true;
          return at;
        }
        if (byte !== 0x2c) this.#depth--;
      } else if (byte > 0x20) this.#begun = true;
      if (this.#depth === 0 && this.#begun && !this.#inString && (byte === 0x22 || byte === 0x7d || byte === 0x5d)) {
        this.done = true;
        return at + 1;
      }
    }
    return bytes.length;
  }

  #within(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === 0x5c) this.#escaped = true;
    else if (byte === 0x22) this.#inString = false;
  }
}
