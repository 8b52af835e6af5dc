/**
 * Sequences of property names as a tree: one node for each distinct beginning, found by a hash of its parent and its name.
 * Node 0 is the empty sequence. Exact, and a few bytes a node, where a string for each object would be many.
 */
export class ShapeTree {
  #parents = new Uint32Array(1024);
  #names = new Uint32Array(1024);
  #table = new Uint32Array(4096);
  count = 1;

  /** The node for `parent` followed by the property name with index `name`. */
  child(parent: number, name: number): number {
    const mask = this.#table.length - 1;
    let slot = hash(parent, name) & mask;
    while (true) {
      const found = this.#table[slot] as number;
      if (found === 0) return this.#add(parent, name, slot);
      if (this.#parents[found] === parent && this.#names[found] === name) return found;
      slot = (slot + 1) & mask;
    }
  }

  #add(parent: number, name: number, slot: number): number {
    if (this.count === this.#parents.length) {
      this.#parents = widened(this.#parents);
      this.#names = widened(this.#names);
    }
    const node = this.count++;
    this.#parents[node] = parent;
    this.#names[node] = name;
    this.#table[slot] = node;
    if (this.count * 2 > this.#table.length) this.#rehash();
    return node;
  }

  #rehash(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let node = 1; node < this.count; node++) {
      let slot = hash(this.#parents[node] as number, this.#names[node] as number) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = node;
    }
  }

  parent(node: number): number {
    return this.#parents[node] as number;
  }

  name(node: number): number {
    return this.#names[node] as number;
  }

  /** The names of a sequence, in order, as indices of strings. */
  path(node: number): number[] {
    const names: number[] = [];
    for (let at = node; at !== 0; at = this.parent(at)) names.push(this.name(at));
    return names.reverse();
  }
}

function widened(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}

function hash(parent: number, name: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
