const wordsPerPage = 32;

/**
 * A set of node ids, which are 32-bit numbers: one bit each, in pages of 1,024 ids. V8 counts its ids up, so nearly all pages
 * are full and the set stays in the processor's cache, where a Set would take a hundred times the memory.
 */
export class IdSet {
  /** Where the words of each page begin; 0 for a page without ids. */
  readonly #pages = new Uint32Array(1 << 22);
  #words = new Uint32Array(1 << 12);
  #used = wordsPerPage;

  constructor(ids: Uint32Array) {
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      const word = this.#pageOf(id) + ((id >>> 5) & 31);
      this.#words[word] = (this.#words[word] as number) | (1 << (id & 31));
    }
  }

  #pageOf(id: number): number {
    const known = this.#pages[id >>> 10] as number;
    if (known !== 0) return known;
    if (this.#used === this.#words.length) {
      const wider = new Uint32Array(this.#words.length * 2);
      wider.set(this.#words);
      this.#words = wider;
    }
    const page = this.#used;
    this.#pages[id >>> 10] = page;
    this.#used += wordsPerPage;
    return page;
  }

  has(id: number): boolean {
    const page = this.#pages[id >>> 10] as number;
    return page !== 0 && ((this.#words[page + ((id >>> 5) & 31)] as number) & (1 << (id & 31))) !== 0;
  }
}
