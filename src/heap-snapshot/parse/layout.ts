import { say } from '../../words/snapshot-files.ts';
import { SnapshotError } from '../errors.ts';

/** Where the fields of a record stand, and what its type numbers mean. Read from the file's own `snapshot.meta`. */
export interface SnapshotLayout {
  readonly nodeFieldCount: number;
  readonly node: {
    readonly type: number;
    readonly name: number;
    readonly id: number;
    readonly selfSize: number;
    readonly edgeCount: number;
    /** -1 in files of V8 before 9.0, which had no such field. */
    readonly detachedness: number;
  };
  readonly nodeTypeNames: readonly string[];
  readonly edgeFieldCount: number;
  readonly edge: { readonly type: number; readonly name: number; readonly target: number };
  readonly edgeTypeNames: readonly string[];
  readonly locationFieldCount: number;
  readonly location: {
    readonly object: number;
    readonly script: number;
    readonly line: number;
    readonly column: number;
  };
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly rootOrdinal: number;
  /** Bytes outside the heap that the embedder reported for the process as a whole. */
  readonly extraNativeBytes: number;
}

const maximumCount = 0xfffffffd;

function record(value: unknown, missing: 'noHeader' | 'noMeta'): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SnapshotError('foreign', say(missing));
  return value as Record<string, unknown>;
}

function strings(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string'))
    throw new SnapshotError('version', say('noNames', { what }));
  return value;
}

function position(fields: readonly string[], name: string, what: string): number {
  const found = fields.indexOf(name);
  if (found < 0) throw new SnapshotError('version', say('noField', { what, field: name }));
  return found;
}

function count(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new SnapshotError('version', say('noCount', { what }));
  if (value > maximumCount) throw new SnapshotError('too-large', say('tooLarge', { value, what, most: maximumCount }));
  return value;
}

function typeNames(types: unknown, at: number, what: string): string[] {
  return strings(Array.isArray(types) ? types[at] : undefined, what);
}

/** Reads the object that stands under `snapshot`. Throws a SnapshotError when a part that is needed is missing. */
export function readLayout(header: unknown): SnapshotLayout {
  const snapshot = record(header, 'noHeader');
  const meta = record(snapshot.meta, 'noMeta');
  const nodeFields = strings(meta.node_fields, 'node_fields');
  const edgeFields = strings(meta.edge_fields, 'edge_fields');
  const locationFields = meta.location_fields === undefined ? [] : strings(meta.location_fields, 'location_fields');
  const node = {
    type: position(nodeFields, 'type', 'nodes'),
    name: position(nodeFields, 'name', 'nodes'),
    id: position(nodeFields, 'id', 'nodes'),
    selfSize: position(nodeFields, 'self_size', 'nodes'),
    edgeCount: position(nodeFields, 'edge_count', 'nodes'),
    detachedness: nodeFields.indexOf('detachedness'),
  };
  const edge = {
    type: position(edgeFields, 'type', 'edges'),
    name: position(edgeFields, 'name_or_index', 'edges'),
    target: position(edgeFields, 'to_node', 'edges'),
  };
  const nodeTypeNames = typeNames(meta.node_types, node.type, 'node_types');
  const edgeTypeNames = typeNames(meta.edge_types, edge.type, 'edge_types');
  if (nodeTypeNames.length > 255 || edgeTypeNames.length > 127) throw new SnapshotError('version', say('moreTypes'));
  const nodeCount = count(snapshot.node_count, 'node_count');
  const rootIndex = snapshot.root_index === undefined ? 0 : count(snapshot.root_index, 'root_index');
  const rootOrdinal = rootIndex / nodeFields.length;
  if (nodeCount === 0 || !Number.isInteger(rootOrdinal) || rootOrdinal >= nodeCount)
    throw new SnapshotError('inconsistent', say('noRoot'));
  return {
    nodeFieldCount: nodeFields.length,
    node,
    nodeTypeNames,
    edgeFieldCount: edgeFields.length,
    edge,
    edgeTypeNames,
    locationFieldCount: locationFields.length,
    location: {
      object: locationFields.indexOf('object_index'),
      script: locationFields.indexOf('script_id'),
      line: locationFields.indexOf('line'),
      column: locationFields.indexOf('column'),
    },
    nodeCount,
    edgeCount: count(snapshot.edge_count, 'edge_count'),
    rootOrdinal,
    extraNativeBytes: typeof snapshot.extra_native_bytes === 'number' ? snapshot.extra_native_bytes : 0,
  };
}
