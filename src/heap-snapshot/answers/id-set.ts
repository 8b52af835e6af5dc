/** A set of node ids: open addressing in one typed array, where a Set would take ten times the memory. 0 is no id. */
export class IdSet {
  readonly #table: Uint32Array;
  readonly #mask: number;

  constructor(ids: Uint32Array) {
    let size = 16;
    while (size < ids.length * 2) size *= 2;
    this.#table = new Uint32Array(size);
    this.#mask = size - 1;
    for (const id of ids) this.#table[this.#slot(id)] = id;
  }

  has(id: number): boolean {
    return id !== 0 && this.#table[this.#slot(id)] === id;
  }

  #slot(id: number): number {
    let slot = (Math.imul(id, 0x9e3779b1) >>> 7) & this.#mask;
    while (this.#table[slot] !== 0 && this.#table[slot] !== id) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
