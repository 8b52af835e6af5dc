import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';
import type { RecordSink } from './integer-reader.ts';
import type { SnapshotLayout } from './layout.ts';
import type { StringTable } from './string-table.ts';

/** A snapshot as columns. A node is named by its ordinal, an edge by its place in the file. */
export interface SnapshotTables {
  readonly layout: SnapshotLayout;
  readonly nodeTypes: Uint8Array;
  readonly nodeNames: Uint32Array;
  readonly nodeIds: Uint32Array;
  /** Bytes; doubles where the whole heap does not fit into 32 bits, so that no sum can wrap. */
  readonly selfSizes: Uint32Array | Float64Array;
  /** One more than there are nodes: the edges of node n are `firstEdges[n]` to `firstEdges[n + 1] - 1`. */
  readonly firstEdges: Uint32Array;
  /** 0 unknown, 1 attached, 2 detached, as the embedder said; null in files without that field. */
  readonly detachedness: Uint8Array | null;
  readonly edgeTypes: Uint8Array;
  /** A string's index, or a number for the types `element` and `hidden`. */
  readonly edgeNames: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** Four numbers each: node, script id, line, column. */
  readonly locations: Uint32Array;
  readonly strings: StringTable;
}

function allocate<T>(what: string, count: number, make: () => T): T {
  try {
    return make();
  } catch {
    throw new SnapshotError('too-large', say('noMemory', { count, what }));
  }
}

function tooMany(what: string, declared: number): SnapshotError {
  return new SnapshotError('inconsistent', say('more', { what, declared }));
}

export class NodeSink implements RecordSink {
  readonly #layout: SnapshotLayout;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly ids: Uint32Array;
  sizes: Uint32Array | Float64Array;
  readonly firstEdges: Uint32Array;
  readonly detachedness: Uint8Array | null;
  count = 0;
  edges = 0;
  #totalSize = 0;
  greatestName = 0;

  constructor(layout: SnapshotLayout) {
    const count = layout.nodeCount;
    this.#layout = layout;
    const make = <T>(column: () => T) => allocate('nodes', count, column);
    this.types = make(() => new Uint8Array(count));
    this.names = make(() => new Uint32Array(count));
    this.ids = make(() => new Uint32Array(count));
    this.sizes = make(() => new Uint32Array(count));
    this.firstEdges = make(() => new Uint32Array(count + 1));
    this.detachedness = layout.node.detachedness < 0 ? null : make(() => new Uint8Array(count));
  }

  take(values: Float64Array, length: number): void {
    const { types, names, ids, firstEdges, detachedness } = this;
    const { node: field, nodeFieldCount: width, nodeTypeNames } = this.#layout;
    let { count, edges, greatestName } = this;
    if (count + length / width > types.length) throw tooMany('nodes', types.length);
    for (let base = 0; base < length; base += width) {
      const type = values[base + field.type] as number;
      const name = values[base + field.name] as number;
      const size = values[base + field.selfSize] as number;
      if (type >= nodeTypeNames.length) throw new SnapshotError('version', say('nodeType', { type }));
      types[count] = type;
      names[count] = name;
      ids[count] = values[base + field.id] as number;
      this.#totalSize += size;
      // Once in doubles, always in doubles: a sum of sizes may not wrap either.
      if (this.#totalSize > 0xffffffff && this.sizes instanceof Uint32Array) this.sizes = new Float64Array(this.sizes);
      this.sizes[count] = size;
      if (name > greatestName) greatestName = name;
      firstEdges[count] = edges;
      edges += values[base + field.edgeCount] as number;
      if (detachedness !== null) detachedness[count] = (values[base + field.detachedness] as number) & 3;
      count++;
    }
    Object.assign(this, { count, edges, greatestName });
    if (edges > this.#layout.edgeCount) throw tooMany('edges', this.#layout.edgeCount);
    firstEdges[count] = edges;
  }
}

export class EdgeSink implements RecordSink {
  readonly #layout: SnapshotLayout;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly targets: Uint32Array;
  readonly #numbered: Uint8Array;
  count = 0;
  greatestName = 0;

  constructor(layout: SnapshotLayout) {
    const count = layout.edgeCount;
    this.#layout = layout;
    const make = <T>(column: () => T) => allocate('edges', count, column);
    this.types = make(() => new Uint8Array(count));
    this.names = make(() => new Uint32Array(count));
    this.targets = make(() => new Uint32Array(count));
    this.#numbered = Uint8Array.from(layout.edgeTypeNames, (name) => (isNumbered(name) ? 1 : 0));
  }

  take(values: Float64Array, length: number): void {
    const { types, names, targets } = this;
    const numbered = this.#numbered;
    const { edge: field, edgeFieldCount: width, nodeFieldCount, nodeCount } = this.#layout;
    let { count, greatestName } = this;
    if (count + length / width > types.length) throw tooMany('edges', types.length);
    for (let base = 0; base < length; base += width) {
      const type = values[base + field.type] as number;
      const name = values[base + field.name] as number;
      const target = (values[base + field.target] as number) / nodeFieldCount;
      const ordinal = target >>> 0;
      if (ordinal !== target || ordinal >= nodeCount)
        throw new SnapshotError('inconsistent', say('edgeTarget', { edge: count }));
      if (type >= numbered.length) throw new SnapshotError('version', say('edgeType', { type }));
      if (name > greatestName && numbered[type] === 0) greatestName = name;
      types[count] = type;
      names[count] = name;
      targets[count] = ordinal;
      count++;
    }
    this.count = count;
    this.greatestName = greatestName;
  }
}

/** Whether an edge of this type has a number instead of a name. */
export function isNumbered(edgeTypeName: string): boolean {
  return edgeTypeName === 'element' || edgeTypeName === 'hidden';
}

export class LocationSink implements RecordSink {
  readonly #layout: SnapshotLayout;
  rows = new Uint32Array(1 << 12);
  #filled = 0;

  constructor(layout: SnapshotLayout) {
    this.#layout = layout;
  }

  take(values: Float64Array, length: number): void {
    const { location: field, locationFieldCount: width, nodeFieldCount, nodeCount } = this.#layout;
    for (let base = 0; base < length; base += width) {
      if (this.#filled === this.rows.length) {
        const wider = new Uint32Array(this.rows.length * 2);
        wider.set(this.rows);
        this.rows = wider;
      }
      const node = (values[base + field.object] as number) / nodeFieldCount;
      if (!Number.isInteger(node) || node >= nodeCount) throw new SnapshotError('inconsistent', say('locationTarget'));
      this.rows[this.#filled++] = node;
      this.rows[this.#filled++] = values[base + field.script] as number;
      this.rows[this.#filled++] = values[base + field.line] as number;
      this.rows[this.#filled++] = values[base + field.column] as number;
    }
  }

  finish(): Uint32Array {
    return this.rows.slice(0, this.#filled);
  }
}
