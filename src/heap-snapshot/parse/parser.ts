import { SnapshotError } from '../errors.ts';
import { type SnapshotChunks, type SnapshotOptions, throwIfCancelled } from '../options.ts';
import { IntegerArrayReader } from './integer-reader.ts';
import { readLayout, type SnapshotLayout } from './layout.ts';
import { StringTableReader } from './string-table.ts';
import { EdgeSink, LocationSink, NodeSink, type SnapshotTables } from './tables.ts';
import { ValueSkipper } from './value-skipper.ts';

/** Something that eats bytes until its value is complete. */
interface ValueReader {
  readonly done: boolean;
  read(bytes: Uint8Array, from: number): number;
}

const maximumHeader = 1 << 20;

/** Keeps the bytes of the header, a small object, for JSON.parse. */
class HeaderReader implements ValueReader {
  readonly #skipper = new ValueSkipper();
  #text = '';

  get done(): boolean {
    return this.#skipper.done;
  }

  read(bytes: Uint8Array, from: number): number {
    const end = this.#skipper.read(bytes, from);
    if (this.#text.length + end - from > maximumHeader)
      throw new SnapshotError('foreign', 'The header of this file does not end: it is no heap snapshot.');
    for (let at = from; at < end; at++) this.#text += String.fromCharCode(bytes[at] as number);
    return end;
  }

  value(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      throw new SnapshotError('not-json', 'The header of this file is not valid JSON. Take a new snapshot.');
    }
  }
}

/** Reads a heap snapshot from chunks of bytes into columns. Feed it with `push`, then call `finish` once. */
export class SnapshotParser {
  #state: 'start' | 'key' | 'in-key' | 'colon' | 'value' | 'end' = 'start';
  #key = '';
  #seen = 0;
  #value: { readonly name: string; readonly reader: ValueReader } | null = null;
  #layout: SnapshotLayout | null = null;
  #nodes: NodeSink | null = null;
  #edges: EdgeSink | null = null;
  #locations: LocationSink | null = null;
  readonly #strings = new StringTableReader();

  push(bytes: Uint8Array): void {
    if (this.#seen === 0) refuseCompressed(bytes);
    let at = 0;
    while (at < bytes.length) {
      if (this.#value !== null) {
        at = this.#value.reader.read(bytes, at);
        if (this.#value.reader.done) this.#endValue();
      } else at = this.#punctuation(bytes, at);
    }
    this.#seen += bytes.length;
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
      if (this.#seen === 0 && at < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return at + 1;
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
    const reader = this.#readerFor(this.#key);
    this.#value = { name: this.#key, reader };
    if (reader instanceof ValueSkipper || reader instanceof HeaderReader) return at;
    if (byte !== 0x5b) throw new SnapshotError('foreign', `"${this.#key}" is no array: this is no heap snapshot.`);
    return at + 1;
  }

  #readerFor(key: string): ValueReader {
    if (key === 'snapshot') return new HeaderReader();
    const layout = this.#layout;
    if (layout === null) throw foreign(key);
    if (key === 'nodes') {
      this.#nodes = new NodeSink(layout);
      return new IntegerArrayReader(key, layout.nodeFieldCount, this.#nodes);
    }
    if (key === 'edges') {
      this.#edges = new EdgeSink(layout);
      return new IntegerArrayReader(key, layout.edgeFieldCount, this.#edges);
    }
    if (key === 'locations' && layout.location.object >= 0) {
      this.#locations = new LocationSink(layout);
      return new IntegerArrayReader(key, layout.locationFieldCount, this.#locations);
    }
    return key === 'strings' ? this.#strings : new ValueSkipper();
  }

  #endValue(): void {
    const reader = this.#value?.reader;
    if (reader instanceof HeaderReader) this.#layout = readLayout(reader.value());
    this.#value = null;
    this.#state = 'key';
  }

  #unexpected(byte: number): SnapshotError {
    if (this.#state === 'end') return new SnapshotError('not-json', 'More text follows after the snapshot ended.');
    return new SnapshotError(
      'not-json',
      `A heap snapshot is JSON, but "${String.fromCharCode(byte)}" stands where JSON has something else. Is it another file?`,
    );
  }

  /** The snapshot, once all bytes were pushed. */
  finish(): SnapshotTables {
    const { layout, nodes, edges } = this.#complete();
    if (nodes.count !== layout.nodeCount || edges.count !== layout.edgeCount || nodes.edges !== layout.edgeCount)
      throw new SnapshotError(
        'inconsistent',
        `The header declares ${layout.nodeCount} nodes and ${layout.edgeCount} edges, the file holds ${nodes.count} and ${edges.count}. Take a new snapshot.`,
      );
    const strings = this.#strings.finish();
    if (Math.max(nodes.greatestName, edges.greatestName) >= strings.count)
      throw new SnapshotError('inconsistent', 'A name points beyond the strings of the file. Take a new snapshot.');
    return {
      layout,
      nodeTypes: nodes.types,
      nodeNames: nodes.names,
      nodeIds: nodes.ids,
      selfSizes: nodes.sizes,
      firstEdges: nodes.firstEdges,
      detachedness: nodes.detachedness,
      edgeTypes: edges.types,
      edgeNames: edges.names,
      edgeTargets: edges.targets,
      locations: this.#locations?.finish() ?? new Uint32Array(0),
      strings,
    };
  }

  #complete(): { layout: SnapshotLayout; nodes: NodeSink; edges: EdgeSink } {
    if (this.#seen === 0) throw new SnapshotError('truncated', 'The file is empty. Take a new snapshot.');
    if (this.#state !== 'end') {
      const where = this.#value === null ? 'between its parts' : `within "${this.#value.name}"`;
      throw new SnapshotError(
        'truncated',
        `The file ends after ${this.#seen} bytes ${where}: it was cut off. Was the disk full, or the process killed while it wrote? Take a new snapshot.`,
      );
    }
    if (this.#layout === null) throw foreign('');
    if (this.#nodes === null || this.#edges === null || !this.#strings.done)
      throw new SnapshotError('foreign', 'The file has a snapshot header but lacks nodes, edges or strings.');
    return { layout: this.#layout, nodes: this.#nodes, edges: this.#edges };
  }
}

function foreign(key: string): SnapshotError {
  const known: Record<string, string> = {
    head: 'a sampled allocation profile (.heapprofile)',
    nodes: 'a CPU profile (.cpuprofile)',
    traceEvents: 'a performance trace',
  };
  const what = known[key] === undefined ? 'JSON of another kind' : known[key];
  return new SnapshotError(
    'foreign',
    `This is ${what}, not a heap snapshot: those begin with "snapshot". Save one from DevTools' Memory panel or with v8.writeHeapSnapshot().`,
  );
}

function refuseCompressed(bytes: Uint8Array): void {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (gzip || zip)
    throw new SnapshotError('compressed', 'The file is compressed. Decompress it first (gunzip, unzip).');
}

/** Reads a heap snapshot from its decompressed bytes. Throws a SnapshotError. */
export async function parseSnapshot(chunks: SnapshotChunks, options: SnapshotOptions = {}): Promise<SnapshotTables> {
  const parser = new SnapshotParser();
  const total = options.sizeBytes ?? null;
  let done = 0;
  for await (const chunk of chunks) {
    throwIfCancelled(options.signal);
    parser.push(chunk);
    done += chunk.length;
    options.onProgress?.({ phase: 'reading', done, total });
  }
  throwIfCancelled(options.signal);
  return parser.finish();
}
