import { type Heap, loadHeap } from '@memory-plus/core/heap-snapshot';

export const nodeTypes = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const;
export const edgeTypes = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'] as const;

export interface EdgeSpec {
  readonly type: (typeof edgeTypes)[number];
  /** A number for `element` and `hidden`. */
  readonly name: string | number;
  readonly to: number;
}

export interface NodeSpec {
  readonly type: (typeof nodeTypes)[number];
  readonly name: string;
  readonly size?: number;
  readonly id?: number;
  readonly detachedness?: number;
  readonly location?: readonly [script: number, line: number, column: number];
  readonly edges?: readonly EdgeSpec[];
}

/** The text of a snapshot in V8's own layout; node 0 is the root. */
export function snapshotText(
  nodes: readonly NodeSpec[],
  options: { readonly withoutDetachedness?: boolean } = {},
): string {
  const strings: string[] = ['<dummy>'];
  const indices = new Map<string, number>();
  const index = (text: string) => {
    let found = indices.get(text);
    if (found === undefined) {
      found = strings.push(text) - 1;
      indices.set(text, found);
    }
    return found;
  };
  const fields = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'];
  if (options.withoutDetachedness) fields.pop();
  const nodeRows = nodes.map((node, at) =>
    [
      nodeTypes.indexOf(node.type),
      index(node.name),
      node.id ?? at * 2 + 1,
      node.size ?? 0,
      node.edges?.length ?? 0,
      0,
      node.detachedness ?? 0,
    ].slice(0, fields.length),
  );
  const edgeRows = nodes.flatMap((node) =>
    (node.edges ?? []).map(({ type, name, to }) => [
      edgeTypes.indexOf(type),
      typeof name === 'number' ? name : index(name),
      to * fields.length,
    ]),
  );
  const meta = {
    node_fields: fields,
    node_types: [nodeTypes, 'string', 'number', 'number', 'number', 'number', 'number'].slice(0, fields.length),
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [edgeTypes, 'string_or_number', 'node'],
    sample_fields: ['timestamp_us', 'last_assigned_id'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  };
  const header = { meta, node_count: nodes.length, edge_count: edgeRows.length, trace_function_count: 0 };
  const locations = nodes.flatMap((node, at) => (node.location ? [[at * fields.length, ...node.location]] : []));
  return `{"snapshot":${JSON.stringify(header)},
"nodes":[${nodeRows.join('\n,')}],
"edges":[${edgeRows.join('\n,')}],
"trace_function_infos":[],
"trace_tree":[],
"samples":[],
"locations":[${locations.join('\n,')}],
"strings":[${strings.map((text) => JSON.stringify(text)).join(',\n')}]}`;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes in pieces of at most `size`. */
export function* inChunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function heapOf(nodes: readonly NodeSpec[]): Promise<Heap> {
  return loadHeap([bytesOf(snapshotText(nodes))]);
}
