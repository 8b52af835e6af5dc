import type { RecordSink } from '../parse/integer-reader.ts';
import type { SnapshotLayout } from '../parse/layout.ts';
import { isNumbered } from '../parse/tables.ts';
import { contentTypes } from './names.ts';

/** What a string names, as bits: an object (by its class, its function, its element), a reference, or both. */
export const nameOf = { nothing: 0, node: 1, edge: 2 } as const;

/** Which strings are names: of classes, functions, properties, variables. Grows with the indices that come. */
export class KeptNames {
  #marks = new Uint8Array(1 << 14);

  keep(index: number, use: number): void {
    if (index >= this.#marks.length) {
      const wider = new Uint8Array(Math.max(index + 1, this.#marks.length * 2));
      wider.set(this.#marks);
      this.#marks = wider;
    }
    this.#marks[index] = (this.#marks[index] as number) | use;
  }

  /** The bits of `nameOf`. */
  uses(index: number): number {
    return this.#marks[index] ?? nameOf.nothing;
  }
}

/** Marks the names of nodes whose name is no content. */
export class NodeNames implements RecordSink {
  readonly #kept: KeptNames;
  readonly #layout: SnapshotLayout;
  readonly #content: readonly boolean[];

  constructor(layout: SnapshotLayout, kept: KeptNames) {
    this.#layout = layout;
    this.#kept = kept;
    this.#content = layout.nodeTypeNames.map((name) => contentTypes.includes(name));
  }

  take(values: Float64Array, length: number): void {
    const { node, nodeFieldCount } = this.#layout;
    for (let base = 0; base < length; base += nodeFieldCount)
      if (this.#content[values[base + node.type] as number] === false)
        this.#kept.keep(values[base + node.name] as number, nameOf.node);
  }
}

/** Marks the names of edges. */
export class EdgeNames implements RecordSink {
  readonly #kept: KeptNames;
  readonly #layout: SnapshotLayout;
  readonly #named: readonly boolean[];

  constructor(layout: SnapshotLayout, kept: KeptNames) {
    this.#layout = layout;
    this.#kept = kept;
    this.#named = layout.edgeTypeNames.map((name) => !isNumbered(name));
  }

  take(values: Float64Array, length: number): void {
    const { edge, edgeFieldCount } = this.#layout;
    for (let base = 0; base < length; base += edgeFieldCount)
      if (this.#named[values[base + edge.type] as number])
        this.#kept.keep(values[base + edge.name] as number, nameOf.edge);
  }
}
