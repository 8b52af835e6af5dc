import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';
import { type SnapshotChunks, type SnapshotOptions, throwIfCancelled } from '../options.ts';
import { type DocumentHandler, JsonDocument, type ValueReader } from './document.ts';
import { foreignFile, HeaderReader } from './header-reader.ts';
import { IntegerArrayReader } from './integer-reader.ts';
import { readLayout, type SnapshotLayout } from './layout.ts';
import { StringTableReader } from './string-table.ts';
import { EdgeSink, LocationSink, NodeSink, type SnapshotTables } from './tables.ts';
import { ValueSkipper } from './value-skipper.ts';

/** Reads a heap snapshot from chunks of bytes into columns. Feed it with `push`, then call `finish` once. */
export class SnapshotParser implements DocumentHandler {
  readonly #document = new JsonDocument(this);
  #layout: SnapshotLayout | null = null;
  #nodes: NodeSink | null = null;
  #edges: EdgeSink | null = null;
  #locations: LocationSink | null = null;
  readonly #strings = new StringTableReader();

  push(bytes: Uint8Array): void {
    this.#document.push(bytes);
  }

  begin(key: string): ValueReader {
    if (key === 'snapshot') return new HeaderReader();
    const layout = this.#layout;
    if (layout === null) throw foreignFile(key);
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

  end(_key: string, reader: ValueReader): void {
    if (reader instanceof HeaderReader) this.#layout = readLayout(reader.value());
  }

  /** The snapshot, once all bytes were pushed. */
  finish(): SnapshotTables {
    this.#document.finish();
    const layout = this.#layout;
    const nodes = this.#nodes;
    const edges = this.#edges;
    if (layout === null) throw foreignFile('');
    if (nodes === null || edges === null || !this.#strings.done) throw new SnapshotError('foreign', say('parts'));
    if (nodes.count !== layout.nodeCount || edges.count !== layout.edgeCount || nodes.edges !== layout.edgeCount)
      throw new SnapshotError(
        'inconsistent',
        say('counts', {
          nodes: layout.nodeCount,
          edges: layout.edgeCount,
          nodesFound: nodes.count,
          edgesFound: edges.count,
        }),
      );
    const strings = this.#strings.finish();
    if (Math.max(nodes.greatestName, edges.greatestName) >= strings.count)
      throw new SnapshotError('inconsistent', say('nameBeyond'));
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
