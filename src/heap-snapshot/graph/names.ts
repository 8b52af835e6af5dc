import type { SnapshotTables } from '../parse/tables.ts';

/** A WeakMap entry is an edge from the table and one from the key; this is what their common name says. */
export interface WeakMapEntry {
  /** The part that both edges share. */
  readonly pair: string;
  /** Id of the table's node. */
  readonly table: number;
}

const weakMapEntry = /^\d+( \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$/;

/** Finds names by their text and tells which edge names belong to WeakMap entries, looking at each string once. */
export class Names {
  readonly #tables: SnapshotTables;
  readonly #texts = new Map<number, string>();
  readonly #plain: Uint8Array;
  readonly #entries = new Map<number, WeakMapEntry>();

  constructor(tables: SnapshotTables) {
    this.#tables = tables;
    this.#plain = new Uint8Array((tables.strings.count >> 3) + 1);
  }

  /** A string that is asked for again and again (the name of a class or a property). */
  text(index: number): string {
    let text = this.#texts.get(index);
    if (text === undefined) {
      text = this.#tables.strings.get(index);
      this.#texts.set(index, text);
    }
    return text;
  }

  /** The WeakMap entry that an internal edge of this name belongs to, or null. */
  weakMapEntry(name: number): WeakMapEntry | null {
    const bit = 1 << (name & 7);
    if (((this.#plain[name >> 3] as number) & bit) !== 0) return null;
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const first = this.#tables.strings.firstByte(name);
    const match = first >= 0x30 && first <= 0x39 ? weakMapEntry.exec(this.#tables.strings.get(name)) : null;
    if (match === null) {
      this.#plain[name >> 3] = (this.#plain[name >> 3] as number) | bit;
      return null;
    }
    const entry = { pair: match[1] ?? '', table: Number(match[2]) };
    this.#entries.set(name, entry);
    return entry;
  }

  /** The indices of the nodes' name that is exactly `text`, looked for among nodes of one type; -1 when there is none. */
  indexAmong(type: number, text: string): number {
    const { nodeTypes, nodeNames, strings } = this.#tables;
    const refused = new Set<number>();
    for (let node = 0; node < nodeTypes.length; node++) {
      if (nodeTypes[node] !== type) continue;
      const name = nodeNames[node] as number;
      if (refused.has(name)) continue;
      if (strings.head(name, text.length + 1) === text) return name;
      refused.add(name);
    }
    return -1;
  }
}
